import { say } from '../language/phrase.js';
import { CHAIN_NEEDS, type EventControl } from './control.js';

export const consoleAuthenticationFailures: EventControl = {
  kind: 'events',
  slug: 'console-authentication-failures',
  title: say`Console authentication failures`,
  headline: {
    pass: say`Failed sign-ins reach a person.`,
    fail: say`Failed sign-ins are not fully watched.`,
  },
  rationale: say`A run of failed sign-ins shows that somebody is guessing passwords, and from where.`,
  asks: say`Somebody is told of failed sign-ins to the console.`,
  pitfalls: [
    "CloudTrail does not record failed root sign-ins with the same message in every case. The benchmark's message is the one that is judged by.",
    'Alarms here are often set to several failures within some minutes. That is reasonable against noise; it is judged as not ringing for one event, and the number is stated.',
  ],
  needs: CHAIN_NEEDS,
  eventSource: 'signin.amazonaws.com',
  metricName: 'ConsoleAuthenticationFailures',
};
