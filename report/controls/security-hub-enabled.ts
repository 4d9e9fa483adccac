import type { SecurityHubControl } from './control.js';

export const securityHubEnabled: SecurityHubControl = {
  kind: 'security-hub',
  slug: 'security-hub-enabled',
  title: 'Security Hub enabled',
  headline: {
    pass: 'Security Hub is on in every region.',
    fail: 'Security Hub is not on in every region.',
  },
  rationale:
    'Security Hub gathers what the detection services of an account find. Where it is off, their findings lie in many places and are easily missed.',
  needs: ['ec2:DescribeRegions', 'securityhub:DescribeHub'],
};
