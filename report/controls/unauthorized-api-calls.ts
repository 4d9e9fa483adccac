import { say } from '../language/phrase.js';
import { CHAIN_NEEDS, type EventControl } from './control.js';

export const unauthorizedApiCalls: EventControl = {
  kind: 'events',
  slug: 'unauthorized-api-calls',
  title: say`Unauthorized API calls`,
  headline: {
    pass: say`Calls that AWS refused reach a person.`,
    fail: say`Refused calls are not fully watched.`,
  },
  rationale: say`Somebody who probes an account with stolen or guessed rights leaves a run of refused calls. It is often the first trace, and the only one before it works.`,
  asks: say`Somebody is told of calls that AWS refused: those whose error is AccessDenied or ends in UnauthorizedOperation, less the two kinds that AWS itself makes all the time (deliveries of logs, and HeadBucket).`,
  pitfalls: [
    'A filter that leaves out noisy users, roles or services leaves out whoever acts as them. It is reported as seeing part of the events.',
    'The text printed in versions 1.3.0 to 1.5.0 matches nearly every call. A filter made from it passes, and is remarked on: an alarm that always rings is soon switched off.',
    'Services name refusals in other ways too (Client.UnauthorizedOperation is covered; UnauthorizedAccess is not). The benchmark names these two, and so do we.',
  ],
  needs: CHAIN_NEEDS,
  eventSource: null,
  // The published texts differ and none says what it means: that of 1.3.0 to 1.5.0 joins its exclusions with || and so
  // matches nearly every call; that of 2.0.0 and later leaves out parentheses, so that the exclusions bind to AccessDenied
  // only. All are read as what they are for: refused calls, less the two that AWS itself makes all the time. Every
  // published variant covers this.
  requires:
    '{ (($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")) && ($.sourceIPAddress != "delivery.logs.amazonaws.com") && ($.eventName != "HeadBucket") }',
  metricName: 'UnauthorizedApiCalls',
};
