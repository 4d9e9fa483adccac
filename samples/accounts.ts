// The accounts of the golden set. All names, numbers and addresses are invented.
import { BENCHMARKS } from '../report/benchmarks/benchmarks.js';
import { CONTROLS } from '../report/controls/controls.js';
import type { AccountPlan, Json, TopicPlan, TrailPlan } from './account-builder.js';

const REGIONS = ['eu-west-1', 'eu-central-1', 'us-east-1', 'us-west-2'];
const HOME = 'eu-west-1';
const GROUP = 'org/audit/cloudtrail';

/** What a well-kept account has, control by control: the pattern that the benchmark prescribes, and a metric for it. */
const PRESCRIBED = CONTROLS.flatMap((control) => {
  if (control.kind !== 'events') return [];
  const entry = BENCHMARKS.find((one) => one.version === '5.0.0')?.controls.find((one) => one.slug === control.slug);
  const patterns = entry?.patterns ?? [];
  const pattern = control.requires ?? (patterns.find((one) => one.role === 'remediation') ?? patterns[0])?.text ?? '';
  return [{ slug: control.slug, id: entry?.id ?? '', metric: control.metricName, pattern }];
});

interface Watch {
  readonly filterName: string;
  readonly metric: string;
  readonly pattern: string;
}

function watches(): readonly Watch[] {
  return PRESCRIBED.map(({ id, metric, pattern }) => ({ filterName: `cis-${id.replace('.', '-')}`, metric, pattern }));
}

/** The same account in every respect, in which everything works. */
export function goodAccount(id: string, alias: string | null, at: string): AccountPlan {
  const topic = topicArn(id, 'security-alarms');
  return {
    id,
    alias,
    regions: REGIONS,
    at,
    trails: [multiRegionTrail(id, 'audit')],
    logGroups: [logGroup(id, GROUP)],
    metricFilters: watches().map((watch) => metricFilter(watch)),
    metricAlarms: watches().map((watch) => metricAlarm(id, watch, { AlarmActions: [topic] })),
    compositeAlarms: [],
    topics: [topicWith(topic, [confirmed(topic, 'soc@example.com')])],
    securityHub: REGIONS,
    faults: [],
  };
}

/** Fails in instructive ways: each stands for a mistake that is made in earnest, and that a look at the names hides. */
export function gapsAccount(id: string, alias: string | null, at: string): AccountPlan {
  const good = goodAccount(id, alias, at);
  const onCall = topicArn(id, 'network-on-call');
  return {
    ...good,
    metricFilters: good.metricFilters.flatMap((filter): readonly Json[] => {
      switch (filter['filterName']) {
        // Whoever stops the trail is not seen.
        case 'cis-4-5':
          return [
            {
              ...filter,
              filterPattern:
                '{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = StartLogging) }',
            },
          ];
        // One event cannot have two names at once: the filter sees nothing, though every word of it is there.
        case 'cis-4-7':
          return [
            {
              ...filter,
              filterPattern:
                '{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) && ($.eventName = ScheduleKeyDeletion)) }',
            },
          ];
        // Written in another way than the benchmark's, and it sees all that is asked for.
        case 'cis-4-10':
          return [
            {
              ...filter,
              filterPattern:
                '{ ($.eventSource = "ec2.amazonaws.com") && ($.eventName = "*SecurityGroup*") && ($.eventName != "Describe*") }',
            },
          ];
        // Nobody has made one.
        case 'cis-4-15':
          return [];
        default:
          return [filter];
      }
    }),
    metricAlarms: good.metricAlarms.map((alarm): Json => {
      switch (alarm['AlarmName']) {
        // The right metric's name, in a namespace that nothing feeds.
        case 'cis-4-3':
          return { ...alarm, Namespace: 'CloudTrailMetrics' };
        // The topic has a subscriber who never confirmed.
        case 'cis-4-13':
          return { ...alarm, AlarmActions: [onCall] };
        // Rings at the fifth failed sign-in within five minutes.
        case 'cis-4-6':
          return { ...alarm, Threshold: 5 };
        default:
          return alarm;
      }
    }),
    topics: [...good.topics, topicWith(onCall, [pending(onCall, 'network-on-call@example.com')])],
    securityHub: REGIONS.filter((region) => region !== 'us-west-2'),
  };
}

/** Could only partly be read: the auditor's role lacks rights, and one region is closed by policy. */
export function partlyReadAccount(id: string, alias: string | null, at: string): AccountPlan {
  const good = goodAccount(id, alias, at);
  const elsewhere = `arn:aws:sns:${HOME}:444455556666:central-security`;
  const denied = (action: string): string =>
    `User: arn:aws:sts::${id}:assumed-role/auditor/collection is not authorized to perform: ${action}`;
  return {
    ...good,
    metricFilters: good.metricFilters.filter((filter) => filter['filterName'] !== 'cis-4-14'),
    metricAlarms: good.metricAlarms.map(
      (alarm): Json =>
        ['cis-4-1', 'cis-4-2', 'cis-4-3'].includes(String(alarm['AlarmName']))
          ? { ...alarm, AlarmActions: [elsewhere] }
          : alarm,
    ),
    topics: [...good.topics, topicWith(elsewhere, [])],
    faults: [
      {
        operation: 'sns:ListSubscriptionsByTopic',
        input: { TopicArn: elsewhere },
        name: 'AuthorizationErrorException',
        message: denied('SNS:ListSubscriptionsByTopic'),
      },
      {
        operation: 'sns:GetTopicAttributes',
        input: { TopicArn: elsewhere },
        name: 'AuthorizationErrorException',
        message: denied('SNS:GetTopicAttributes'),
      },
      {
        operation: 'cloudtrail:DescribeTrails',
        region: 'us-west-2',
        name: 'AccessDeniedException',
        message: denied('cloudtrail:DescribeTrails with an explicit deny in a service control policy'),
      },
      {
        operation: 'securityhub:DescribeHub',
        region: 'us-west-2',
        name: 'AccessDeniedException',
        message: denied('securityhub:DescribeHub with an explicit deny in a service control policy'),
      },
      {
        operation: 'securityhub:GetEnabledStandards',
        region: 'us-west-2',
        name: 'AccessDeniedException',
        message: denied('securityhub:GetEnabledStandards with an explicit deny in a service control policy'),
      },
    ],
  };
}

/** The golden set: folder name and account. */
export const SAMPLES: readonly { readonly name: string; readonly plan: AccountPlan }[] = [
  { name: 'all-pass', plan: goodAccount('111122223333', 'example-prod', '2026-11-03T09:14:02.000Z') },
  { name: 'gaps', plan: gapsAccount('222233334444', 'example-shop', '2026-11-03T09:20:41.000Z') },
  { name: 'partly-read', plan: partlyReadAccount('333344445555', null, '2026-11-03T09:31:17.000Z') },
];

function multiRegionTrail(id: string, name: string): TrailPlan {
  return {
    trail: {
      Name: name,
      TrailARN: `arn:aws:cloudtrail:${HOME}:${id}:trail/${name}`,
      HomeRegion: HOME,
      S3BucketName: `example-audit-${id}`,
      CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:${id}:log-group:${GROUP}:*`,
      CloudWatchLogsRoleArn: `arn:aws:iam::${id}:role/cloudtrail-to-logs`,
      HasCustomEventSelectors: true,
      HasInsightSelectors: false,
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: true,
      IsOrganizationTrail: false,
      LogFileValidationEnabled: true,
    },
    status: {
      IsLogging: true,
      LatestCloudWatchLogsDeliveryTime: '2026-11-03T09:10:12.000Z',
      LatestDeliveryTime: '2026-11-03T09:11:40.000Z',
      StartLoggingTime: '2025-02-03T10:20:00.000Z',
    },
    selectors: {
      EventSelectors: [
        { DataResources: [], ExcludeManagementEventSources: [], IncludeManagementEvents: true, ReadWriteType: 'All' },
      ],
    },
  };
}

function logGroup(id: string, name: string): Json {
  return {
    arn: `arn:aws:logs:${HOME}:${id}:log-group:${name}:*`,
    creationTime: 1738577700000,
    logGroupArn: `arn:aws:logs:${HOME}:${id}:log-group:${name}`,
    logGroupClass: 'STANDARD',
    logGroupName: name,
    metricFilterCount: PRESCRIBED.length,
    retentionInDays: 365,
    storedBytes: 734003200,
  };
}

function metricFilter({ filterName, metric, pattern }: Watch): Json {
  return {
    applyOnTransformedLogs: false,
    creationTime: 1738578000000,
    filterName,
    filterPattern: pattern,
    logGroupName: GROUP,
    metricTransformations: [{ metricName: metric, metricNamespace: 'CISBenchmark', metricValue: '1' }],
  };
}

function metricAlarm(id: string, { filterName, metric }: Watch, more: Json): Json {
  return {
    ActionsEnabled: true,
    AlarmArn: `arn:aws:cloudwatch:${HOME}:${id}:alarm:${filterName}`,
    AlarmName: filterName,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Dimensions: [],
    EvaluationPeriods: 1,
    InsufficientDataActions: [],
    MetricName: metric,
    Namespace: 'CISBenchmark',
    OKActions: [],
    Period: 300,
    StateValue: 'OK',
    Statistic: 'Sum',
    Threshold: 1,
    TreatMissingData: 'notBreaching',
    ...more,
  };
}

function topicArn(id: string, name: string): string {
  return `arn:aws:sns:${HOME}:${id}:${name}`;
}

function topicWith(arn: string, subscriptions: readonly Json[]): TopicPlan {
  const isConfirmed = (one: Json): boolean => String(one['SubscriptionArn']).startsWith('arn:');
  const count = (want: boolean): string => String(subscriptions.filter((one) => isConfirmed(one) === want).length);
  return {
    arn,
    attributes: {
      DisplayName: '',
      Owner: arn.split(':')[4] ?? '',
      SubscriptionsConfirmed: count(true),
      SubscriptionsDeleted: '0',
      SubscriptionsPending: count(false),
      TopicArn: arn,
    },
    subscriptions,
  };
}

function confirmed(topic: string, endpoint: string): Json {
  return {
    Endpoint: endpoint,
    Owner: topic.split(':')[4],
    Protocol: 'email',
    SubscriptionArn: `${topic}:5be8f5b7-4f6c-4a55-9d2a-0c1f9a7e6d31`,
    TopicArn: topic,
  };
}

function pending(topic: string, endpoint: string): Json {
  return {
    Endpoint: endpoint,
    Owner: topic.split(':')[4],
    Protocol: 'email',
    SubscriptionArn: 'PendingConfirmation',
    TopicArn: topic,
  };
}
