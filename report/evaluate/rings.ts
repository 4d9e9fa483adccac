import { type Phrase, plural, say } from '../language/phrase.js';
import type { FedMetric } from './metric-filter-link.js';
import type { MetricAlarm } from './resources.js';

/** Does one event, after a quiet time, take the alarm into ALARM? */
export type Rings =
  /** `once`: it then stays in ALARM, because nothing brings it back to OK. */
  | { readonly kind: 'yes'; readonly once: boolean }
  | { readonly kind: 'no'; readonly why: Phrase }
  | { readonly kind: 'unclear'; readonly why: Phrase };

/** How an alarm looks at one metric: on the alarm itself, or as its one entry of `Metrics`. */
export interface WatchedMetric {
  /** The account that the metric is read from; null: the alarm's own. */
  readonly account: string | null;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  readonly period: number;
}

/** What an alarm watches, as far as a filter could feed it. */
export type Watched =
  | { readonly kind: 'metric'; readonly metric: WatchedMetric }
  /** The plain sum of these. */
  | { readonly kind: 'sum'; readonly metrics: readonly WatchedMetric[] }
  /** Something computed from these, which is not worked out here. */
  | { readonly kind: 'math'; readonly metrics: readonly WatchedMetric[] }
  | { readonly kind: 'nothing' };

export function watchedBy(alarm: MetricAlarm): Watched {
  if (alarm.MetricName !== undefined && alarm.Namespace !== undefined) {
    return {
      kind: 'metric',
      metric: {
        account: null,
        namespace: alarm.Namespace,
        name: alarm.MetricName,
        dimensions: dimensionsOf(alarm.Dimensions),
        statistic: alarm.Statistic ?? alarm.ExtendedStatistic ?? '',
        period: alarm.Period ?? 0,
      },
    };
  }
  const metrics = new Map<string, WatchedMetric>();
  for (const { Id, MetricStat: stat, AccountId } of alarm.Metrics ?? []) {
    if (stat?.Metric.Namespace === undefined || stat.Metric.MetricName === undefined) continue;
    metrics.set(Id, {
      account: AccountId ?? null,
      namespace: stat.Metric.Namespace,
      name: stat.Metric.MetricName,
      dimensions: dimensionsOf(stat.Metric.Dimensions),
      statistic: stat.Stat,
      period: stat.Period,
    });
  }
  if (metrics.size === 0) return { kind: 'nothing' };
  const math: Watched = { kind: 'math', metrics: [...metrics.values()] };
  // An alarm watches the one entry that returns data; where none says so, all of them would.
  // The band of an anomaly alarm is what the metric is held against, not what is watched.
  const returned = (alarm.Metrics ?? []).filter(
    (entry) => entry.ReturnData !== false && !/^\s*ANOMALY_DETECTION_BAND\b/i.test(entry.Expression ?? ''),
  );
  const [entry, ...more] = returned;
  if (entry === undefined || more.length > 0) return math;
  const own = metrics.get(entry.Id);
  if (own !== undefined) return { kind: 'metric', metric: own };
  const summands = summandsOf(entry.Expression ?? '', [...metrics.keys()]);
  const summed = summands?.flatMap((id) => metrics.get(id) ?? []) ?? [];
  if (summands === null || summed.length !== summands.length) return math;
  const [first, ...others] = summed;
  return first !== undefined && others.length === 0
    ? { kind: 'metric', metric: first }
    : { kind: 'sum', metrics: summed };
}

/**
 * The ids that an expression plainly adds up; null for any other expression. Where summands are joined by `+`, those
 * without data must be filled in, or the sum has no data either; SUM leaves them out (CloudWatch user guide, metric math).
 */
function summandsOf(expression: string, all: readonly string[]): readonly string[] | null {
  const text = expression.replace(/\s+/g, '');
  if (/^SUM\(METRICS\(\)\)$/i.test(text)) return all;
  const inner = /^SUM\(\[([A-Za-z0-9_,]+)\]\)$/i.exec(text)?.[1];
  if (inner !== undefined) return inner.split(',');
  const terms = text.split('+').map((term) => /^(?:FILL\((\w+),0\)|(\w+))$/i.exec(term));
  if (terms.some((term) => term === null)) return null;
  if (terms.length > 1 && terms.some((term) => term?.[1] === undefined)) return null;
  return terms.map((term) => term?.[1] ?? term?.[2] ?? '');
}

/** Whether an expression of the alarm fetches metrics of this name by itself, by a query or a search. */
export function fetchesByName(alarm: MetricAlarm, name: string): boolean {
  return (alarm.Metrics ?? []).some(
    ({ Expression: text }) => text !== undefined && /\b(?:SELECT|SEARCH)\b/i.test(text) && text.includes(name),
  );
}

function dimensionsOf(list: MetricAlarm['Dimensions']): Readonly<Record<string, string>> {
  return Object.fromEntries((list ?? []).map((one) => [one.Name, one.Value]));
}

const COMPARES: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** Minutes are what a metric filter publishes in: one value a minute at most where nothing matched. */
const MINUTE = 60;

/**
 * Works out whether a single matching event rings the alarm. Sources: CloudWatch user guide, "Using Amazon CloudWatch
 * alarms" (evaluation, missing data) and CloudWatch Logs user guide, metric filters (`defaultValue` is reported for
 * minutes in which something was logged and nothing matched).
 */
export function oneEventRings(alarm: MetricAlarm, watched: WatchedMetric, metric: FedMetric): Rings {
  const compare = COMPARES[alarm.ComparisonOperator ?? ''];
  if (compare === undefined) {
    return /Lower|Upper/.test(alarm.ComparisonOperator ?? '')
      ? {
          kind: 'no',
          why: say`it rings when the metric leaves a band that is learnt from the past, which is no reliable sign of one event`,
        }
      : { kind: 'unclear', why: say`its comparison is not known` };
  }
  if (alarm.Threshold === undefined) return { kind: 'unclear', why: say`it has no threshold` };
  const threshold = alarm.Threshold;
  if (/^LessThan/.test(alarm.ComparisonOperator ?? '')) {
    return { kind: 'no', why: say`it rings when the metric is low, which is when nothing happens` };
  }
  const quiet = valuesOfQuiet(watched, metric);
  if (quiet?.every((value) => compare(value, threshold))) {
    return { kind: 'no', why: say`it is in ALARM when nothing happens, so that an event changes nothing` };
  }
  if (quiet?.some((value) => compare(value, threshold))) {
    return { kind: 'unclear', why: say`the filter's default value alone may take it into ALARM` };
  }
  if (alarm.TreatMissingData === 'breaching' && metric.defaultValue === null) {
    return { kind: 'no', why: say`it treats missing data as a breach and so is in ALARM when nothing happens` };
  }

  const range = valuesOfOneEvent(watched, metric);
  if (range === null) return { kind: 'unclear', why: say`statistic ${watched.statistic || say`(none)`} is not known` };
  const [least, most] = range;
  if (!compare(most, threshold)) return { kind: 'no', why: tooFew(watched, metric, threshold, compare) };
  if (!compare(least, threshold)) {
    return { kind: 'unclear', why: say`statistic ${watched.statistic} also counts the filter's default value` };
  }

  const evaluations = alarm.EvaluationPeriods ?? 1;
  const needed = alarm.DatapointsToAlarm ?? evaluations;
  if (needed > 1) {
    const why = say`it takes ${needed} periods with events out of ${evaluations}`;
    // With other data in between, or with missing data counted as fine, one period is never enough. Where missing data
    // are left out, CloudWatch may judge by the one value there is.
    return metric.defaultValue !== null || alarm.TreatMissingData === 'notBreaching'
      ? { kind: 'no', why }
      : { kind: 'unclear', why: say`${why}, and it depends on how missing data are counted` };
  }
  return { kind: 'yes', once: alarm.TreatMissingData === 'ignore' && metric.defaultValue === null };
}

/** The least and the most that the default value makes of the statistic when nothing happens; null without one. */
function valuesOfQuiet(watched: WatchedMetric, { defaultValue }: FedMetric): readonly [number, number] | null {
  if (defaultValue === null) return null;
  const minutes = Math.max(1, Math.ceil(watched.period / MINUTE));
  if (watched.statistic === 'SampleCount') return [1, minutes];
  return watched.statistic === 'Sum' ? [defaultValue, defaultValue * minutes] : [defaultValue, defaultValue];
}

/** The least and the most that one event makes of the statistic over a period; null for an unknown statistic. */
function valuesOfOneEvent(watched: WatchedMetric, metric: FedMetric): readonly [number, number] | null {
  const { value, defaultValue } = metric;
  const others = Math.max(0, Math.ceil(watched.period / MINUTE) - 1);
  const mixed = defaultValue === null || others === 0 ? [value] : [value, defaultValue];
  switch (watched.statistic) {
    case 'Sum':
      return defaultValue === null
        ? [value, value]
        : [value + Math.min(0, others * defaultValue), value + Math.max(0, others * defaultValue)];
    case 'Maximum':
      return [value, Math.max(...mixed)];
    case 'Minimum':
      return [Math.min(...mixed), value];
    case 'SampleCount':
      return [1, defaultValue === null ? 1 : 1 + others];
    case 'Average':
      return [Math.min(value, averageOf(metric, others)), Math.max(value, averageOf(metric, others))];
    default:
      // Percentiles, trimmed means and the like lie between the smallest and the largest value.
      return /^(p|tm|wm|ts|tc|IQM|PR)/i.test(watched.statistic) && !/^(ts|tc|PR)/i.test(watched.statistic)
        ? [Math.min(...mixed), Math.max(...mixed)]
        : null;
  }
}

function averageOf(metric: FedMetric, others: number): number {
  return metric.defaultValue === null ? metric.value : (metric.value + others * metric.defaultValue) / (others + 1);
}

function tooFew(
  watched: WatchedMetric,
  metric: FedMetric,
  threshold: number,
  compare: (value: number, threshold: number) => boolean,
): Phrase {
  const time = watched.period % MINUTE === 0 ? say`${watched.period / MINUTE} min` : say`${watched.period} s`;
  const each = watched.statistic === 'SampleCount' ? 1 : metric.value;
  if ((watched.statistic === 'Sum' || watched.statistic === 'SampleCount') && each > 0) {
    let events = Math.max(1, Math.ceil(threshold / each));
    if (!compare(events * each, threshold)) events += 1;
    return plural(events, {
      one: say`it takes ${events} event within ${time}`,
      other: say`it takes ${events} events within ${time}`,
    });
  }
  return say`its threshold of ${threshold} is above what an event counts (${metric.value})`;
}
