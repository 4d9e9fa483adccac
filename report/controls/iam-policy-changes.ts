import { say } from '../language/phrase.js';
import { CHAIN_NEEDS, type EventControl } from './control.js';

export const iamPolicyChanges: EventControl = {
  kind: 'events',
  slug: 'iam-policy-changes',
  title: say`IAM policy changes`,
  headline: {
    pass: say`Changes to IAM policies reach a person.`,
    fail: say`Changes to IAM policies are not fully watched.`,
  },
  rationale: say`Whoever may write policies may grant anything to anybody. A change that nobody expected is how a foothold becomes control of the account.`,
  asks: say`Somebody is told of the sixteen calls with which IAM policies are made, changed, deleted, attached and detached.`,
  pitfalls: [
    'Organizations has calls of the same names (CreatePolicy, DeletePolicy). Only those of IAM are asked for; a filter may name the service or not.',
    "Other ways to gain rights (new access keys, trust policies, group membership) are not in the benchmark's list.",
  ],
  needs: CHAIN_NEEDS,
  eventSource: 'iam.amazonaws.com',
  metricName: 'IamPolicyChanges',
};
