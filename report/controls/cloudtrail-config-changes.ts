import { CHAIN_NEEDS, type EventControl } from './control.js';

export const cloudtrailConfigChanges: EventControl = {
  kind: 'events',
  slug: 'cloudtrail-config-changes',
  title: 'CloudTrail configuration changes',
  headline: {
    pass: 'Changes to CloudTrail itself reach a person.',
    fail: 'Changes to CloudTrail itself are not fully watched.',
  },
  rationale: 'Whoever wants to act unseen turns the log off first. After that call there may be no further trace.',
  asks: 'Somebody is told when a trail is created, changed, deleted, started or stopped.',
  pitfalls: [
    "A trail can be blinded by PutEventSelectors as well, which is not in the benchmark's list. A filter that has it passes.",
    'Whoever stops the trail stops the record of what comes after. The call itself is still recorded and delivered, usually within minutes.',
  ],
  needs: CHAIN_NEEDS,
  eventSource: 'cloudtrail.amazonaws.com',
  metricName: 'CloudTrailConfigChanges',
};
