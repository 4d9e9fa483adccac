import { CHAIN_NEEDS, type EventControl } from './control.js';

export const rootAccountUsage: EventControl = {
  kind: 'events',
  slug: 'root-account-usage',
  title: 'Use of the root user',
  headline: {
    pass: 'Use of the root user reaches a person.',
    fail: 'Use of the root user is not fully watched.',
  },
  rationale:
    'The root user can do everything and cannot be limited. In a well-run account it is not used for months, so every use is worth a look.',
  needs: CHAIN_NEEDS,
  eventSource: null,
  metricName: 'RootAccountUsage',
};
