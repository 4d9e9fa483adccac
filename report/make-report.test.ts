import { describe, expect, it } from 'vitest';
import { type AccountPlan, buildSnapshot, type Json, type TrailPlan } from '../samples/account-builder.js';
import { gapsAccount, goodAccount, partlyReadAccount } from '../samples/accounts.js';
import { BENCHMARKS } from './benchmarks/benchmarks.js';
import { CONTROLS } from './controls/controls.js';
import { REASONS } from './evaluate/reasons.js';
import { controlOf, GOOD, HOME, judgePlan, judgeSnapshot } from './evaluate/testing/judge-plan.js';
import type { LinkKind, Outcome } from './model.js';

const KMS = 'cmk-disable-or-scheduled-deletion';
const TRAIL = 'cloudtrail-config-changes';

function trails(change: (trail: TrailPlan) => TrailPlan): Pick<AccountPlan, 'trails'> {
  return { trails: GOOD.trails.map(change) };
}

function filter(name: string, change: Json): Pick<AccountPlan, 'metricFilters'> {
  return {
    metricFilters: GOOD.metricFilters.map((one) => (one['filterName'] === name ? { ...one, ...change } : one)),
  };
}

function keyed(KmsMasterKeyId: string): Partial<AccountPlan> {
  return { topics: GOOD.topics.map((one) => ({ ...one, attributes: { ...one.attributes, KmsMasterKeyId } })) };
}

function alarm(name: string, change: Json): Pick<AccountPlan, 'metricAlarms'> {
  return { metricAlarms: GOOD.metricAlarms.map((one) => (one['AlarmName'] === name ? { ...one, ...change } : one)) };
}

function selectors(value: Json): Pick<AccountPlan, 'trails'> {
  return trails((one) => ({ ...one, selectors: value }));
}

function advanced(...fields: readonly Json[]): Pick<AccountPlan, 'trails'> {
  return selectors({ AdvancedEventSelectors: [{ FieldSelectors: fields }] });
}

const MANAGEMENT = { Field: 'eventCategory', Equals: ['Management'] };
const composite = (rule: string, more: Json = {}): Json => ({
  AlarmName: 'any-audit-alarm',
  AlarmArn: `arn:aws:cloudwatch:${HOME}:111122223333:alarm:any-audit-alarm`,
  AlarmRule: rule,
  ActionsEnabled: true,
  AlarmActions: [`arn:aws:sns:${HOME}:111122223333:security-alarms`],
  ...more,
});
const metricStat = (id: string, name: string): Json => ({
  Id: id,
  ReturnData: false,
  MetricStat: { Metric: { Namespace: 'CISBenchmark', MetricName: name }, Period: 300, Stat: 'Sum' },
});
/** One trail for what reads and one for what writes, each into a log group of its own with all the filters. */
function apart(): Partial<AccountPlan> {
  const other = (text: unknown): string => String(text).replaceAll('org/audit/cloudtrail', 'org/audit/other');
  return {
    trails: GOOD.trails.flatMap((one) => [
      { ...one, selectors: { EventSelectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }] } },
      {
        ...one,
        trail: {
          ...one.trail,
          Name: 'second',
          TrailARN: `${one.trail.TrailARN}-second`,
          CloudWatchLogsLogGroupArn: other(one.trail['CloudWatchLogsLogGroupArn']),
        },
        selectors: { EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] },
      },
    ]),
    logGroups: GOOD.logGroups.flatMap((one) => [
      one,
      { ...one, arn: other(one['arn']), logGroupName: 'org/audit/other' },
    ]),
    metricFilters: GOOD.metricFilters.flatMap((one) => [one, { ...one, logGroupName: 'org/audit/other' }]),
  };
}

function advancedSelectors(...selected: readonly (readonly Json[])[]): Pick<AccountPlan, 'trails'> {
  return selectors({ AdvancedEventSelectors: selected.map((fields) => ({ FieldSelectors: fields })) });
}

function defaultValue(value: number): Pick<AccountPlan, 'metricFilters'> {
  const watched = GOOD.metricFilters.find((one) => one['filterName'] === 'cis-4-5') ?? {};
  const [transformation] = watched['metricTransformations'] as Json[];
  return filter('cis-4-5', { metricTransformations: [{ ...transformation, defaultValue: value }] });
}

const splitTrailFilters = ['CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging'].map((name) => ({
  ...GOOD.metricFilters.find((one) => one['filterName'] === 'cis-4-5'),
  filterName: `one-${name}`,
  filterPattern: `{ $.eventName = ${name} }`,
}));

/** A sentence, the change to an account in which everything works, a control, its outcome, a reason code. */
const CASES: readonly (readonly [string, Partial<AccountPlan>, string, Outcome, string | null])[] = [
  // Trail
  ['no trail at all', { trails: [] }, TRAIL, 'fail', 'no-trail'],
  [
    'the trail is switched off',
    trails((one) => ({ ...one, status: { ...one.status, IsLogging: false } })),
    TRAIL,
    'fail',
    'trail-not-logging',
  ],
  [
    'the trail records one region',
    trails((one) => ({ ...one, trail: { ...one.trail, IsMultiRegionTrail: false } })),
    TRAIL,
    'fail',
    'trail-single-region',
  ],
  [
    'log delivery fails',
    trails((one) => ({ ...one, status: { ...one.status, LatestCloudWatchLogsDeliveryError: 'AccessDenied' } })),
    TRAIL,
    'fail',
    'trail-delivery-fails',
  ],
  [
    'log delivery stopped two days ago',
    trails((one) => ({
      ...one,
      status: { ...one.status, LatestCloudWatchLogsDeliveryTime: '2026-11-01T09:00:00.000Z' },
    })),
    TRAIL,
    'fail',
    'trail-delivery-old',
  ],
  [
    'two trails into one log group, one for reads and one for writes',
    {
      trails: GOOD.trails.flatMap((one) => [
        { ...one, selectors: { EventSelectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }] } },
        {
          ...one,
          trail: { ...one.trail, Name: 'second', TrailARN: `${one.trail.TrailARN}-second` },
          selectors: { EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] },
        },
      ]),
    },
    TRAIL,
    'pass',
    'trail-completed-by-another',
  ],
  [
    'write events only',
    selectors({ EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] }),
    TRAIL,
    'fail',
    'trail-half-of-management-events',
  ],
  [
    'read and write by two selectors',
    selectors({
      EventSelectors: [
        { ReadWriteType: 'WriteOnly', IncludeManagementEvents: true },
        { ReadWriteType: 'ReadOnly', IncludeManagementEvents: true },
      ],
    }),
    TRAIL,
    'pass',
    null,
  ],
  [
    'no management events',
    selectors({ EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: false }] }),
    TRAIL,
    'fail',
    'trail-no-management-events',
  ],
  [
    'KMS left out blinds the key control',
    selectors({
      EventSelectors: [
        { ReadWriteType: 'All', IncludeManagementEvents: true, ExcludeManagementEventSources: ['kms.amazonaws.com'] },
      ],
    }),
    KMS,
    'fail',
    'trail-excludes-kms',
  ],
  [
    'KMS left out does not touch the others',
    selectors({
      EventSelectors: [
        { ReadWriteType: 'All', IncludeManagementEvents: true, ExcludeManagementEventSources: ['kms.amazonaws.com'] },
      ],
    }),
    TRAIL,
    'pass',
    null,
  ],
  [
    'rdsdata left out blinds nothing',
    selectors({
      EventSelectors: [
        {
          ReadWriteType: 'All',
          IncludeManagementEvents: true,
          ExcludeManagementEventSources: ['rdsdata.amazonaws.com'],
        },
      ],
    }),
    KMS,
    'pass',
    null,
  ],
  ['an advanced selector without readOnly means both', advanced(MANAGEMENT), TRAIL, 'pass', null],
  [
    'an advanced selector for writes',
    advanced(MANAGEMENT, { Field: 'readOnly', Equals: ['false'] }),
    TRAIL,
    'fail',
    'trail-half-of-management-events',
  ],
  [
    'an advanced selector without KMS',
    advanced(MANAGEMENT, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }),
    KMS,
    'fail',
    'trail-excludes-kms',
  ],
  [
    'an advanced selector for data events',
    advanced({ Field: 'eventCategory', Equals: ['Data'] }),
    TRAIL,
    'fail',
    'trail-no-management-events',
  ],
  [
    'an advanced selector by a field we do not know',
    advanced(MANAGEMENT, { Field: 'userIdentity.arn', Equals: ['x'] }),
    TRAIL,
    'not-assessed',
    'trail-selectors-unclear',
  ],
  [
    'an answer without any selector',
    selectors({ EventSelectors: [], AdvancedEventSelectors: [] }),
    TRAIL,
    'not-assessed',
    'trail-selectors-unclear',
  ],
  // Log group
  [
    'the trail has no log group',
    trails((one) => ({ ...one, trail: { ...one.trail, CloudWatchLogsLogGroupArn: undefined } })),
    TRAIL,
    'fail',
    'trail-without-log-group',
  ],
  ['the log group is gone', { logGroups: [] }, TRAIL, 'fail', 'log-group-missing'],
  [
    'the log group is of the wrong class',
    { logGroups: GOOD.logGroups.map((one) => ({ ...one, logGroupClass: 'INFREQUENT_ACCESS' })) },
    TRAIL,
    'fail',
    'log-group-class',
  ],
  [
    'the log group lies in another account',
    trails((one) => ({
      ...one,
      trail: { ...one.trail, CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:444455556666:log-group:central:*` },
    })),
    TRAIL,
    'not-assessed',
    'log-group-in-other-account',
  ],
  // Metric filter
  ['no filter', { metricFilters: [] }, TRAIL, 'fail', 'log-group-without-filters'],
  [
    'no filter for this control',
    { metricFilters: GOOD.metricFilters.filter((one) => one['filterName'] !== 'cis-4-5') },
    TRAIL,
    'fail',
    'no-filter-matches',
  ],
  [
    'the filter misses one event',
    filter('cis-4-5', {
      filterPattern:
        '{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || ($.eventName = StartLogging) }',
    }),
    TRAIL,
    'fail',
    'filter-misses-events',
  ],
  [
    'the filter sees one region only',
    filter('cis-4-5', {
      filterPattern: '{ ($.eventName = "*Trail" || $.eventName = "*Logging") && $.awsRegion = eu-west-1 }',
    }),
    TRAIL,
    'fail',
    'filter-misses-events',
  ],
  [
    'the filter is written in another way',
    filter('cis-4-5', {
      filterPattern: '{ $.eventName = "*Trail" || $.eventName = "St*Logging" || $.eventName = "*Logging" }',
    }),
    TRAIL,
    'pass',
    null,
  ],
  ['the filter matches everything', filter('cis-4-5', { filterPattern: '' }), TRAIL, 'pass', null],
  [
    'the filter is not valid',
    filter('cis-4-5', { filterPattern: "{ $.eventName = 'CreateTrail' }" }),
    TRAIL,
    'fail',
    'filter-malformed',
  ],
  [
    'one filter for each event, all on one metric',
    { metricFilters: [...GOOD.metricFilters.filter((one) => one['filterName'] !== 'cis-4-5'), ...splitTrailFilters] },
    TRAIL,
    'pass',
    null,
  ],
  [
    'one of five filters is missing',
    {
      metricFilters: [
        ...GOOD.metricFilters.filter((one) => one['filterName'] !== 'cis-4-5'),
        ...splitTrailFilters.slice(1),
      ],
    },
    TRAIL,
    'fail',
    'filter-misses-events',
  ],
  [
    'the filter looks at transformed logs',
    filter('cis-4-5', { applyOnTransformedLogs: true }),
    TRAIL,
    'not-assessed',
    'filter-on-transformed-logs',
  ],
  [
    'the filter selects accounts',
    filter('cis-4-5', { fieldSelectionCriteria: '@aws.account IN ["111122223333"]' }),
    TRAIL,
    'pass',
    null,
  ],
  [
    'the filter selects other accounts',
    filter('cis-4-5', { fieldSelectionCriteria: '@aws.account NOT IN ["111122223333"]' }),
    TRAIL,
    'fail',
    'filter-looks-elsewhere',
  ],
  [
    'the filter selects a region',
    filter('cis-4-5', { fieldSelectionCriteria: '@aws.region = "eu-west-1"' }),
    TRAIL,
    'not-assessed',
    'filter-field-selection',
  ],
  [
    'each event counts as 0',
    filter('cis-4-5', {
      metricTransformations: [
        { metricName: 'CloudTrailConfigChanges', metricNamespace: 'CISBenchmark', metricValue: '0' },
      ],
    }),
    TRAIL,
    'fail',
    'metric-value-zero',
  ],
  [
    'the value comes from the event',
    filter('cis-4-5', {
      metricTransformations: [
        { metricName: 'CloudTrailConfigChanges', metricNamespace: 'CISBenchmark', metricValue: '$.size' },
      ],
    }),
    TRAIL,
    'not-assessed',
    'metric-value-from-event',
  ],
  // Alarm
  [
    'no alarm',
    { metricAlarms: GOOD.metricAlarms.filter((one) => one['AlarmName'] !== 'cis-4-5') },
    TRAIL,
    'fail',
    'no-alarm',
  ],
  [
    'an alarm in another namespace',
    alarm('cis-4-5', { Namespace: 'LogMetrics' }),
    TRAIL,
    'fail',
    'alarm-on-other-namespace',
  ],
  [
    'an alarm in another region',
    alarm('cis-4-5', { AlarmArn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:cis-4-5' }),
    TRAIL,
    'fail',
    'no-alarm',
  ],
  [
    'an alarm on other dimensions',
    alarm('cis-4-5', { Dimensions: [{ Name: 'Region', Value: 'eu-west-1' }] }),
    TRAIL,
    'fail',
    'alarm-on-other-dimensions',
  ],
  ['an alarm that takes five events', alarm('cis-4-5', { Threshold: 5 }), TRAIL, 'fail', 'alarm-never-rings'],
  [
    'an alarm that averages',
    {
      ...alarm('cis-4-5', { Statistic: 'Average' }),
      ...filter('cis-4-5', {
        metricTransformations: [
          { metricName: 'CloudTrailConfigChanges', metricNamespace: 'CISBenchmark', metricValue: '1', defaultValue: 0 },
        ],
      }),
    },
    TRAIL,
    'not-assessed',
    'alarm-unclear',
  ],
  [
    'an alarm that computes',
    alarm('cis-4-5', {
      MetricName: undefined,
      Namespace: undefined,
      Metrics: [
        { Id: 'e', Expression: 'm*2' },
        {
          Id: 'm',
          MetricStat: {
            Metric: { Namespace: 'CISBenchmark', MetricName: 'CloudTrailConfigChanges' },
            Period: 300,
            Stat: 'Sum',
          },
        },
      ],
    }),
    TRAIL,
    'not-assessed',
    'alarm-unclear',
  ],
  [
    'an alarm that queries',
    alarm('cis-4-5', {
      MetricName: undefined,
      Namespace: undefined,
      Metrics: [{ Id: 'q', Expression: 'SELECT SUM(CloudTrailConfigChanges) FROM CISBenchmark' }],
    }),
    TRAIL,
    'not-assessed',
    'alarm-unclear',
  ],
  [
    'an alarm on the sum of several metrics',
    alarm('cis-4-5', {
      MetricName: undefined,
      Namespace: undefined,
      Metrics: [
        { Id: 'all', Expression: 'SUM([a, b])', ReturnData: true },
        metricStat('a', 'CloudTrailConfigChanges'),
        metricStat('b', 'VpcChanges'),
      ],
    }),
    TRAIL,
    'pass',
    null,
  ],
  [
    'an alarm on a metric of another account by the same name',
    alarm('cis-4-5', {
      MetricName: undefined,
      Namespace: undefined,
      Metrics: [{ ...metricStat('a', 'CloudTrailConfigChanges'), ReturnData: true, AccountId: '444455556666' }],
    }),
    TRAIL,
    'fail',
    'no-alarm',
  ],
  [
    'the filter splits its metric by account, and the alarm names ours',
    {
      ...filter('cis-4-5', { emitSystemFieldDimensions: ['@aws.account'] }),
      ...alarm('cis-4-5', { Dimensions: [{ Name: '@aws.account', Value: '111122223333' }] }),
    },
    TRAIL,
    'pass',
    null,
  ],
  [
    'the filter splits its metric by account, and the alarm does not',
    filter('cis-4-5', { emitSystemFieldDimensions: ['@aws.account'] }),
    TRAIL,
    'fail',
    'alarm-on-other-dimensions',
  ],
  [
    'the filter splits its metric by user, and the alarm names one',
    {
      ...filter('cis-4-5', {
        metricTransformations: [
          {
            metricName: 'CloudTrailConfigChanges',
            metricNamespace: 'CISBenchmark',
            metricValue: '1',
            dimensions: { User: '$.userIdentity.userName' },
          },
        ],
      }),
      ...alarm('cis-4-5', { Dimensions: [{ Name: 'User', Value: 'ops' }] }),
    },
    TRAIL,
    'not-assessed',
    'metric-with-dimensions',
  ],
  // Remarks, and rarer faults
  [
    'two filters of which one is open about one event',
    {
      metricFilters: GOOD.metricFilters.flatMap((one) =>
        one['filterName'] === 'cis-4-5'
          ? [
              {
                ...one,
                filterPattern: '{ $.eventName = "*Trail" || ($.eventName = StartLogging && $.readOnly = false) }',
              },
              { ...one, filterName: 'stop', filterPattern: '{ $.eventName = StopLogging }' },
            ]
          : [one],
      ),
    },
    TRAIL,
    'not-assessed',
    'coverage-undecided',
  ],
  [
    'AWS names no delivery',
    trails((one) => ({ ...one, status: { IsLogging: true } })),
    TRAIL,
    'pass',
    'trail-delivery-unnamed',
  ],
  [
    'the time of delivery is no time',
    trails((one) => ({ ...one, status: { IsLogging: true, LatestCloudWatchLogsDeliveryTime: 'garbage' } })),
    TRAIL,
    'not-assessed',
    'trail-delivery-unclear',
  ],
  ['two trails into groups of their own, for what writes', apart(), TRAIL, 'pass', 'trail-completed-by-another'],
  [
    'two trails into groups of their own, for anything',
    apart(),
    'root-account-usage',
    'not-assessed',
    'trail-halves-apart',
  ],
  [
    'KMS is left out of one selector and recorded by another',
    advancedSelectors(
      [MANAGEMENT, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }],
      [MANAGEMENT, { Field: 'readOnly', Equals: ['false'] }],
    ),
    KMS,
    'pass',
    null,
  ],
  [
    'the answer gives no pattern',
    filter('cis-4-5', { filterPattern: undefined }),
    TRAIL,
    'not-assessed',
    'filter-undecided',
  ],
  ['the filter matches far too much', filter('cis-4-5', { filterPattern: '' }), TRAIL, 'pass', 'filter-overbroad'],
  [
    'an alarm on the count of samples, with default values',
    { ...alarm('cis-4-5', { Statistic: 'SampleCount' }), ...defaultValue(0) },
    TRAIL,
    'fail',
    'alarm-never-rings',
  ],
  ['default values that add up to the threshold', defaultValue(0.5), TRAIL, 'not-assessed', 'alarm-unclear'],
  [
    'an alarm on an anomaly',
    alarm('cis-4-5', {
      MetricName: undefined,
      Namespace: undefined,
      Threshold: undefined,
      ComparisonOperator: 'GreaterThanUpperThreshold',
      ThresholdMetricId: 'band',
      Metrics: [
        { ...metricStat('m', 'CloudTrailConfigChanges'), ReturnData: true },
        { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(m, 2)', ReturnData: true },
      ],
    }),
    TRAIL,
    'fail',
    'alarm-never-rings',
  ],
  [
    'an alarm that ignores missing data',
    alarm('cis-4-5', { TreatMissingData: 'ignore' }),
    TRAIL,
    'pass',
    'alarm-rings-once',
  ],
  [
    'the trail is listed, but gone',
    { faults: [{ operation: 'cloudtrail:GetTrailStatus', name: 'TrailNotFoundException', message: 'Unknown trail' }] },
    TRAIL,
    'fail',
    'trail-gone',
  ],
  [
    'KMS left out is remarked on where any service is meant',
    selectors({
      EventSelectors: [
        {
          ReadWriteType: 'All',
          IncludeManagementEvents: true,
          ExcludeManagementEventSources: ['kms.amazonaws.com'],
        },
      ],
    }),
    'root-account-usage',
    'pass',
    'trail-excludes-kms-in-part',
  ],
  [
    'the log group is not of a trail, but the auditor named it',
    { trails: [], namedLogGroups: [`arn:aws:logs:${HOME}:111122223333:log-group:org/audit/cloudtrail`] },
    TRAIL,
    'pass',
    'log-group-without-trail',
  ],
  [
    'the ARN of the log group is nonsense',
    trails((one) => ({ ...one, trail: { ...one.trail, CloudWatchLogsLogGroupArn: 'nonsense' } })),
    TRAIL,
    'not-assessed',
    'log-group-arn-unclear',
  ],
  [
    'the filter is written in a way that is nowhere documented',
    filter('cis-4-5', { filterPattern: '{ $.eventName = "*Trail" || $.eventName = "*Logging" || $.x not exists }' }),
    TRAIL,
    'not-assessed',
    'filter-undecided',
  ],
  [
    'the filter feeds no metric',
    filter('cis-4-5', { metricTransformations: [] }),
    TRAIL,
    'fail',
    'filter-without-metric',
  ],
  [
    'a composite alarm that may be held back',
    {
      ...alarm('cis-4-5', { AlarmActions: [] }),
      compositeAlarms: [composite('ALARM(cis-4-5)', { ActionsSuppressor: 'maintenance' })],
    },
    TRAIL,
    'pass',
    'composite-suppressor',
  ],
  [
    'the same address subscribes twice',
    { topics: GOOD.topics.map((one) => ({ ...one, subscriptions: [...one.subscriptions, ...one.subscriptions] })) },
    TRAIL,
    'pass',
    'subscribed-twice',
  ],
  // Action
  [
    'the actions are switched off',
    alarm('cis-4-5', { ActionsEnabled: false }),
    TRAIL,
    'fail',
    'alarm-actions-disabled',
  ],
  ['no action', alarm('cis-4-5', { AlarmActions: [] }), TRAIL, 'fail', 'alarm-without-action'],
  [
    'a Lambda function is told',
    alarm('cis-4-5', { AlarmActions: [`arn:aws:lambda:${HOME}:111122223333:function:page`] }),
    TRAIL,
    'pass',
    'action-not-a-topic',
  ],
  [
    'an instance is stopped',
    alarm('cis-4-5', { AlarmActions: [`arn:aws:automate:${HOME}:ec2:stop`] }),
    TRAIL,
    'fail',
    'action-tells-nobody',
  ],
  ['the topic is gone', { topics: [] }, TRAIL, 'fail', 'topic-missing'],
  ['the topic is encrypted with the key of SNS', keyed('alias/aws/sns'), TRAIL, 'fail', 'topic-closed-to-alarms'],
  [
    'the topic is encrypted with the key of SNS, by its ARN',
    keyed(`arn:aws:kms:${HOME}:111122223333:alias/aws/sns`),
    TRAIL,
    'fail',
    'topic-closed-to-alarms',
  ],
  ['the topic is encrypted with a key of the account', keyed('alias/sns'), TRAIL, 'pass', null],
  [
    'a composite alarm acts in its place',
    { ...alarm('cis-4-5', { AlarmActions: [] }), compositeAlarms: [composite('ALARM(cis-4-5) OR ALARM(cis-4-6)')] },
    TRAIL,
    'pass',
    'alarm-through-composite',
  ],
  [
    'a composite alarm needs another one too',
    { ...alarm('cis-4-5', { AlarmActions: [] }), compositeAlarms: [composite('ALARM(cis-4-5) AND ALARM(cis-4-6)')] },
    TRAIL,
    'fail',
    'alarm-never-rings',
  ],
  [
    'a composite alarm we cannot read',
    {
      ...alarm('cis-4-5', { AlarmActions: [] }),
      compositeAlarms: [composite('AT_LEAST(1, ALARM, (cis-4-5, cis-4-6))')],
    },
    TRAIL,
    'not-assessed',
    'alarm-unclear',
  ],
  [
    'a composite alarm that rests in ALARM',
    { ...alarm('cis-4-5', { AlarmActions: [] }), compositeAlarms: [composite('ALARM(cis-4-5) OR NOT ALARM(cis-4-6)')] },
    TRAIL,
    'fail',
    'alarm-never-rings',
  ],
  [
    'a composite alarm that is switched off',
    {
      ...alarm('cis-4-5', { AlarmActions: [] }),
      compositeAlarms: [composite('ALARM(cis-4-5)', { ActionsEnabled: false })],
    },
    TRAIL,
    'fail',
    'alarm-actions-disabled',
  ],
  // Subscription
  [
    'nobody subscribes',
    { topics: GOOD.topics.map((one) => ({ ...one, subscriptions: [] })) },
    TRAIL,
    'fail',
    'topic-without-subscription',
  ],
  [
    'nobody has confirmed',
    {
      topics: GOOD.topics.map((one) => ({
        ...one,
        subscriptions: one.subscriptions.map((sub) => ({ ...sub, SubscriptionArn: 'PendingConfirmation' })),
      })),
    },
    TRAIL,
    'fail',
    'subscriptions-unconfirmed',
  ],
  [
    'the only subscription is deleted',
    {
      topics: GOOD.topics.map((one) => ({
        ...one,
        subscriptions: one.subscriptions.map((sub) => ({ ...sub, SubscriptionArn: 'Deleted' })),
      })),
    },
    TRAIL,
    'fail',
    'subscriptions-unconfirmed',
  ],
  // Security Hub
  [
    'Security Hub is off in one region',
    { securityHub: ['eu-west-1', 'eu-central-1', 'us-east-1'] },
    'security-hub-enabled',
    'fail',
    'security-hub-off',
  ],
];

describe('one thing is changed in an account in which everything works', () => {
  it.each(CASES)('%s', async (_title, change, slug, outcome, code) => {
    const result = controlOf(await judgePlan(change), slug);
    expect({ outcome: result.outcome, codes: result.reasons.map((reason) => reason.code) }).toEqual({
      outcome,
      codes: code === null ? result.reasons.map((reason) => reason.code) : expect.arrayContaining([code]),
    });
  });
});

describe('every reason there is', () => {
  it('is given by one of the accounts above, and by none in which everything works', async () => {
    const results = await Promise.all(CASES.map(async ([, change, slug]) => controlOf(await judgePlan(change), slug)));
    const given = new Set(results.flatMap((result) => result.reasons.map((reason) => reason.code)));
    const known = Object.values(REASONS).map((reason) => reason.code);
    expect(known.filter((code) => !given.has(code))).toEqual([]);
    const good = await judgePlan();
    expect([...good.values()].flatMap((result) => result.reasons)).toEqual([]);
  });
});

describe('the sample with gaps', () => {
  const plan = gapsAccount('222233334444', 'example-shop', '2026-11-03T09:20:41.000Z');

  it.each<[string, Outcome, readonly string[], LinkKind | null]>([
    ['unauthorized-api-calls', 'pass', [], null],
    ['root-account-usage', 'fail', ['root'], 'alarm'],
    [TRAIL, 'fail', ['DeleteTrail', 'StopLogging'], 'metric-filter'],
    ['console-authentication-failures', 'fail', ['ConsoleLogin'], 'alarm'],
    [KMS, 'fail', ['DisableKey', 'ScheduleKeyDeletion'], 'metric-filter'],
    ['security-group-changes', 'pass', [], null],
    ['organizations-changes', 'fail', ['LeaveOrganization'], 'metric-filter'],
    ['route-table-changes', 'fail', ['DeleteRoute'], 'subscription'],
    ['vpc-changes', 'pass', [], null],
  ])('%s: %s', async (slug, outcome, lost, at) => {
    const result = controlOf(await judgePlan(plan), slug);
    expect(result.outcome).toBe(outcome);
    const missed = result.coverage?.missed ?? [];
    expect(missed.map((event) => event.id)).toEqual(expect.arrayContaining([...lost]));
    if (outcome === 'pass') expect(missed).toEqual([]);
    for (const event of missed) {
      expect(event.state).toBe('lost');
      expect(event.lostAt).toBe(at);
      expect(event.witness).toMatchObject({ eventVersion: expect.any(String), eventName: expect.any(String) });
    }
    if (outcome === 'fail') expect(result.remediation?.script).toContain('aws ');
  });
});

describe('the sample that could only partly be read', () => {
  it('passes what was seen to work, fails what was seen to be missing, and leaves the rest open', async () => {
    const results = await judgePlan(partlyReadAccount('333344445555', null, '2026-11-03T09:31:17.000Z'));
    const of = (outcome: Outcome): readonly string[] =>
      [...results.values()].filter((result) => result.outcome === outcome).map((result) => result.id);
    expect(of('not-assessed')).toEqual(['4.1', '4.2', '4.3', '4.16']);
    expect(of('fail')).toEqual(['4.14']);
    expect(of('pass')).toHaveLength(11);
  });
});

describe('every benchmark version', () => {
  it.each(BENCHMARKS.map((benchmark) => benchmark.version))('%s judges each of its controls once', async (version) => {
    const benchmark = BENCHMARKS.find((one) => one.version === version);
    const results = await judgePlan({}, version);
    expect([...results.keys()]).toEqual(benchmark?.controls.map((entry) => entry.slug));
    for (const result of results.values()) expect(result.outcome, `${version} ${result.slug}`).toBe('pass');
  });

  it.each(BENCHMARKS)('$version maps every slug, or lists it as absent', (benchmark) => {
    const known = [...benchmark.controls.map((entry) => entry.slug), ...benchmark.absent].sort();
    expect(known).toEqual(CONTROLS.map((control) => control.slug).sort());
  });
});

describe('the lens of the audit steps alone', () => {
  it.each<[string, Partial<AccountPlan>]>([
    ['an alarm in another namespace', alarm('cis-4-5', { Namespace: 'LogMetrics' })],
    ['an alarm that takes five events', alarm('cis-4-5', { Threshold: 5 })],
    ['actions that are switched off', alarm('cis-4-5', { ActionsEnabled: false })],
    [
      'a log group of the wrong class',
      { logGroups: GOOD.logGroups.map((one) => ({ ...one, logGroupClass: 'INFREQUENT_ACCESS' })) },
    ],
  ])('passes %s, with a remark', async (_title, change) => {
    const effective = controlOf(await judgePlan(change), TRAIL);
    const benchmark = controlOf(await judgePlan(change, '5.0.0', 'benchmark'), TRAIL);
    expect(effective.outcome).toBe('fail');
    expect(benchmark.outcome).toBe('pass');
    const broken = effective.reasons.filter((reason) => reason.effect === 'breaks').map((reason) => reason.code);
    const remarks = benchmark.reasons.filter((reason) => reason.effect === 'remark').map((reason) => reason.code);
    expect(remarks).toEqual(expect.arrayContaining(broken));
  });

  it.each<[string, Partial<AccountPlan>, string]>([
    [
      'an action that is no topic',
      alarm('cis-4-5', { AlarmActions: [`arn:aws:lambda:${HOME}:111122223333:function:page`] }),
      'action-not-a-topic',
    ],
    [
      'a log group that no trail names',
      { trails: [], namedLogGroups: [`arn:aws:logs:${HOME}:111122223333:log-group:org/audit/cloudtrail`] },
      'log-group-without-trail',
    ],
  ])('fails %s, which serves as well', async (_title, change, code) => {
    expect(controlOf(await judgePlan(change), TRAIL).outcome).toBe('pass');
    const result = controlOf(await judgePlan(change, '5.0.0', 'benchmark'), TRAIL);
    expect(result.outcome).toBe('fail');
    expect(result.reasons.map((reason) => reason.code)).toContain(code);
  });

  it('still fails what the audit steps ask for', async () => {
    const change = trails((one) => ({ ...one, status: { ...one.status, IsLogging: false } }));
    expect(controlOf(await judgePlan(change, '5.0.0', 'benchmark'), TRAIL).outcome).toBe('fail');
  });
});

describe('several accounts', () => {
  const MANAGEMENT_ID = '999900001111';
  const management = goodAccount(MANAGEMENT_ID, 'example-management', '2026-11-03T09:00:00.000Z');
  const orgTrail: readonly TrailPlan[] = management.trails.map((one) => ({
    ...one,
    trail: { ...one.trail, IsOrganizationTrail: true },
  }));
  const member: AccountPlan = {
    ...GOOD,
    trails: orgTrail,
    logGroups: [],
    metricFilters: [],
    metricAlarms: [],
    topics: [],
  };

  it('leaves a member of an organization open when the management account is not at hand', async () => {
    const result = controlOf(judgeSnapshot(await buildSnapshot(member)), TRAIL);
    expect(result.outcome).toBe('not-assessed');
    expect(result.reasons.map((reason) => reason.code)).toContain('log-group-in-other-account');
    expect(result.reasons.flatMap((reason) => reason.resources.map((one) => one.id))).toContain(MANAGEMENT_ID);
  });

  it('passes it through the organization trail when it is', async () => {
    const other = await buildSnapshot({ ...management, trails: orgTrail });
    const result = controlOf(judgeSnapshot(await buildSnapshot(member), '5.0.0', 'effective', [other]), TRAIL);
    expect(result.outcome).toBe('pass');
    expect(new Set(result.evidence.map((ref) => ref.account))).toEqual(new Set([GOOD.id, MANAGEMENT_ID]));
  });

  it('fails it when the filter there looks at the management account only', async () => {
    const narrowed = filter('cis-4-5', {
      filterPattern: `{ ($.eventName = "*Trail" || $.eventName = "*Logging") && $.recipientAccountId = "${MANAGEMENT_ID}" }`,
    });
    const other = await buildSnapshot({ ...management, ...narrowed, trails: orgTrail });
    const result = controlOf(judgeSnapshot(await buildSnapshot(member), '5.0.0', 'effective', [other]), TRAIL);
    expect(result.outcome).toBe('fail');
  });
});
