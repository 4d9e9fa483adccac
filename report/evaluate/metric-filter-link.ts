import type { ParseResult } from '../filter-pattern/parser.js';
import { parse } from '../filter-pattern/parser.js';
import { patternError } from '../filter-pattern/pattern-error.js';
import { type Phrase, say } from '../language/phrase.js';
import type { EvidenceRef, Reason, Resource } from '../model.js';
import { type JudgedLink, judgeLink } from './judged-link.js';
import { REASONS } from './reasons.js';
import { type LogGroupPlace, type MetricFilter, metricFilterResource } from './resources.js';
import { parseSelectionCriteria } from './selection-criteria.js';

/** The metric that a filter feeds. */
export interface FedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly region: string;
  readonly value: number;
  readonly defaultValue: number | null;
  /** Names of the dimensions under which it is published, with values from the event. */
  readonly dimensions: readonly string[];
  /** The account whose events are meant. */
  readonly sourceAccount: string;
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
  // AWS gives a pattern for every filter, be it an empty one. Without it nothing is known of what the filter sees.
  const parsed: ParseResult =
    filter.filterPattern === undefined
      ? { kind: 'not-understood', error: patternError('', 0, say`The answer gives no pattern.`) }
      : parse(filter.filterPattern);
  return { id: resource.id, filter, group, resource, parsed, ref };
}

/**
 * Does the filter turn a matching event into a number that counts? What it matches is decided elsewhere.
 * Sources: API references of MetricFilter and MetricTransformation.
 *
 * @returns the link, and the metric; null where there is none to watch.
 */
export function judgeMetricFilter(
  found: FoundFilter,
  source: { readonly account: string; readonly regions: readonly string[] },
): {
  readonly link: JudgedLink;
  readonly metric: FedMetric | null;
} {
  const { filter, resource, parsed } = found;
  const reasons: Reason<Phrase>[] = [];
  if (parsed.kind === 'malformed') reasons.push(REASONS.filterRefused(resource, parsed.error.phrase));
  if (parsed.kind === 'not-understood') reasons.push(REASONS.filterUndecided(resource, parsed.error.phrase));
  if (filter.applyOnTransformedLogs === true) reasons.push(REASONS.filterOnTransformedLogs(resource));
  if (filter.fieldSelectionCriteria) reasons.push(...judgeSelection(found, filter.fieldSelectionCriteria, source));

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
      dimensions: [...Object.keys(transformation.dimensions ?? {}), ...(filter.emitSystemFieldDimensions ?? [])],
      sourceAccount: source.account,
    };
  }
  return { link: judgeLink('metric-filter', resource, reasons, [found.ref]), metric };
}

/**
 * Whether the account's events are among those that the filter looks at. It is not documented whether `@aws.region` of
 * an event that a multi-region trail brings home is the region of the event or of the log group: both must agree.
 */
function judgeSelection(
  { resource, group }: FoundFilter,
  criteria: string,
  source: { readonly account: string; readonly regions: readonly string[] },
): readonly Reason<Phrase>[] {
  const test = parseSelectionCriteria(criteria);
  if (test === null) return [REASONS.filterSelectsFields(resource, criteria)];
  const seen = [group.region, ...source.regions].map((region) => test({ account: source.account, region }));
  if (seen.every((one) => one)) return [];
  return [
    seen.some((one) => one)
      ? REASONS.filterSelectsFields(resource, criteria)
      : REASONS.filterLooksElsewhere(resource, criteria),
  ];
}
