import type { OperationName } from '../../snapshot/operations.js';

/** Fields of an answer, or of each item of a list or member of it. */
interface Fields {
  /** Name of the member that holds them; null: they stand at the top. */
  readonly within: string | null;
  readonly fields: readonly string[];
}

const ALARM_STATE = [
  'StateValue',
  'StateReason',
  'StateReasonData',
  'StateUpdatedTimestamp',
  'StateTransitionedTimestamp',
  'EvaluationState',
  // When it was last put, not what was put.
  'AlarmConfigurationUpdatedTimestamp',
  'ActionsSuppressedBy',
  'ActionsSuppressedReason',
];

/**
 * What AWS reports of the running and not of the configuration: times of delivery, state of alarms, counters. A change of
 * these is no change of the account. Names from the API references of each service.
 */
export const VOLATILE: Readonly<Partial<Record<OperationName, readonly Fields[]>>> = {
  'cloudtrail:GetTrailStatus': [
    {
      within: null,
      fields: [
        'LatestDeliveryTime',
        'LatestDeliveryAttemptTime',
        'LatestDeliveryAttemptSucceeded',
        'LatestCloudWatchLogsDeliveryTime',
        'LatestDigestDeliveryTime',
        'LatestNotificationTime',
        'LatestNotificationAttemptTime',
        'LatestNotificationAttemptSucceeded',
      ],
    },
  ],
  'logs:DescribeLogGroups': [{ within: 'logGroups', fields: ['storedBytes', 'metricFilterCount'] }],
  // Set again whenever the filter is put, also where it is put as it was.
  'logs:DescribeMetricFilters': [{ within: 'metricFilters', fields: ['creationTime'] }],
  'cloudwatch:DescribeAlarms': [
    { within: 'MetricAlarms', fields: ALARM_STATE },
    { within: 'CompositeAlarms', fields: ALARM_STATE },
  ],
  'sns:GetTopicAttributes': [
    { within: 'Attributes', fields: ['SubscriptionsConfirmed', 'SubscriptionsPending', 'SubscriptionsDeleted'] },
  ],
};

type Answer = Readonly<Record<string, unknown>>;

/** The answer without what is volatile in it. */
export function settled(operation: OperationName, answer: Answer): Answer {
  let rest = answer;
  for (const { within, fields } of VOLATILE[operation] ?? []) {
    rest = within === null ? without(rest, fields) : { ...rest, [within]: strip(rest[within], fields) };
  }
  return rest;
}

function strip(value: unknown, fields: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => strip(item, fields));
  return isObject(value) ? without(value, fields) : value;
}

function without(value: Answer, fields: readonly string[]): Answer {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !fields.includes(key)));
}

/** True for what JSON calls an object. */
export function isObject(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
