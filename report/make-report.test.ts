import { describe, expect, it } from 'vitest';
import type { AccountPlan, Json, TrailPlan } from '../samples/account-builder.js';
import { gapsAccount, partlyReadAccount } from '../samples/accounts.js';
import { BENCHMARKS } from './benchmarks/benchmarks.js';
import { CONTROLS } from './controls/controls.js';
import { controlOf, GOOD, HOME, judgePlan } from './evaluate/testing/judge-plan.js';
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
