import { CHAIN_NEEDS, type EventControl } from './control.js';

export const consoleSigninWithoutMfa: EventControl = {
  kind: 'events',
  slug: 'console-signin-without-mfa',
  title: 'Console sign-in without MFA',
  headline: {
    pass: 'A sign-in without a second factor reaches a person.',
    fail: 'Sign-ins without a second factor are not fully watched.',
  },
  rationale:
    'A password alone is guessed, reused or phished. A sign-in to the console without a second factor is either a mistake to correct or an intruder.',
  needs: CHAIN_NEEDS,
  eventSource: 'signin.amazonaws.com',
  metricName: 'ConsoleSigninWithoutMfa',
};
