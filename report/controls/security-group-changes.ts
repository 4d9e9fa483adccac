import { say } from '../language/phrase.js';
import { CHAIN_NEEDS, type EventControl } from './control.js';

export const securityGroupChanges: EventControl = {
  kind: 'events',
  slug: 'security-group-changes',
  title: say`Security group changes`,
  headline: {
    pass: say`Changes to security groups reach a person.`,
    fail: say`Changes to security groups are not fully watched.`,
  },
  rationale: say`Security groups are the firewall in front of every instance. One new rule can open a database to the internet.`,
  asks: say`Somebody is told when a security group is made or deleted, or its rules change. From version 5.0.0 on the call ModifySecurityGroupRules is asked for too.`,
  pitfalls: [
    'A filter made for a version before 5.0.0 lacks ModifySecurityGroupRules, with which an existing rule can be opened to everybody.',
    'A wildcard such as `"*SecurityGroup*"` sees all of these, and the harmless Describe calls with them.',
  ],
  needs: CHAIN_NEEDS,
  eventSource: 'ec2.amazonaws.com',
  metricName: 'SecurityGroupChanges',
};
