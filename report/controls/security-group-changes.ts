import { CHAIN_NEEDS, type EventControl } from './control.js';

export const securityGroupChanges: EventControl = {
  kind: 'events',
  slug: 'security-group-changes',
  title: 'Security group changes',
  headline: {
    pass: 'Changes to security groups reach a person.',
    fail: 'Changes to security groups are not fully watched.',
  },
  rationale:
    'Security groups are the firewall in front of every instance. One new rule can open a database to the internet.',
  needs: CHAIN_NEEDS,
  eventSource: 'ec2.amazonaws.com',
  metricName: 'SecurityGroupChanges',
};
