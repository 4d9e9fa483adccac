import type { Answer } from '../../snapshot/operations.js';
import { type Phrase, say } from '../language/phrase.js';
import type { EvidenceRef, Reason, Resource } from '../model.js';
import {
  type AlarmState,
  alarmsOfRule,
  type CompositeRule,
  evaluateRule,
  parseCompositeRule,
} from './composite-rule.js';
import { type JudgedLink, judgeLink } from './judged-link.js';
import type { FedMetric, FoundFilter } from './metric-filter-link.js';
import { REASONS } from './reasons.js';
import { alarmResource, type CompositeAlarm, type MetricAlarm } from './resources.js';
import { fetchesByName, oneEventRings, type WatchedMetric, watchedBy } from './rings.js';

type Alarms = Answer<'cloudwatch:DescribeAlarms'>;

/** An alarm on the way, and the actions it takes when one event rings it. */
export interface AlarmPath {
  readonly link: JudgedLink;
  /** The alarm whose actions count: the metric alarm itself, or a composite that it takes along. Null: no alarm. */
  readonly acting: { readonly alarm: MetricAlarm | CompositeAlarm; readonly resource: Resource } | null;
}

export function metricResource(metric: FedMetric): Resource {
  const name = `${metric.namespace}/${metric.name}`;
  return { kind: 'metric', id: `${metric.region}:${name}`, name, region: metric.region };
}

/**
 * The alarms that one event through this filter would ring, would not ring, or may ring: one path for each alarm on the
 * metric and for each composite alarm that such an alarm takes into ALARM by itself. Never empty.
 */
export function alarmPaths(
  found: FoundFilter,
  metric: FedMetric,
  alarms: Alarms,
  ref: EvidenceRef,
): readonly AlarmPath[] {
  const paths: AlarmPath[] = [];
  const nearMisses: AlarmPath[] = [];
  for (const alarm of alarms.MetricAlarms) {
    const resource = alarmResource(alarm, metric.region);
    const judged = judgeAlarm(alarm, resource, found, metric);
    if (judged === null) continue;
    const made = withComposites(alarm, resource, judged.reasons, alarms, ref, metric.region);
    (judged.onOurMetric ? paths : nearMisses).push(...made);
  }
  if (paths.length > 0) return paths;
  if (nearMisses.length > 0) return nearMisses;
  return [{ link: judgeLink('alarm', null, [REASONS.noAlarm(metricResource(metric))], [ref]), acting: null }];
}

/** Null when the alarm has nothing to do with the metric. */
function judgeAlarm(
  alarm: MetricAlarm,
  resource: Resource,
  found: FoundFilter,
  metric: FedMetric,
): { readonly onOurMetric: boolean; readonly reasons: readonly Reason<Phrase>[] } | null {
  const ours = metricResource(metric);
  const watched = watchedBy(alarm);
  const unclear = (why: Phrase) => ({ onOurMetric: true, reasons: [REASONS.alarmUnclear(resource, why)] });
  if (watched.kind === 'nothing' || watched.kind === 'math') {
    if (watched.kind === 'math' && watched.metrics.some((one) => sameMetric(one, metric))) {
      return unclear(say`it computes with several metrics`);
    }
    return fetchesByName(alarm, metric.name) ? unclear(say`it fetches its metrics by a query`) : null;
  }
  const holder = found.group.account;
  const candidates = (watched.kind === 'sum' ? watched.metrics : [watched.metric]).filter(
    (one) => one.account === null || one.account === holder,
  );
  const named = candidates.filter((one) => one.name === metric.name);
  const same = named.filter((one) => one.namespace === metric.namespace);
  const fitting = same.find((one) => sameDimensions(one, metric));
  if (fitting === undefined) {
    const [inOtherNamespace] = named;
    if (inOtherNamespace === undefined) return null;
    const reason =
      same.length > 0
        ? REASONS.alarmOnOtherDimensions(resource, ours)
        : REASONS.alarmOnOtherNamespace(resource, ours, inOtherNamespace.namespace);
    return { onOurMetric: false, reasons: [reason] };
  }
  const rings = oneEventRings(alarm, fitting, metric);
  if (rings.kind === 'no') return { onOurMetric: true, reasons: [REASONS.alarmNeverRings(resource, rings.why)] };
  if (rings.kind === 'unclear') return unclear(rings.why);
  const reasons: Reason<Phrase>[] = seesEveryValue(fitting, metric)
    ? []
    : [REASONS.metricWithDimensions(found.resource)];
  if (rings.once) reasons.push(REASONS.alarmRingsOnce(resource));
  return { onOurMetric: true, reasons };
}

/** A filter with dimensions publishes under each value of theirs and nowhere else. */
function sameDimensions(watched: WatchedMetric, metric: FedMetric): boolean {
  const names = Object.keys(watched.dimensions);
  return names.length === metric.dimensions.length && names.every((name) => metric.dimensions.includes(name));
}

/** An alarm names one value for each dimension: it sees them all only where there can be no other. */
function seesEveryValue(watched: WatchedMetric, metric: FedMetric): boolean {
  return Object.entries(watched.dimensions).every(
    ([name, value]) => name === '@aws.account' && value === metric.sourceAccount,
  );
}

function sameMetric(watched: WatchedMetric, metric: FedMetric): boolean {
  return watched.namespace === metric.namespace && watched.name === metric.name;
}

function withComposites(
  alarm: MetricAlarm,
  resource: Resource,
  reasons: readonly Reason<Phrase>[],
  alarms: Alarms,
  ref: EvidenceRef,
  region: string,
): readonly AlarmPath[] {
  const own: AlarmPath = { link: judgeLink('alarm', resource, reasons, [ref]), acting: { alarm, resource } };
  const composites = compositesOver(alarm, alarms.CompositeAlarms).map(({ composite, rings }): AlarmPath => {
    const compositeAs = alarmResource(composite, region);
    const more: Reason<Phrase>[] = [...reasons];
    if (rings === 'yes') more.push(REASONS.alarmThroughComposite(resource, compositeAs));
    if (rings === 'no')
      more.push(REASONS.alarmNeverRings(compositeAs, say`${alarm.AlarmName} alone does not satisfy its rule`));
    if (rings === 'unclear') {
      const readable = parseCompositeRule(composite.AlarmRule) !== null;
      const why = readable ? say`its rule depends on the state of other alarms` : say`its rule is not understood`;
      more.push(REASONS.alarmUnclear(compositeAs, why));
    }
    if (composite.ActionsSuppressor) more.push(REASONS.compositeSuppressed(compositeAs, composite.ActionsSuppressor));
    return { link: judgeLink('alarm', resource, more, [ref]), acting: { alarm: composite, resource: compositeAs } };
  });
  // An alarm that leaves acting to its composite is not itself at fault for having no action.
  const hasOwnActions = (alarm.AlarmActions ?? []).length > 0 && alarm.ActionsEnabled !== false;
  return composites.length > 0 && !hasOwnActions ? composites : [own, ...composites];
}

/** The composite alarms that look at this alarm, directly or through others, and whether it alone rings them. */
function compositesOver(
  alarm: MetricAlarm,
  composites: readonly CompositeAlarm[],
): readonly { readonly composite: CompositeAlarm; readonly rings: 'yes' | 'no' | 'unclear' }[] {
  const rules = new Map<CompositeAlarm, CompositeRule | null>();
  for (const composite of composites) rules.set(composite, parseCompositeRule(composite.AlarmRule));

  const above: CompositeAlarm[] = [];
  const reached = new Set([alarm.AlarmName, alarm.AlarmArn]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const composite of composites) {
      if (above.includes(composite)) continue;
      const rule = rules.get(composite) ?? null;
      const looksAtIt =
        rule === null ? mentions(composite.AlarmRule, reached) : alarmsOfRule(rule).some((one) => reached.has(one));
      if (!looksAtIt) continue;
      above.push(composite);
      reached.add(composite.AlarmName).add(composite.AlarmArn);
      grew = true;
    }
  }

  return above.map((composite) => {
    // The other alarms rest in OK or, without data, in INSUFFICIENT_DATA; which of the two must not matter.
    const after = (['OK', 'INSUFFICIENT_DATA'] as const).map((others) =>
      settle(composite, 'ALARM', others, alarm, rules),
    );
    const before = (['OK', 'INSUFFICIENT_DATA'] as const).map((others) =>
      settle(composite, 'OK', others, alarm, rules),
    );
    if (after.includes(null) || before.includes(null)) return { composite, rings: 'unclear' };
    if (after.every((state) => state === true) && before.every((state) => state === false))
      return { composite, rings: 'yes' };
    if (after.every((state) => state === false) || before.every((state) => state === true))
      return { composite, rings: 'no' };
    return { composite, rings: 'unclear' };
  });
}

/** Whether the composite is in ALARM when our alarm is in `state` and all others rest; null when a rule is not understood. */
function settle(
  target: CompositeAlarm,
  state: AlarmState,
  others: AlarmState,
  alarm: MetricAlarm,
  rules: ReadonlyMap<CompositeAlarm, CompositeRule | null>,
): boolean | null {
  const visiting = new Set<CompositeAlarm>();
  let understood = true;
  const stateOf = (name: string): AlarmState => {
    if (name === alarm.AlarmName || name === alarm.AlarmArn) return state;
    for (const composite of rules.keys()) {
      if (composite.AlarmName === name || composite.AlarmArn === name) return inAlarm(composite) ? 'ALARM' : 'OK';
    }
    return others;
  };
  const inAlarm = (composite: CompositeAlarm): boolean => {
    const rule = rules.get(composite) ?? null;
    // AWS allows rings of composites; what they do is not to be told from the rules alone.
    if (rule === null || visiting.has(composite)) {
      understood = false;
      return false;
    }
    visiting.add(composite);
    const value = evaluateRule(rule, stateOf);
    visiting.delete(composite);
    return value;
  };
  const value = inAlarm(target);
  return understood ? value : null;
}

function mentions(rule: string, names: ReadonlySet<string>): boolean {
  return [...names].some((name) => rule.includes(name));
}
