import type { BenchmarkEntry } from '../benchmarks/benchmark.js';
import type { EventControl } from '../controls/control.js';
import type { Account } from '../evaluate/account.js';
import type { FoundFilter } from '../evaluate/metric-filter-link.js';
import type { LogGroupPlace, MetricFilter } from '../evaluate/resources.js';
import { say } from '../language/phrase.js';
import { freeName } from './free-name.js';
import { type Move, stuck, take } from './move.js';
import { prescribedPattern } from './prescribed-pattern.js';
import type { FilterInput, Json } from './step.js';

/** The metric that a new filter feeds; the namespace is the one of the benchmark's remediation steps. */
const NAMESPACE = 'CISBenchmark';

/** AWS allows a hundred metric filters on a log group. */
const MAX_FILTERS = 100;

/** A filter of its own for the control, on the log group. */
export function newFilter(account: Account, control: EventControl, entry: BenchmarkEntry, group: LogGroupPlace): Move {
  const there = filtersOf(account, group);
  if (there === null) return stuck(say`The metric filters of log group ${group.name} could not be read.`);
  if (there.length >= MAX_FILTERS) {
    return stuck(say`Log group ${group.name} has ${MAX_FILTERS} metric filters, which is all that AWS allows.`);
  }
  const names = new Set(there.map((filter) => filter.filterName));
  const metrics = new Set(
    account
      .all('logs:DescribeMetricFilters')
      .filter(({ region }) => region === group.region)
      .flatMap(({ seen }) => (seen.kind === 'seen' ? seen.value.metricFilters : []))
      .flatMap((filter) => filter.metricTransformations)
      .flatMap((one) => (one.metricNamespace === NAMESPACE ? [one.metricName] : [])),
  );
  return take({
    kind: 'put-filter',
    region: group.region,
    filter: {
      logGroupName: group.name,
      filterName: freeName(`cis-${control.slug}`, names),
      filterPattern: prescribedPattern(control, entry),
      metricTransformations: [
        { metricName: freeName(control.metricName, metrics), metricNamespace: NAMESPACE, metricValue: '1' },
      ],
    },
    before: null,
  });
}

/** The filter with the prescribed pattern in place of its own; its metric stays. */
export function rewriteFilter(control: EventControl, entry: BenchmarkEntry, found: FoundFilter): Move {
  const before = filterInput(found.filter);
  const filter = { ...counting(before, control), filterPattern: prescribedPattern(control, entry) };
  return take({ kind: 'put-filter', region: found.group.region, filter, before });
}

/** The filter with a metric that counts each event; null where the metric is not what is wrong. */
export function mendMetric(control: EventControl, found: FoundFilter, faults: readonly string[]): Move | null {
  if (!faults.every((fault) => fault === 'metric-value-zero' || fault === 'filter-without-metric')) return null;
  const before = filterInput(found.filter);
  return take({ kind: 'put-filter', region: found.group.region, filter: counting(before, control), before });
}

function counting(filter: FilterInput, control: EventControl): FilterInput {
  const [first] = filter.metricTransformations;
  const base: Json = first ?? { metricName: control.metricName, metricNamespace: NAMESPACE, metricValue: '1' };
  const isZero = Number(base['metricValue']) === 0;
  return { ...filter, metricTransformations: [isZero ? { ...base, metricValue: '1' } : base] };
}

function filtersOf(account: Account, group: LogGroupPlace): readonly MetricFilter[] | null {
  const answer = account.ask('logs:DescribeMetricFilters', group.region, { logGroupName: group.name });
  if (answer.kind === 'unseen') return null;
  return answer.kind === 'seen' ? answer.value.metricFilters : [];
}

/** The members of PutMetricFilter, as far as the filter has them. */
function filterInput(filter: MetricFilter): FilterInput {
  const { applyOnTransformedLogs, fieldSelectionCriteria, emitSystemFieldDimensions } = filter;
  return {
    logGroupName: filter.logGroupName,
    filterName: filter.filterName,
    filterPattern: filter.filterPattern ?? '',
    metricTransformations: filter.metricTransformations.map(transformationInput),
    ...(applyOnTransformedLogs === true ? { applyOnTransformedLogs } : {}),
    ...(fieldSelectionCriteria ? { fieldSelectionCriteria } : {}),
    ...(emitSystemFieldDimensions?.length ? { emitSystemFieldDimensions } : {}),
  };
}

const TRANSFORMATION = ['metricName', 'metricNamespace', 'metricValue', 'defaultValue', 'dimensions', 'unit'] as const;

function transformationInput(transformation: MetricFilter['metricTransformations'][number]): Json {
  return Object.fromEntries(
    TRANSFORMATION.flatMap((member) => {
      const value = transformation[member];
      const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
      return value === undefined || value === null || isEmpty ? [] : [[member, value]];
    }),
  );
}
