import { say } from '../language/phrase.js';
import type { SecurityHubControl } from './control.js';

export const securityHubEnabled: SecurityHubControl = {
  kind: 'security-hub',
  slug: 'security-hub-enabled',
  title: say`Security Hub enabled`,
  headline: {
    pass: say`Security Hub is on in every region.`,
    fail: say`Security Hub is not on in every region.`,
  },
  rationale: say`Security Hub gathers what the detection services of an account find. Where it is off, their findings lie in many places and are easily missed.`,
  asks: say`Security Hub is on in every region that is enabled for the account.`,
  pitfalls: [
    'AWS answers InvalidAccessException where Security Hub is off. By its documentation the same name can mean that the account may not ask; the benchmark reads it as off, and so do we.',
    'Which standards are on is not asked for, and not judged.',
  ],
  needs: ['ec2:DescribeRegions', 'securityhub:DescribeHub'],
};
