// Each field that the evaluator reads, changed alone in the account in which everything works, changes the outcome of
// exactly the controls that depend on it.
import { beforeAll, describe, expect, it } from 'vitest';
import { type AccountPlan, buildSnapshot, type Json, type TrailPlan } from '../../samples/account-builder.js';
import { CONTROLS } from '../controls/controls.js';
import type { Outcome } from '../model.js';
import { GOOD, HOME, judgePlan, judgeSnapshot } from './testing/judge-plan.js';

const EVENT_CONTROLS = CONTROLS.filter((control) => control.kind === 'events').map((control) => control.slug);
const SLUG_BY_NAME = new Map(EVENT_CONTROLS.map((slug, index) => [`cis-4-${index + 1}`, slug]));
const NAMES = [...SLUG_BY_NAME.keys()];

type Change = Partial<AccountPlan>;

async function changed(change: Change): Promise<ReadonlyMap<string, Outcome>> {
  const results = await judgePlan(change);
  return new Map(
    [...results].filter(([, result]) => result.outcome !== 'pass').map(([slug, { outcome }]) => [slug, outcome]),
  );
}

const trail = (change: (one: TrailPlan) => TrailPlan): Change => ({ trails: GOOD.trails.map(change) });
const onTrail = (fields: Json): Change => trail((one) => ({ ...one, trail: { ...one.trail, ...fields } }));
const onStatus = (fields: Json): Change => trail((one) => ({ ...one, status: { ...one.status, ...fields } }));
const onSelectors = (selectors: Json): Change => trail((one) => ({ ...one, selectors }));
const onGroup = (fields: Json): Change => ({ logGroups: GOOD.logGroups.map((one) => ({ ...one, ...fields })) });
const onSubscriptions = (fields: Json): Change => ({
  topics: GOOD.topics.map((topic) => ({
    ...topic,
    subscriptions: topic.subscriptions.map((one) => ({ ...one, ...fields })),
  })),
});
const basic = (fields: Json): Change =>
  onSelectors({ EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, ...fields }] });
const fieldSelectors = (...fields: readonly Json[]): Change =>
  onSelectors({
    AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }, ...fields] }],
  });

const SHARED: readonly (readonly [string, Change, Outcome])[] = [
  ['no trail', { trails: [] }, 'fail'],
  ['IsMultiRegionTrail false', onTrail({ IsMultiRegionTrail: false }), 'fail'],
  ['IsMultiRegionTrail absent', onTrail({ IsMultiRegionTrail: undefined }), 'fail'],
  ['CloudWatchLogsLogGroupArn absent', onTrail({ CloudWatchLogsLogGroupArn: undefined }), 'fail'],
  [
    'CloudWatchLogsLogGroupArn of another group',
    onTrail({ CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:${GOOD.id}:log-group:other:*` }),
    'fail',
  ],
  [
    'CloudWatchLogsLogGroupArn of another region',
    onTrail({ CloudWatchLogsLogGroupArn: `arn:aws:logs:us-east-1:${GOOD.id}:log-group:org/audit/cloudtrail:*` }),
    'fail',
  ],
  [
    'CloudWatchLogsLogGroupArn of another account',
    onTrail({ CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:444455556666:log-group:other:*` }),
    'not-assessed',
  ],
  ['CloudWatchLogsLogGroupArn unreadable', onTrail({ CloudWatchLogsLogGroupArn: 'nonsense' }), 'not-assessed'],
  ['HomeRegion elsewhere, where the trail is unknown', { ...onTrail({ HomeRegion: 'ap-south-1' }) }, 'pass'],
  ['IsLogging false', onStatus({ IsLogging: false }), 'fail'],
  ['IsLogging absent', onStatus({ IsLogging: undefined }), 'not-assessed'],
  ['LatestCloudWatchLogsDeliveryError', onStatus({ LatestCloudWatchLogsDeliveryError: 'AccessDenied' }), 'fail'],
  [
    'LatestCloudWatchLogsDeliveryTime of last week',
    onStatus({ LatestCloudWatchLogsDeliveryTime: '2026-10-27T09:00:00.000Z' }),
    'fail',
  ],
  [
    'LatestCloudWatchLogsDeliveryTime a day old, less a minute',
    onStatus({ LatestCloudWatchLogsDeliveryTime: '2026-11-02T09:15:02.000Z' }),
    'pass',
  ],
  ['LatestCloudWatchLogsDeliveryTime absent', onStatus({ LatestCloudWatchLogsDeliveryTime: undefined }), 'pass'],
  ['ReadWriteType ReadOnly', basic({ ReadWriteType: 'ReadOnly' }), 'fail'],
  ['ReadWriteType WriteOnly', basic({ ReadWriteType: 'WriteOnly' }), 'fail'],
  ['ReadWriteType absent', basic({ ReadWriteType: undefined }), 'pass'],
  ['ReadWriteType unknown', basic({ ReadWriteType: 'Sometimes' }), 'not-assessed'],
  ['IncludeManagementEvents false', basic({ IncludeManagementEvents: false }), 'fail'],
  ['IncludeManagementEvents absent', basic({ IncludeManagementEvents: undefined }), 'pass'],
  [
    'ExcludeManagementEventSources rdsdata',
    basic({ ExcludeManagementEventSources: ['rdsdata.amazonaws.com'] }),
    'pass',
  ],
  ['no selector', onSelectors({}), 'not-assessed'],
  ['advanced: management', fieldSelectors(), 'pass'],
  ['advanced: readOnly true', fieldSelectors({ Field: 'readOnly', Equals: ['true'] }), 'fail'],
  ['advanced: readOnly both', fieldSelectors({ Field: 'readOnly', Equals: ['true', 'false'] }), 'pass'],
  ['advanced: readOnly not true', fieldSelectors({ Field: 'readOnly', NotEquals: ['true'] }), 'not-assessed'],
  ['advanced: not rdsdata', fieldSelectors({ Field: 'eventSource', NotEquals: ['rdsdata.amazonaws.com'] }), 'pass'],
  ['advanced: by event name', fieldSelectors({ Field: 'eventName', Equals: ['StopLogging'] }), 'not-assessed'],
  ['logGroupClass INFREQUENT_ACCESS', onGroup({ logGroupClass: 'INFREQUENT_ACCESS' }), 'fail'],
  ['logGroupClass DELIVERY', onGroup({ logGroupClass: 'DELIVERY' }), 'fail'],
  ['logGroupClass absent', onGroup({ logGroupClass: undefined }), 'pass'],
  ['logGroupName longer', onGroup({ logGroupName: 'org/audit/cloudtrail-old' }), 'fail'],
  ['no filters', { metricFilters: [] }, 'fail'],
  ['no alarms', { metricAlarms: [] }, 'fail'],
  ['no topic', { topics: [] }, 'fail'],
  ['SubscriptionArn PendingConfirmation', onSubscriptions({ SubscriptionArn: 'PendingConfirmation' }), 'fail'],
  ['SubscriptionArn Deleted', onSubscriptions({ SubscriptionArn: 'Deleted' }), 'fail'],
  ['SubscriptionArn absent', onSubscriptions({ SubscriptionArn: undefined }), 'not-assessed'],
  ['Endpoint absent', onSubscriptions({ Endpoint: undefined }), 'pass'],
  ['no subscription', { topics: GOOD.topics.map((topic) => ({ ...topic, subscriptions: [] })) }, 'fail'],
];

describe('a link that all chains have in common', () => {
  it.each(SHARED)('%s', async (_title, change, outcome) => {
    const expected = outcome === 'pass' ? [] : EVENT_CONTROLS.map((slug): [string, Outcome] => [slug, outcome]);
    expect(await changed(change)).toEqual(new Map(expected));
  });
});

describe('KMS left out of the trail', () => {
  it.each<[string, Change]>([
    ['ExcludeManagementEventSources', basic({ ExcludeManagementEventSources: ['kms.amazonaws.com'] })],
    ['an advanced selector', fieldSelectors({ Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] })],
  ])('by %s changes the key control alone', async (_title, change) => {
    expect(await changed(change)).toEqual(new Map([['cmk-disable-or-scheduled-deletion', 'fail']]));
  });
});

const onFilter = (name: string, fields: Json): Change => ({
  metricFilters: GOOD.metricFilters.map((one) => (one['filterName'] === name ? { ...one, ...fields } : one)),
});
const onMetric = (name: string, fields: Json): Change => ({
  metricFilters: GOOD.metricFilters.map((one) => {
    if (one['filterName'] !== name) return one;
    const [transformation] = one['metricTransformations'] as Json[];
    return { ...one, metricTransformations: [{ ...transformation, ...fields }] };
  }),
});
const onAlarm = (name: string, fields: Json): Change => ({
  metricAlarms: GOOD.metricAlarms.map((one) => (one['AlarmName'] === name ? { ...one, ...fields } : one)),
});

const OWN: readonly (readonly [string, (name: string) => Change, Outcome])[] = [
  [
    'filterPattern that matches nothing required',
    (name) => onFilter(name, { filterPattern: '{ $.eventName = "Nothing" }' }),
    'fail',
  ],
  ['filterPattern that AWS would refuse', (name) => onFilter(name, { filterPattern: '{ $.eventName = ' }), 'fail'],
  ['no filter', (name) => ({ metricFilters: GOOD.metricFilters.filter((one) => one['filterName'] !== name) }), 'fail'],
  ['applyOnTransformedLogs', (name) => onFilter(name, { applyOnTransformedLogs: true }), 'not-assessed'],
  [
    'fieldSelectionCriteria on another account',
    (name) => onFilter(name, { fieldSelectionCriteria: '@aws.account = "444455556666"' }),
    'fail',
  ],
  [
    'fieldSelectionCriteria we cannot read',
    (name) => onFilter(name, { fieldSelectionCriteria: '@aws.moon = "full"' }),
    'not-assessed',
  ],
  ['emitSystemFieldDimensions', (name) => onFilter(name, { emitSystemFieldDimensions: ['@aws.region'] }), 'fail'],
  ['no metricTransformations', (name) => onFilter(name, { metricTransformations: [] }), 'fail'],
  ['metricName of another metric', (name) => onMetric(name, { metricName: 'Elsewhere' }), 'fail'],
  ['metricNamespace of another', (name) => onMetric(name, { metricNamespace: 'Elsewhere' }), 'fail'],
  ['metricValue 0', (name) => onMetric(name, { metricValue: '0' }), 'fail'],
  ['metricValue from the event', (name) => onMetric(name, { metricValue: '$.count' }), 'not-assessed'],
  ['defaultValue at the threshold', (name) => onMetric(name, { defaultValue: 1 }), 'fail'],
  ['defaultValue 0', (name) => onMetric(name, { defaultValue: 0 }), 'pass'],
  ['dimensions', (name) => onMetric(name, { dimensions: { User: '$.userIdentity.userName' } }), 'fail'],
  ['no alarm', (name) => ({ metricAlarms: GOOD.metricAlarms.filter((one) => one['AlarmName'] !== name) }), 'fail'],
  [
    'AlarmArn of another region',
    (name) => onAlarm(name, { AlarmArn: `arn:aws:cloudwatch:us-west-2:${GOOD.id}:alarm:${name}` }),
    'fail',
  ],
  ['ActionsEnabled false', (name) => onAlarm(name, { ActionsEnabled: false }), 'fail'],
  ['ActionsEnabled absent', (name) => onAlarm(name, { ActionsEnabled: undefined }), 'pass'],
  ['AlarmActions empty', (name) => onAlarm(name, { AlarmActions: [] }), 'fail'],
  [
    'AlarmActions of another topic',
    (name) => onAlarm(name, { AlarmActions: [`arn:aws:sns:${HOME}:${GOOD.id}:gone`] }),
    'fail',
  ],
  [
    'AlarmActions that stop an instance',
    (name) => onAlarm(name, { AlarmActions: [`arn:aws:automate:${HOME}:ec2:stop`] }),
    'fail',
  ],
  ['MetricName of another', (name) => onAlarm(name, { MetricName: 'Elsewhere' }), 'fail'],
  ['Namespace of another', (name) => onAlarm(name, { Namespace: 'Elsewhere' }), 'fail'],
  ['Dimensions', (name) => onAlarm(name, { Dimensions: [{ Name: 'User', Value: 'ops' }] }), 'fail'],
  ['Statistic SampleCount', (name) => onAlarm(name, { Statistic: 'SampleCount' }), 'pass'],
  ['Statistic unknown', (name) => onAlarm(name, { Statistic: 'Mode' }), 'not-assessed'],
  ['EvaluationPeriods 3', (name) => onAlarm(name, { EvaluationPeriods: 3 }), 'fail'],
  [
    'EvaluationPeriods 3, one datapoint to alarm',
    (name) => onAlarm(name, { EvaluationPeriods: 3, DatapointsToAlarm: 1 }),
    'pass',
  ],
  ['Threshold 2', (name) => onAlarm(name, { Threshold: 2 }), 'fail'],
  [
    'ComparisonOperator GreaterThanThreshold',
    (name) => onAlarm(name, { ComparisonOperator: 'GreaterThanThreshold' }),
    'fail',
  ],
  [
    'ComparisonOperator LessThanThreshold',
    (name) => onAlarm(name, { ComparisonOperator: 'LessThanThreshold' }),
    'fail',
  ],
  ['TreatMissingData breaching', (name) => onAlarm(name, { TreatMissingData: 'breaching' }), 'fail'],
  ['TreatMissingData missing', (name) => onAlarm(name, { TreatMissingData: 'missing' }), 'pass'],
];

describe.each(OWN)('%s', (_title, change, outcome) => {
  it('changes the outcome of its own control and of no other', async () => {
    for (const name of NAMES) {
      const slug = SLUG_BY_NAME.get(name) ?? '';
      const expected = outcome === 'pass' ? [] : [[slug, outcome] as const];
      expect(await changed(change(name)), name).toEqual(new Map(expected));
    }
  });
});

describe('Security Hub', () => {
  let before: ReadonlyMap<string, Outcome>;
  beforeAll(async () => {
    before = await changed({});
  });

  it.each(GOOD.regions)('off in %s changes its own control and no other', async (region) => {
    expect(before).toEqual(new Map());
    const securityHub = GOOD.securityHub.filter((one) => one !== region);
    expect(await changed({ securityHub })).toEqual(new Map([['security-hub-enabled', 'fail']]));
  });
});

describe('what is not read', () => {
  it('changes nothing', async () => {
    const snapshot = await buildSnapshot(GOOD);
    const harmless = {
      ...snapshot,
      calls: snapshot.calls.filter(
        (call) => !['GetEnabledStandards', 'ListAccountAliases', 'DescribeOrganization'].includes(call.operation),
      ),
    };
    for (const result of judgeSnapshot(harmless).values()) expect(result.outcome, result.slug).toBe('pass');
  });
});
