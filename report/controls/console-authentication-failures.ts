import { CHAIN_NEEDS, type EventControl } from './control.js';

export const consoleAuthenticationFailures: EventControl = {
  kind: 'events',
  slug: 'console-authentication-failures',
  title: 'Console authentication failures',
  headline: {
    pass: 'Failed sign-ins reach a person.',
    fail: 'Failed sign-ins are not fully watched.',
  },
  rationale: 'A run of failed sign-ins shows that somebody is guessing passwords, and from where.',
  needs: CHAIN_NEEDS,
  eventSource: 'signin.amazonaws.com',
  metricName: 'ConsoleAuthenticationFailures',
};
