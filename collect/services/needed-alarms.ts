// Which alarms the controls need: those that watch a metric of a collected filter, and the composite alarms over them.
import type { Call } from '../../snapshot/schema.js';
import type { Reduction } from '../collector.js';
import { type Item, itemOf, items, itemsOf, textOf, withItems } from '../read-answer.js';

/** The metrics that the collected filters of a region feed. */
export interface FilterMetrics {
  readonly has: (namespace: string | null, name: string | null) => boolean;
  readonly names: ReadonlySet<string>;
}

export function filterMetrics(calls: readonly Call[], region: string): FilterMetrics {
  const metrics = calls
    .filter((call) => call.region === region)
    .flatMap((call) => items(call, 'metricFilters'))
    .flatMap((filter) => itemsOf(filter, 'metricTransformations'));
  const keys = new Set(metrics.map((metric) => key(textOf(metric, 'metricNamespace'), textOf(metric, 'metricName'))));
  return {
    has: (namespace, name) => keys.has(key(namespace, name)),
    names: new Set(metrics.flatMap((metric) => textOf(metric, 'metricName') ?? [])),
  };
}

function key(namespace: string | null, name: string | null): string {
  return JSON.stringify([namespace, name]);
}

/** Whether an alarm watches one of the metrics: directly, within metric math, or by a query that fetches its own. */
export function couldMatter(alarm: Item, metrics: FilterMetrics): boolean {
  return watches(alarm, (namespace, name) => metrics.has(namespace, name)) || fetchesItsOwn(alarm);
}

/** The same, or it watches a metric of the same name elsewhere: the slip that explains why an alarm is silent. */
function isNeeded(alarm: Item, metrics: FilterMetrics): boolean {
  return watches(alarm, (_, name) => name !== null && metrics.names.has(name)) || fetchesItsOwn(alarm);
}

function watches(alarm: Item, fits: (namespace: string | null, name: string | null) => boolean): boolean {
  if (fits(textOf(alarm, 'Namespace'), textOf(alarm, 'MetricName'))) return true;
  return itemsOf(alarm, 'Metrics').some((entry) => {
    const stat = itemOf(entry, 'MetricStat');
    const metric = stat === null ? null : itemOf(stat, 'Metric');
    return metric !== null && fits(textOf(metric, 'Namespace'), textOf(metric, 'MetricName'));
  });
}

function fetchesItsOwn(alarm: Item): boolean {
  return itemsOf(alarm, 'Metrics').some((entry) => /\b(?:SELECT|SEARCH)\b/i.test(textOf(entry, 'Expression') ?? ''));
}

/** Leaves out of DescribeAlarms what no control needs. Which composite alarms count is known when all are there. */
export function neededAlarms(metrics: FilterMetrics): Reduction {
  return {
    page: (page) => withItems(page, 'MetricAlarms', (alarm) => isNeeded(alarm, metrics)),
    whole: (answer) => {
      const needed = neededComposites(itemsOf(answer, 'MetricAlarms'), itemsOf(answer, 'CompositeAlarms'));
      return withItems(answer, 'CompositeAlarms', (composite) => needed.has(composite));
    },
  };
}

/**
 * The composite alarms that look at one of the alarms, directly or through others; and those that such a composite
 * looks at, for its state hangs on them too.
 */
function neededComposites(alarms: readonly Item[], composites: readonly Item[]): ReadonlySet<Item> {
  const rules = new Map(composites.map((composite) => [composite, ruleOf(composite)]));
  const needed = new Set<Item>();
  const reached = new Set(alarms.flatMap(namesOf));
  for (let grew = true; grew; ) {
    grew = false;
    for (const [composite, mentions] of rules) {
      if (needed.has(composite) || ![...reached].some(mentions)) continue;
      needed.add(composite);
      for (const name of namesOf(composite)) reached.add(name);
      grew = true;
    }
  }
  for (const above of needed) {
    const mentions = rules.get(above);
    for (const below of composites) if (mentions !== undefined && namesOf(below).some(mentions)) needed.add(below);
  }
  return needed;
}

function namesOf(alarm: Item): readonly string[] {
  return [textOf(alarm, 'AlarmName'), textOf(alarm, 'AlarmArn')].filter((name) => name !== null);
}

const STATE = /\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]+)"|'([^']+)'|([^\s()"']+))\s*\)/g;

/** Tells whether a composite's rule mentions an alarm. Of a rule that is not understood, every part is a mention. */
function ruleOf(composite: Item): (name: string) => boolean {
  const rule = textOf(composite, 'AlarmRule') ?? '';
  const named = new Set([...rule.matchAll(STATE)].map((state) => state[1] ?? state[2] ?? state[3] ?? ''));
  const rest = rule.replace(STATE, '').replace(/\b(?:AND|OR|NOT|TRUE|FALSE)\b|[()\s]/g, '');
  return rest === '' ? (name) => named.has(name) : (name) => rule.includes(name);
}
