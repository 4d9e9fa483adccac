import type { ParseResult } from '../filter-pattern/parser.js';
import { parse } from '../filter-pattern/parser.js';
import type { EvidenceRef, Reason, Resource } from '../model.js';
import { type JudgedLink, judgeLink } from './judged-link.js';
import { REASONS } from './reasons.js';
import { type LogGroupPlace, type MetricFilter, metricFilterResource } from './resources.js';

/** The metric that a filter feeds. */
export interface FedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly region: string;
  readonly value: number;
  readonly defaultValue: number | null;
  /** The filter publishes under dimensions whose values come from the event. */
  readonly hasDimensions: boolean;
}

export interface FoundFilter {
  /** Unique in the account. */
  readonly id: string;
  readonly filter: MetricFilter;
  readonly group: LogGroupPlace;
  readonly resource: Resource;
  readonly parsed: ParseResult;
  readonly ref: EvidenceRef;
}

export function findFilter(filter: MetricFilter, group: LogGroupPlace, ref: EvidenceRef): FoundFilter {
  const resource = metricFilterResource(filter, group.region);
  return { id: resource.id, filter, group, resource, parsed: parse(filter.filterPattern ?? ''), ref };
}

/**
 * Does the filter turn a matching event into a number that counts? What it matches is decided elsewhere.
 * Sources: API references of MetricFilter and MetricTransformation.
 *
 * @returns the link, and the metric; null where there is none to watch.
 */
export function judgeMetricFilter(found: FoundFilter): {
  readonly link: JudgedLink;
  readonly metric: FedMetric | null;
} {
  const { filter, resource, parsed } = found;
  const reasons: Reason[] = [];
  if (parsed.kind === 'malformed') reasons.push(REASONS.filterRefused(resource, parsed.error.message));
  if (parsed.kind === 'not-understood') reasons.push(REASONS.filterUndecided(resource, parsed.error.message));
  if (filter.applyOnTransformedLogs === true) reasons.push(REASONS.filterOnTransformedLogs(resource));
  if (filter.fieldSelectionCriteria) {
    reasons.push(REASONS.filterSelectsFields(resource, filter.fieldSelectionCriteria));
  }

  const [transformation] = filter.metricTransformations;
  let metric: FedMetric | null = null;
  if (transformation === undefined) reasons.push(REASONS.filterWithoutMetric(resource));
  else {
    const value = Number(transformation.metricValue);
    const isNumber = transformation.metricValue.trim() !== '' && Number.isFinite(value);
    if (!isNumber) reasons.push(REASONS.metricValueFromEvent(resource, transformation.metricValue));
    else if (value === 0) reasons.push(REASONS.metricValueZero(resource));
    metric = {
      namespace: transformation.metricNamespace,
      name: transformation.metricName,
      region: found.group.region,
      value: isNumber ? value : 1,
      defaultValue: transformation.defaultValue ?? null,
      hasDimensions:
        Object.keys(transformation.dimensions ?? {}).length > 0 || (filter.emitSystemFieldDimensions ?? []).length > 0,
    };
  }
  return { link: judgeLink('metric-filter', resource, reasons, [found.ref]), metric };
}
