import { CHAIN_NEEDS, type EventControl } from './control.js';

export const organizationsChanges: EventControl = {
  kind: 'events',
  slug: 'organizations-changes',
  title: 'AWS Organizations changes',
  headline: {
    pass: 'Changes to the organization reach a person.',
    fail: 'Changes to the organization are not fully watched.',
  },
  rationale:
    'The organization holds the guard rails over all its accounts. Whoever leaves it, moves an account or detaches a policy is no longer bound by them.',
  needs: CHAIN_NEEDS,
  eventSource: 'organizations.amazonaws.com',
  metricName: 'OrganizationsChanges',
};
