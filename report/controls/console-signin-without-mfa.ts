import { say } from '../language/phrase.js';
import { CHAIN_NEEDS, type EventControl } from './control.js';

export const consoleSigninWithoutMfa: EventControl = {
  kind: 'events',
  slug: 'console-signin-without-mfa',
  title: say`Console sign-in without MFA`,
  headline: {
    pass: say`A sign-in without a second factor reaches a person.`,
    fail: say`Sign-ins without a second factor are not fully watched.`,
  },
  rationale: say`A password alone is guessed, reused or phished. A sign-in to the console without a second factor is either a mistake to correct or an intruder.`,
  asks: say`Somebody is told when a person signs in to the console without a second factor. From version 1.4.0 on, a filter for successful sign-ins of IAM users alone is accepted as well.`,
  pitfalls: [
    'Sign-ins through a federation are always recorded as without a second factor, whatever the identity provider asked for. A filter for all sign-ins rings for each of them.',
    'CloudTrail writes Yes or No. `MFAUsed != "Yes"` and `MFAUsed = "No"` are therefore taken to mean the same, which is said in the notes of the verdict.',
  ],
  needs: CHAIN_NEEDS,
  eventSource: 'signin.amazonaws.com',
  metricName: 'ConsoleSigninWithoutMfa',
};
