import { say } from '../language/phrase.js';
import { CHAIN_NEEDS, type EventControl } from './control.js';

export const cloudtrailConfigChanges: EventControl = {
  kind: 'events',
  slug: 'cloudtrail-config-changes',
  title: say`CloudTrail configuration changes`,
  headline: {
    pass: say`Changes to CloudTrail itself reach a person.`,
    fail: say`Changes to CloudTrail itself are not fully watched.`,
  },
  rationale: say`Whoever wants to act unseen turns the log off first. After that call there may be no further trace.`,
  asks: say`Somebody is told when a trail is created, changed, deleted, started or stopped.`,
  pitfalls: [
    "A trail can be blinded by PutEventSelectors as well, which is not in the benchmark's list. A filter that has it passes.",
    'Whoever stops the trail stops the record of what comes after. The call itself is still recorded and delivered, usually within minutes.',
  ],
  needs: CHAIN_NEEDS,
  eventSource: 'cloudtrail.amazonaws.com',
  metricName: 'CloudTrailConfigChanges',
};
