import { say } from '../language/phrase.js';
import { CHAIN_NEEDS, type EventControl } from './control.js';

export const routeTableChanges: EventControl = {
  kind: 'events',
  slug: 'route-table-changes',
  title: say`Route table changes`,
  headline: {
    pass: say`Changes to route tables reach a person.`,
    fail: say`Changes to route tables are not fully watched.`,
  },
  rationale: say`Routes decide where traffic goes. A changed one can lead it past the firewall, or through somebody who listens.`,
  asks: say`Somebody is told when a route or a route table is made, replaced, deleted or taken from its subnet. Events of EC2 alone are meant.`,
  pitfalls: [
    "From version 3.0.0 on the benchmark's audit text names the service ec2.amazonaws.com and its remediation text does not. A filter made from either passes.",
    'API Gateway has calls of the same names (CreateRoute, DeleteRoute). They are not asked for.',
    "AssociateRouteTable is not in the benchmark's list.",
  ],
  needs: CHAIN_NEEDS,
  eventSource: 'ec2.amazonaws.com',
  metricName: 'RouteTableChanges',
};
