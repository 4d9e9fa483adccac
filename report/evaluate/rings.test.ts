import { describe, expect, it } from 'vitest';
import { inEnglish } from '../language/phrase.js';
import type { FedMetric } from './metric-filter-link.js';
import type { MetricAlarm } from './resources.js';
import { oneEventRings, watchedBy } from './rings.js';

const METRIC: FedMetric = {
  namespace: 'CISBenchmark',
  name: 'Changes',
  region: 'eu-west-1',
  value: 1,
  defaultValue: null,
  dimensions: [],
  sourceAccount: '111122223333',
};

const ALARM: MetricAlarm = {
  AlarmName: 'a',
  AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a',
  Namespace: 'CISBenchmark',
  MetricName: 'Changes',
  Statistic: 'Sum',
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'notBreaching',
};

function rings(alarm: Partial<MetricAlarm>, metric: Partial<FedMetric> = {}): string {
  const made: MetricAlarm = { ...ALARM, ...alarm };
  const watched = watchedBy(made);
  if (watched.kind !== 'metric') throw new Error('not an alarm on one metric');
  const answer = oneEventRings(made, watched.metric, { ...METRIC, ...metric });
  return answer.kind === 'yes' ? 'yes' : `${answer.kind}: ${inEnglish(answer.why)}`;
}

describe('one event rings the alarm', () => {
  it.each<[string, Partial<MetricAlarm>, Partial<FedMetric>]>([
    ['Sum of at least 1 in five minutes', {}, {}],
    ['Sum above 0', { Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' }, {}],
    ['a default value of 0 in quiet minutes', {}, { defaultValue: 0 }],
    ['Maximum, with default 0', { Statistic: 'Maximum' }, { defaultValue: 0 }],
    ['Average without other values', { Statistic: 'Average' }, {}],
    ['Average over one minute, with default 0', { Statistic: 'Average', Period: 60 }, { defaultValue: 0 }],
    ['SampleCount without default value', { Statistic: 'SampleCount' }, {}],
    ['each event counts as 5, threshold 5', { Threshold: 5 }, { value: 5 }],
    ['1 of 3 periods is enough', { EvaluationPeriods: 3, DatapointsToAlarm: 1 }, {}],
    ['missing data are ignored', { TreatMissingData: 'ignore' }, {}],
    ['missing data breach, but quiet minutes report 0', { TreatMissingData: 'breaching' }, { defaultValue: 0 }],
  ])('%s', (_title, alarm, metric) => {
    expect(rings(alarm, metric)).toBe('yes');
  });
});

describe('one event does not ring the alarm', () => {
  it.each<[string, Partial<MetricAlarm>, Partial<FedMetric>, string]>([
    ['threshold of 5', { Threshold: 5 }, {}, 'no: it takes 5 events within 5 min'],
    ['above 1', { ComparisonOperator: 'GreaterThanThreshold' }, {}, 'no: it takes 2 events within 5 min'],
    [
      'above 2 with events that count 2',
      { Threshold: 2, ComparisonOperator: 'GreaterThanThreshold' },
      { value: 2 },
      'no: it takes 2 events within 5 min',
    ],
    [
      'Maximum never reaches 2',
      { Statistic: 'Maximum', Threshold: 2 },
      {},
      'no: its threshold of 2 is above what an event counts (1)',
    ],
    [
      'rings when little happens',
      { ComparisonOperator: 'LessThanThreshold' },
      {},
      'no: it rings when the metric is low, which is when nothing happens',
    ],
    [
      'learnt band',
      { ComparisonOperator: 'GreaterThanUpperThreshold' },
      {},
      'no: it rings when the metric leaves a band that is learnt from the past, which is no reliable sign of one event',
    ],
    [
      'always in ALARM by missing data',
      { TreatMissingData: 'breaching' },
      {},
      'no: it treats missing data as a breach and so is in ALARM when nothing happens',
    ],
    [
      'always in ALARM by its threshold',
      { Threshold: 0 },
      { defaultValue: 0 },
      'no: it is in ALARM when nothing happens, so that an event changes nothing',
    ],
    ['two periods with events', { EvaluationPeriods: 2 }, {}, 'no: it takes 2 periods with events out of 2'],
    [
      '2 of 5 periods',
      { EvaluationPeriods: 5, DatapointsToAlarm: 2, TreatMissingData: 'missing' },
      { defaultValue: 0 },
      'no: it takes 2 periods with events out of 5',
    ],
  ])('%s', (_title, alarm, metric, expected) => {
    expect(rings(alarm, metric)).toBe(expected);
  });
});

describe('it cannot be told whether one event rings the alarm', () => {
  it.each<[string, Partial<MetricAlarm>, Partial<FedMetric>]>([
    ['Average over five minutes with default 0', { Statistic: 'Average' }, { defaultValue: 0 }],
    ['SampleCount of 3 with default values', { Statistic: 'SampleCount', Threshold: 3 }, { defaultValue: 0 }],
    ['two periods, missing data left out', { EvaluationPeriods: 2, TreatMissingData: 'missing' }, {}],
    ['an operator we do not know', { ComparisonOperator: 'SomethingNew' }, {}],
    ['a statistic we do not know', { Statistic: 'Median2' }, {}],
    [
      'percentile over mixed values',
      { Statistic: undefined, ExtendedStatistic: 'p50' } as Partial<MetricAlarm>,
      { defaultValue: 0 },
    ],
  ])('%s', (_title, alarm, metric) => {
    expect(rings(alarm, metric)).toMatch(/^unclear: /);
  });
});

describe('what an alarm watches', () => {
  it('is the one metric of Metrics where it has no other', () => {
    const { MetricName: _m, Namespace: _n, ...rest } = ALARM;
    const watched = watchedBy({
      ...rest,
      Metrics: [
        {
          Id: 'm1',
          ReturnData: true,
          MetricStat: { Metric: { Namespace: 'N', MetricName: 'M' }, Period: 60, Stat: 'Sum' },
        },
      ],
    });
    expect(watched).toMatchObject({
      kind: 'metric',
      metric: { namespace: 'N', name: 'M', statistic: 'Sum', period: 60 },
    });
  });

  it('is left open where it computes', () => {
    const { MetricName: _m, Namespace: _n, ...rest } = ALARM;
    const watched = watchedBy({
      ...rest,
      Metrics: [
        { Id: 'e1', Expression: 'm1 * 2', ReturnData: true },
        {
          Id: 'm1',
          ReturnData: false,
          MetricStat: { Metric: { Namespace: 'N', MetricName: 'M' }, Period: 60, Stat: 'Sum' },
        },
      ],
    });
    expect(watched.kind).toBe('math');
  });
});
