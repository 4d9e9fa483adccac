// A year of one account, month by month: what drifts, what nobody notices, what is repaired. All of it is invented.
import type { AccountPlan, Fault, Json } from './account-builder.js';
import { goodAccount } from './accounts.js';

const ID = '444455556666';
const HOME = 'eu-west-1';
const ON_CALL = `arn:aws:sns:${HOME}:${ID}:network-on-call`;

type Change = (plan: AccountPlan) => AccountPlan;

const filter =
  (name: string, change: (filter: Json) => readonly Json[]): Change =>
  (plan) => ({
    ...plan,
    metricFilters: plan.metricFilters.flatMap((one) => (one['filterName'] === name ? change(one) : [one])),
  });

const alarm =
  (name: string, fields: Json): Change =>
  (plan) => ({
    ...plan,
    metricAlarms: plan.metricAlarms.map((one) => (one['AlarmName'] === name ? { ...one, ...fields } : one)),
  });

const ORIGINAL = goodAccount(ID, 'example-bank', '2025-12-02T08:00:00.000Z');

const restored = (name: string): Change => {
  const original = ORIGINAL.metricFilters.filter((one) => one['filterName'] === name);
  return (plan) => ({
    ...plan,
    metricFilters: [...plan.metricFilters.filter((one) => one['filterName'] !== name), ...original],
  });
};

const hubIn =
  (regions: readonly string[]): Change =>
  (plan) => ({ ...plan, securityHub: regions });

/** The topic of the network team, with its one subscription confirmed or not. */
const onCall =
  (confirmed: boolean): Change =>
  (plan) => ({
    ...plan,
    topics: [
      ...plan.topics.filter(({ arn }) => arn !== ON_CALL),
      {
        arn: ON_CALL,
        attributes: { DisplayName: '', Owner: ID, TopicArn: ON_CALL },
        subscriptions: [
          {
            Endpoint: 'network-on-call@example.com',
            Owner: ID,
            Protocol: 'email',
            SubscriptionArn: confirmed ? `${ON_CALL}:1f0c7a54-3f5e-4c0e-8f0a-5b2f6f1f9f10` : 'PendingConfirmation',
            TopicArn: ON_CALL,
          },
        ],
      },
    ],
  });

const faults =
  (list: readonly Fault[]): Change =>
  (plan) => ({ ...plan, faults: list });

const MONTHS: readonly (readonly [at: string, changes: readonly Change[]])[] = [
  // Two things were never set up: the Organizations filter, and Security Hub in one region.
  ['2025-12-02T08:00:00.000Z', [filter('cis-4-15', () => []), hubIn(ORIGINAL.regions.slice(0, 3))]],
  ['2026-01-06T08:00:00.000Z', [hubIn(ORIGINAL.regions)]],
  // Spelled in another way by whoever tidied up; it means what it meant.
  [
    '2026-02-03T08:00:00.000Z',
    [
      filter('cis-4-7', (one) => [
        {
          ...one,
          filterPattern:
            '{ (($.eventName = "ScheduleKeyDeletion") || ($.eventName = "DisableKey")) && ($.eventSource = "kms.amazonaws.com") }',
        },
      ]),
    ],
  ],
  // Whoever stops the trail is not seen any more.
  [
    '2026-03-03T08:00:00.000Z',
    [
      filter('cis-4-5', (one) => [
        {
          ...one,
          filterPattern:
            '{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = StartLogging) }',
        },
      ]),
    ],
  ],
  ['2026-04-07T08:00:00.000Z', [alarm('cis-4-3', { Namespace: 'CloudTrailMetrics' })]],
  ['2026-05-05T08:00:00.000Z', [restored('cis-4-5')]],
  // The auditor's role lost a right: what was seen before cannot be told.
  [
    '2026-06-02T08:00:00.000Z',
    [
      faults([
        {
          operation: 'sns:ListSubscriptionsByTopic',
          name: 'AuthorizationErrorException',
          message: `User: arn:aws:sts::${ID}:assumed-role/auditor/collection is not authorized to perform: SNS:ListSubscriptionsByTopic`,
        },
      ]),
    ],
  ],
  [
    '2026-07-07T08:00:00.000Z',
    [
      faults([]),
      (plan) => ({ ...plan, logGroups: plan.logGroups.map((group) => ({ ...group, retentionInDays: 90 })) }),
    ],
  ],
  ['2026-08-04T08:00:00.000Z', [onCall(false), alarm('cis-4-13', { AlarmActions: [ON_CALL] })]],
  ['2026-09-01T08:00:00.000Z', [onCall(true)]],
  ['2026-10-06T08:00:00.000Z', [restored('cis-4-15')]],
  // One thing is mended; another now rings only at the fifth event.
  ['2026-11-03T08:00:00.000Z', [alarm('cis-4-3', { Namespace: 'CISBenchmark' }), alarm('cis-4-6', { Threshold: 5 })]],
];

/** Twelve months of the account, oldest first, each with the file that a collection would write. */
export const YEAR: readonly { readonly file: string; readonly plan: AccountPlan }[] = MONTHS.map(([at], index) => {
  const plan = MONTHS.slice(0, index + 1)
    .flatMap(([, changes]) => changes)
    .reduce((before, change) => change(before), ORIGINAL);
  return { file: `${ID}/${at.replaceAll(/[:.]/g, '-')}.snapshot.json`, plan: lately({ ...plan, at }, index) };
});

/** What moves by itself from month to month. */
function lately(plan: AccountPlan, month: number): AccountPlan {
  const minutesAgo = (minutes: number): string => new Date(Date.parse(plan.at) - minutes * 60_000).toISOString();
  return {
    ...plan,
    trails: plan.trails.map((one) => ({
      ...one,
      status: {
        ...one.status,
        LatestCloudWatchLogsDeliveryTime: minutesAgo(4),
        LatestDeliveryTime: minutesAgo(3),
      },
    })),
    logGroups: plan.logGroups.map((group) => ({ ...group, storedBytes: 734_003_200 + month * 91_226_112 })),
    metricAlarms: plan.metricAlarms.map((one) => ({
      ...one,
      StateUpdatedTimestamp: minutesAgo(60 * 24 * (month + 1)),
    })),
  };
}
