import { describe, expect, it } from 'vitest';
import type { OperationName } from '../../snapshot/operations.js';
import type { ExportedFile } from './exported.js';
import { handMadeExport } from './hand-made-export.js';

const ACCOUNT = '111111111111';
const HOME = 'us-east-1';
const OTHER = 'eu-west-1';

/** What files of these names and contents say to a question. */
function asked(files: Readonly<Record<string, object>>, operation: OperationName, region: string, input: object) {
  const exported = Object.entries(files).map(
    ([path, content]): ExportedFile => ({ path, bytes: Buffer.from(JSON.stringify(content)), changed: new Date(0) }),
  );
  const said = handMadeExport(exported, HOME).look(operation, region, { ...input })?.said;
  return said?.kind === 'answer' ? said.answer : (said?.name ?? null);
}

const arn = (service: string, region: string, resource: string) =>
  `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
const trail = (region: string, name: string) => ({ TrailARN: arn('cloudtrail', region, `trail/${name}`) });
const filter = (logGroupName: string) => ({ filterName: logGroupName, logGroupName });

describe('a file that names no region', () => {
  it('says nothing of a log group by the same name elsewhere', () => {
    const groups = { logGroups: [{ logGroupName: 'trails', arn: arn('logs', HOME, 'log-group:trails:*') }] };
    const files = { 'describe-log-groups.json': groups };
    const input = { logGroupNamePrefix: 'trails' };
    expect(asked(files, 'logs:DescribeLogGroups', HOME, input)).toEqual(groups);
    expect(asked(files, 'logs:DescribeLogGroups', OTHER, input)).toBeNull();
    const elsewhere = { logGroups: [{ logGroupName: 'trails', arn: arn('logs', OTHER, 'log-group:trails:*') }] };
    const told = { 'describe-log-groups.json': elsewhere };
    expect(asked(told, 'logs:DescribeLogGroups', OTHER, input)).toEqual(elsewhere);
    expect(asked(told, 'logs:DescribeLogGroups', HOME, input)).toBeNull();
  });

  it('is of the region in which the things lie that it names', () => {
    const alarm = { AlarmName: 'one', AlarmArn: arn('cloudwatch', OTHER, 'alarm:one'), AlarmActions: ['x'] };
    const alarms = { MetricAlarms: [alarm], CompositeAlarms: [] };
    const hub = { HubArn: arn('securityhub', OTHER, 'hub/default') };
    const files = { 'describe-alarms.json': alarms, 'describe-hub.json': hub };
    expect(asked(files, 'cloudwatch:DescribeAlarms', OTHER, {})).toEqual(alarms);
    expect(asked(files, 'cloudwatch:DescribeAlarms', HOME, {})).toBeNull();
    expect(asked(files, 'securityhub:DescribeHub', OTHER, {})).toEqual(hub);
    expect(asked(files, 'securityhub:DescribeHub', HOME, {})).toBeNull();
    const none = { 'describe-alarms.json': { MetricAlarms: [], CompositeAlarms: [] } };
    expect(asked(none, 'cloudwatch:DescribeAlarms', HOME, {})).toEqual({ MetricAlarms: [], CompositeAlarms: [] });
    expect(asked(none, 'cloudwatch:DescribeAlarms', OTHER, {})).toBeNull();
  });

  it('says nothing of the metric filters elsewhere, neither what they are nor that there is none', () => {
    const files = { 'describe-metric-filters.json': { metricFilters: [filter('trails'), filter('more')] } };
    const of = (region: string, logGroupName: string) =>
      asked(files, 'logs:DescribeMetricFilters', region, { logGroupName });
    expect(of(HOME, 'trails')).toEqual({ metricFilters: [filter('trails')] });
    expect(of(HOME, 'empty')).toEqual({ metricFilters: [] });
    expect(of(OTHER, 'trails')).toBeNull();
    expect(of(OTHER, 'empty')).toBeNull();
  });

  it('says nothing of a topic elsewhere that it does not name', () => {
    const near = { TopicArn: arn('sns', HOME, 'alerts') };
    const far = { TopicArn: arn('sns', OTHER, 'alerts') };
    const all = { 'list-subscriptions.json': { Subscriptions: [{ ...near, Protocol: 'email' }] } };
    const none = { 'list-subscriptions-by-topic-alerts.json': { Subscriptions: [] } };
    for (const files of [all, none]) {
      expect(asked(files, 'sns:ListSubscriptionsByTopic', HOME, near)).not.toBeNull();
      expect(asked(files, 'sns:ListSubscriptionsByTopic', OTHER, far)).toBeNull();
    }
    const named = { 'list-subscriptions.json': { Subscriptions: [{ ...far, Protocol: 'email' }] } };
    expect(asked(named, 'sns:ListSubscriptionsByTopic', OTHER, far)).toMatchObject({ Subscriptions: [far] });
  });

  it('does not say which of two trails by the same name it is about', () => {
    const input = (region: string) => ({ Name: trail(region, 'main').TrailARN });
    const status = { IsLogging: true };
    const both = { 'describe-trails.json': { trailList: [trail(HOME, 'main'), trail(OTHER, 'main')] } };
    for (const region of [HOME, OTHER]) {
      const bare = { ...both, 'get-trail-status-main.json': status };
      expect(asked(bare, 'cloudtrail:GetTrailStatus', region, input(region))).toBeNull();
      const told = { ...both, [`${region}/get-trail-status-main.json`]: status };
      expect(asked(told, 'cloudtrail:GetTrailStatus', region, input(region))).toEqual(status);
    }
    const one = {
      'describe-trails.json': { trailList: [trail(HOME, 'main'), trail(OTHER, 'more')] },
      'get-trail-status-main.json': status,
    };
    expect(asked(one, 'cloudtrail:GetTrailStatus', HOME, input(HOME))).toEqual(status);
  });
});

it('does not take the alarms of one metric for all alarms', () => {
  const alarm = { AlarmName: 'one', AlarmArn: arn('cloudwatch', HOME, 'alarm:one'), AlarmActions: ['x'] };
  const alarms = { MetricAlarms: [alarm], CompositeAlarms: [] };
  const of = (name: string) => asked({ [name]: alarms }, 'cloudwatch:DescribeAlarms', HOME, {});
  expect(of(`describe-alarms-${HOME}.json`)).toEqual(alarms);
  expect(of(`describe-alarms-for-metric-${HOME}.json`)).toBeNull();
});
