import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ANSWERS } from '../../snapshot/operations.js';
import { settled, VOLATILE } from './volatile.js';

const EVALUATE = join(import.meta.dirname, '..', 'evaluate');

describe('what is volatile', () => {
  it('is this list, and no more', () => {
    const listed = Object.entries(VOLATILE).flatMap(([operation, groups]) =>
      groups.flatMap(({ within, fields }) => fields.map((field) => `${operation} ${within ?? ''} ${field}`)),
    );
    const alarm = [
      'StateValue',
      'StateReason',
      'StateReasonData',
      'StateUpdatedTimestamp',
      'StateTransitionedTimestamp',
      'EvaluationState',
      'AlarmConfigurationUpdatedTimestamp',
      'ActionsSuppressedBy',
      'ActionsSuppressedReason',
    ];
    expect(listed).toEqual([
      'cloudtrail:GetTrailStatus  LatestDeliveryTime',
      'cloudtrail:GetTrailStatus  LatestDeliveryAttemptTime',
      'cloudtrail:GetTrailStatus  LatestDeliveryAttemptSucceeded',
      'cloudtrail:GetTrailStatus  LatestCloudWatchLogsDeliveryTime',
      'cloudtrail:GetTrailStatus  LatestDigestDeliveryTime',
      'cloudtrail:GetTrailStatus  LatestNotificationTime',
      'cloudtrail:GetTrailStatus  LatestNotificationAttemptTime',
      'cloudtrail:GetTrailStatus  LatestNotificationAttemptSucceeded',
      'logs:DescribeLogGroups logGroups storedBytes',
      'logs:DescribeLogGroups logGroups metricFilterCount',
      'logs:DescribeMetricFilters metricFilters creationTime',
      ...alarm.map((field) => `cloudwatch:DescribeAlarms MetricAlarms ${field}`),
      ...alarm.map((field) => `cloudwatch:DescribeAlarms CompositeAlarms ${field}`),
      'sns:GetTopicAttributes Attributes SubscriptionsConfirmed',
      'sns:GetTopicAttributes Attributes SubscriptionsPending',
      'sns:GetTopicAttributes Attributes SubscriptionsDeleted',
    ]);
  });

  it('is of operations that are collected', () => {
    for (const operation of Object.keys(VOLATILE)) expect(Object.keys(ANSWERS)).toContain(operation);
  });

  it('is read by no link, but for the time of the last delivery', () => {
    const sources = readdirSync(EVALUATE)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => readFileSync(join(EVALUATE, name), 'utf8'))
      .join('\n');
    const fields = Object.values(VOLATILE).flatMap((groups) => groups.flatMap((group) => group.fields));
    const read = new Set(fields.filter((field) => new RegExp(`\\b${field}\\b`).test(sources)));
    expect([...read]).toEqual(['LatestCloudWatchLogsDeliveryTime']);
  });

  it('is taken out at the top, from lists and from members, and nothing else is', () => {
    expect(settled('cloudtrail:GetTrailStatus', { IsLogging: true, LatestDeliveryTime: 'now' })).toEqual({
      IsLogging: true,
    });
    expect(
      settled('cloudwatch:DescribeAlarms', {
        MetricAlarms: [{ AlarmName: 'a', StateValue: 'OK' }],
        CompositeAlarms: [],
      }),
    ).toEqual({ MetricAlarms: [{ AlarmName: 'a' }], CompositeAlarms: [] });
    expect(settled('sns:GetTopicAttributes', { Attributes: { TopicArn: 't', SubscriptionsPending: '1' } })).toEqual({
      Attributes: { TopicArn: 't' },
    });
    expect(settled('securityhub:DescribeHub', { LatestDeliveryTime: 'kept' })).toEqual({ LatestDeliveryTime: 'kept' });
    expect(settled('sns:GetTopicAttributes', { Attributes: 'nonsense' })).toEqual({ Attributes: 'nonsense' });
  });
});
