import { say } from '../language/phrase.js';
import { CHAIN_NEEDS, type EventControl } from './control.js';

export const rootAccountUsage: EventControl = {
  kind: 'events',
  slug: 'root-account-usage',
  title: say`Use of the root user`,
  headline: {
    pass: say`Use of the root user reaches a person.`,
    fail: say`Use of the root user is not fully watched.`,
  },
  rationale: say`The root user can do everything and cannot be limited. In a well-run account it is not used for months, so every use is worth a look.`,
  asks: say`Somebody is told when the root user of the account acts, apart from what AWS services do in its name.`,
  pitfalls: [
    'A filter for root sign-ins alone misses the use of root access keys.',
    '`invokedBy NOT EXISTS` keeps out what services do for the root user. A filter without it passes: it sees more, not less.',
  ],
  needs: CHAIN_NEEDS,
  eventSource: null,
  metricName: 'RootAccountUsage',
};
