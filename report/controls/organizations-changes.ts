import { say } from '../language/phrase.js';
import { CHAIN_NEEDS, type EventControl } from './control.js';

export const organizationsChanges: EventControl = {
  kind: 'events',
  slug: 'organizations-changes',
  title: say`AWS Organizations changes`,
  headline: {
    pass: say`Changes to the organization reach a person.`,
    fail: say`Changes to the organization are not fully watched.`,
  },
  rationale: say`The organization holds the guard rails over all its accounts. Whoever leaves it, moves an account or detaches a policy is no longer bound by them.`,
  asks: say`Somebody is told of eighteen calls that change the organization: its accounts, units, policies and invitations.`,
  pitfalls: [
    "These calls are made in the management account. In a member account the control passes only through an organization's trail, or where the account watches its own few.",
    'IAM filters that do not name the service see CreatePolicy and DeletePolicy of Organizations as well. That is no substitute for the other sixteen.',
  ],
  needs: CHAIN_NEEDS,
  eventSource: 'organizations.amazonaws.com',
  metricName: 'OrganizationsChanges',
};
