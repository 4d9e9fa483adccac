import { CHAIN_NEEDS, type EventControl } from './control.js';

export const routeTableChanges: EventControl = {
  kind: 'events',
  slug: 'route-table-changes',
  title: 'Route table changes',
  headline: {
    pass: 'Changes to route tables reach a person.',
    fail: 'Changes to route tables are not fully watched.',
  },
  rationale:
    'Routes decide where traffic goes. A changed one can lead it past the firewall, or through somebody who listens.',
  needs: CHAIN_NEEDS,
  eventSource: 'ec2.amazonaws.com',
  metricName: 'RouteTableChanges',
};
