import { CHAIN_NEEDS, type EventControl } from './control.js';

export const naclChanges: EventControl = {
  kind: 'events',
  slug: 'nacl-changes',
  title: 'Network ACL changes',
  headline: {
    pass: 'Changes to network ACLs reach a person.',
    fail: 'Changes to network ACLs are not fully watched.',
  },
  rationale: 'Network ACLs guard whole subnets. A change can let traffic in, or cut off what should run.',
  asks: 'Somebody is told when a network ACL is made or deleted, its entries change, or it is put before another subnet.',
  pitfalls: [],
  needs: CHAIN_NEEDS,
  eventSource: 'ec2.amazonaws.com',
  metricName: 'NetworkAclChanges',
};
