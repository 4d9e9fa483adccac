import { describe, expect, it } from 'vitest';
import type { Call } from '../../snapshot/schema.js';
import type { Collector } from '../collector.js';
import { answered, denied, seenOf } from '../testing/calls.js';
import { describeTrails, getEventSelectors, getTrailStatus } from './cloudtrail.js';
import { describeAlarms } from './cloudwatch.js';
import { enabledRegions } from './ec2.js';
import { listAccountAliases } from './iam.js';
import { describeLogGroups, describeMetricFilters } from './logs.js';
import { describeOrganization } from './organizations.js';
import { listSubscriptionsByTopic } from './sns.js';

/** The jobs as `region {input}`, with the error's name where one is skipped. */
function jobs(collector: Collector, ...calls: readonly Call[]): readonly string[] {
  return collector
    .jobs(seenOf(...calls))
    .map((job) => `${job.region} ${JSON.stringify(job.input)}${job.kind === 'skip' ? ` ${job.error.name}` : ''}`);
}

const trails = (region: string, ...trailList: readonly object[]) =>
  answered('cloudtrail:DescribeTrails', region, { trailList });
const MAIN = 'arn:aws:cloudtrail:eu-west-1:111111111111:trail/main';
const groupArn = (account: string, region = 'eu-west-1') => `arn:aws:logs:${region}:${account}:log-group:trails:*`;

describe('regions', () => {
  it('are those that AWS answers with, sorted', () => {
    const call = answered('ec2:DescribeRegions', 'us-east-1', {
      Regions: [{ RegionName: 'us-west-2' }, { RegionName: 'eu-west-1' }],
    });
    expect(enabledRegions(seenOf(call))).toEqual(['eu-west-1', 'us-west-2']);
    expect(jobs(describeTrails, call)).toEqual(['eu-west-1 {}', 'us-west-2 {}']);
  });

  it('are the one to start from when AWS does not tell', () => {
    expect(enabledRegions(seenOf(denied('ec2:DescribeRegions', 'us-east-1')))).toEqual(['us-east-1']);
  });
});

describe('global services', () => {
  it.each([
    ['aws', 'us-east-1', 'us-east-1'],
    ['aws-us-gov', 'us-gov-west-1', 'us-gov-west-1'],
    ['aws-cn', 'cn-north-1', 'cn-northwest-1'],
    ['aws-iso', 'us-iso-east-1', 'us-iso-east-1'],
  ])('are asked where partition %s keeps them', (partition, iam, organizations) => {
    const seen = { ...seenOf(), partition, startRegion: partition === 'aws-iso' ? 'us-iso-east-1' : 'somewhere-1' };
    expect(listAccountAliases.jobs(seen)[0]?.region).toBe(iam);
    expect(describeOrganization.jobs(seen)[0]?.region).toBe(organizations);
  });
});

describe('trails', () => {
  const trail = { TrailARN: MAIN, HomeRegion: 'eu-west-1' };

  it('are asked about by ARN in their home region, whatever region showed them', () => {
    const calls = [trails('us-east-1', trail), trails('eu-west-1', trail)];
    expect(new Set(jobs(getTrailStatus, ...calls))).toEqual(new Set([`eu-west-1 {"Name":"${MAIN}"}`]));
    expect(new Set(jobs(getEventSelectors, ...calls))).toEqual(new Set([`eu-west-1 {"TrailName":"${MAIN}"}`]));
  });

  it('have the home region of their ARN where the answer names none', () => {
    expect(jobs(getTrailStatus, trails('us-east-1', { TrailARN: MAIN }))).toEqual([`eu-west-1 {"Name":"${MAIN}"}`]);
  });

  it('leave a skipped call where one cannot be understood, and do not hide the others', () => {
    const call = trails('us-east-1', { Name: 'odd' }, trail);
    expect(jobs(getTrailStatus, call)).toEqual(['us-east-1 {} AnswerNotUnderstood', `eu-west-1 {"Name":"${MAIN}"}`]);
  });

  it('leave a skipped call in each region where they could not be listed', () => {
    const call = denied('cloudtrail:DescribeTrails', 'us-west-2');
    for (const one of [getTrailStatus, getEventSelectors, describeLogGroups, describeMetricFilters]) {
      expect(jobs(one, call)).toEqual(['us-west-2 {} DependencyNotRead']);
    }
    expect(getTrailStatus.jobs(seenOf(call))[0]).toMatchObject({
      error: { message: 'Not asked: cloudtrail DescribeTrails in us-west-2 was denied (AccessDeniedException).' },
    });
  });
});

describe('log groups', () => {
  it('are those that trails write to, in the region of their ARN', () => {
    const call = trails('us-east-1', { CloudWatchLogsLogGroupArn: groupArn('111111111111') }, { TrailARN: MAIN });
    expect(jobs(describeLogGroups, call)).toEqual(['eu-west-1 {"logGroupNamePrefix":"trails"}']);
    expect(jobs(describeMetricFilters, call)).toEqual(['eu-west-1 {"logGroupName":"trails"}']);
  });

  it('of another account are not asked for, and not mixed up with ours of the same name', () => {
    const own = { CloudWatchLogsLogGroupArn: groupArn('111111111111') };
    const foreign = { CloudWatchLogsLogGroupArn: groupArn('222222222222') };
    expect(jobs(describeMetricFilters, trails('us-east-1', foreign, own))).toEqual([
      'eu-west-1 {"logGroupName":"trails","accountId":"222222222222"} OtherAccount',
      'eu-west-1 {"logGroupName":"trails"}',
    ]);
  });

  it('leave a skipped call when their ARN is none', () => {
    const call = trails('us-east-1', { CloudWatchLogsLogGroupArn: 'trails' });
    expect(jobs(describeLogGroups, call)).toEqual(['us-east-1 {} AnswerNotUnderstood']);
  });
});

const filters = (region: string, ...metrics: readonly string[]) =>
  answered('logs:DescribeMetricFilters', region, {
    metricFilters: metrics.map((metricName) => ({ metricTransformations: [{ metricName, metricNamespace: 'Audit' }] })),
  });
const ALARM_INPUT = '{"AlarmTypes":["MetricAlarm","CompositeAlarm"],"MaxRecords":100}';

describe('alarms', () => {
  it('are asked for where a filter makes a metric', () => {
    expect(jobs(describeAlarms, filters('eu-west-1', 'Root'), filters('us-east-1'))).toEqual([
      `eu-west-1 ${ALARM_INPUT}`,
    ]);
  });

  it('leave a skipped call where filters could not be read', () => {
    expect(jobs(describeAlarms, denied('logs:DescribeMetricFilters', 'eu-west-1'))).toEqual([
      `eu-west-1 ${ALARM_INPUT} DependencyNotRead`,
    ]);
  });
});

describe('topics', () => {
  const topic = (name: string, region = 'eu-west-1') => `arn:aws:sns:${region}:111111111111:${name}`;
  const alarms = (MetricAlarms: readonly object[], CompositeAlarms: readonly object[] = []) =>
    answered('cloudwatch:DescribeAlarms', 'eu-west-1', { MetricAlarms, CompositeAlarms });
  const asked = (name: string, region = 'eu-west-1') => `${region} {"TopicArn":"${topic(name, region)}"}`;
  const on = (MetricName: string, Namespace = 'Audit') => ({ Namespace, MetricName });
  const notify = (...names: readonly string[]) => ({ AlarmActions: names.map((name) => topic(name)) });

  it('are those in AlarmActions of alarms on a metric that a filter of the region feeds', () => {
    const calls = [
      filters('eu-west-1', 'Root'),
      filters('us-east-1', 'Vpc'),
      alarms([
        { ...on('Root'), ...notify('a', 'b'), OKActions: [topic('ok')] },
        { ...on('Root', 'Other'), ...notify('namespace') },
        { ...on('Vpc'), ...notify('region') },
        { ...on('CPUUtilization', 'AWS/EC2'), ...notify('unrelated') },
      ]),
    ];
    expect(jobs(listSubscriptionsByTopic, ...calls)).toEqual([asked('a'), asked('b')]);
  });

  it('are asked for too when the metric stands in metric math or may be fetched by a query', () => {
    const math = {
      Metrics: [
        { Id: 'e', Expression: 'm + 0' },
        { Id: 'm', MetricStat: { Metric: on('Root') } },
      ],
      ...notify('math'),
    };
    const query = { Metrics: [{ Id: 'q', Expression: 'SELECT MAX(Root) FROM "Audit"' }], ...notify('query') };
    const other = {
      Metrics: [
        { Id: 'm', MetricStat: { Metric: on('Other') } },
        { Id: 'e', Expression: 'm * 2' },
      ],
      ...notify('other'),
    };
    expect(jobs(listSubscriptionsByTopic, filters('eu-west-1', 'Root'), alarms([math, query, other]))).toEqual([
      asked('math'),
      asked('query'),
    ]);
  });

  it('of every composite alarm are asked for', () => {
    const composite = { AlarmRule: 'ALARM("root")', ...notify('composite') };
    expect(jobs(listSubscriptionsByTopic, filters('eu-west-1', 'Root'), alarms([], [composite]))).toEqual([
      asked('composite'),
    ]);
  });

  it('are asked for in the region and account of their ARN, and other actions are no topics', () => {
    const foreign = 'arn:aws:sns:us-west-2:222222222222:central';
    const actions = [foreign, 'arn:aws:lambda:eu-west-1:111111111111:function:page', 'nonsense', 7];
    expect(
      jobs(listSubscriptionsByTopic, filters('eu-west-1', 'Root'), alarms([{ ...on('Root'), AlarmActions: actions }])),
    ).toEqual([`us-west-2 {"TopicArn":"${foreign}"}`]);
  });

  it('leave a skipped call where alarms could not be read', () => {
    expect(jobs(listSubscriptionsByTopic, denied('cloudwatch:DescribeAlarms', 'eu-west-1'))).toEqual([
      'eu-west-1 {} DependencyNotRead',
    ]);
  });
});
