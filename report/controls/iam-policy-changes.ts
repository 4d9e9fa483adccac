import { CHAIN_NEEDS, type EventControl } from './control.js';

export const iamPolicyChanges: EventControl = {
  kind: 'events',
  slug: 'iam-policy-changes',
  title: 'IAM policy changes',
  headline: {
    pass: 'Changes to IAM policies reach a person.',
    fail: 'Changes to IAM policies are not fully watched.',
  },
  rationale:
    'Whoever may write policies may grant anything to anybody. A change that nobody expected is how a foothold becomes control of the account.',
  needs: CHAIN_NEEDS,
  eventSource: 'iam.amazonaws.com',
  metricName: 'IamPolicyChanges',
};
