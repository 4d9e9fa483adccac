import { say } from '../language/phrase.js';
import { CHAIN_NEEDS, type EventControl } from './control.js';

export const naclChanges: EventControl = {
  kind: 'events',
  slug: 'nacl-changes',
  title: say`Network ACL changes`,
  headline: {
    pass: say`Changes to network ACLs reach a person.`,
    fail: say`Changes to network ACLs are not fully watched.`,
  },
  rationale: say`Network ACLs guard whole subnets. A change can let traffic in, or cut off what should run.`,
  asks: say`Somebody is told when a network ACL is made or deleted, its entries change, or it is put before another subnet.`,
  pitfalls: [],
  needs: CHAIN_NEEDS,
  eventSource: 'ec2.amazonaws.com',
  metricName: 'NetworkAclChanges',
};
