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
  needs: CHAIN_NEEDS,
  eventSource: 'cloudtrail.amazonaws.com',
  metricName: 'CloudTrailConfigChanges',
};
