import { compareFields } from './compare-fields.js';
import type { AskedCall, Configuration, ConfiguredResource } from './configuration.js';
import { isAnswer } from './configuration.js';
import type { CallChange, CallStatus, FieldChange, ResourceChange, ResourceRef, UnreadResource } from './diff.js';
import { RESOURCE_KINDS } from './diff.js';
import { isObject } from './volatile.js';

export interface ResourceComparison {
  readonly changes: readonly ResourceChange[];
  readonly unread: readonly UnreadResource[];
}

/**
 * What was added, removed or changed. A resource counts as added or removed only where the other snapshot was answered
 * when it asked for it, and would have stored it.
 */
export function compareResources(before: Configuration, after: Configuration): ResourceComparison {
  const changes: ResourceChange[] = [];
  const unread: UnreadResource[] = [];
  const both = new Map([...before.resources, ...after.resources]);
  for (const [key] of [...both].sort(([, one], [, other]) => inOrder(one, other))) {
    const [was, is] = [before.resources.get(key), after.resources.get(key)];
    // A history keeps what did not change once: most of a configuration is the very same thing.
    if (was === is) continue;
    if (was !== undefined && is !== undefined) {
      const fields = fieldsChanged(was, is);
      if (fields.length > 0) changes.push({ ...refOf(is), change: 'changed', fields });
    } else if (is !== undefined) {
      const missing = missingFrom(before, is);
      if (missing === 'gone') changes.push({ ...refOf(is), change: 'added', fields: [] });
      else if (missing !== 'with-parent') unread.push({ ...refOf(is), readIn: 'after', why: missing });
    } else if (was !== undefined) {
      const missing = missingFrom(after, was);
      if (missing === 'gone') changes.push({ ...refOf(was), change: 'removed', fields: [] });
      else if (missing !== 'with-parent') unread.push({ ...refOf(was), readIn: 'before', why: missing });
    }
  }
  return { changes, unread };
}

const NATURAL = new Intl.Collator('en', { numeric: true });

function inOrder(one: ResourceRef, other: ResourceRef): number {
  const kinds = RESOURCE_KINDS.indexOf(one.kind) - RESOURCE_KINDS.indexOf(other.kind);
  return kinds || NATURAL.compare(one.id, other.id) || (one.id < other.id ? -1 : 1);
}

/** The calls that one side answered and the other did not. */
export function compareCalls(before: Configuration, after: Configuration): readonly CallChange[] {
  const keys = [...new Set([...before.calls.keys(), ...after.calls.keys()])].sort();
  return keys.flatMap((key): CallChange[] => {
    const [was, is] = [before.calls.get(key), after.calls.get(key)];
    const call = is ?? was;
    if (call === undefined) return [];
    const [from, to] = [statusOf(was), statusOf(is)];
    // What nobody asked about is no loss: a topic that no alarm names any more.
    if (isAnswer(from) === isAnswer(to) || from === 'not-asked' || to === 'not-asked') return [];
    return [{ operation: call.operation, region: call.region, input: call.input, before: from, after: to }];
  });
}

function statusOf(call: AskedCall | undefined): CallStatus {
  return call?.status ?? 'not-asked';
}

function refOf({ kind, id, name, region }: ConfiguredResource): ResourceRef {
  return { kind, id, name, region };
}

/** Only what both sides were told of. */
function fieldsChanged(before: ConfiguredResource, after: ConfiguredResource): readonly FieldChange[] {
  return Object.entries(before.parts).flatMap(([name, part]) => {
    const other = after.parts[name];
    return other === undefined ? [] : compareFields(part.fields, other.fields, name);
  });
}

/** Why a configuration does not have a resource: `gone` when it would be there if it existed. */
function missingFrom(
  configuration: Configuration,
  resource: ConfiguredResource,
): 'gone' | 'with-parent' | 'not-stored' | CallStatus {
  const asked = resource.calls.map((key) => configuration.calls.get(key)).find((call) => call !== undefined);
  if (asked !== undefined) {
    if (!isAnswer(asked.status)) return asked.status;
    return mayBeOmitted(configuration, asked, resource) ? 'not-stored' : 'gone';
  }
  if (resource.parent === null) return 'not-asked';
  // With the log group its filters are gone, and with a topic its subscriptions.
  const parent = configuration.resources.get(resource.parent);
  if (parent !== undefined) return 'not-asked';
  return parentGone(configuration, resource.parent) ? 'gone' : 'with-parent';
}

/** A log group or topic that was asked for by name and is not there. */
function parentGone({ calls }: Configuration, parent: string): boolean {
  const [kind, id = ''] = splitKey(parent);
  return [...calls.values()].some((call) => {
    if (!isAnswer(call.status)) return false;
    if (kind === 'topic') return call.input['TopicArn'] === id;
    return (
      call.operation === 'logs:DescribeLogGroups' && `${call.region}:${String(call.input['logGroupNamePrefix'])}` === id
    );
  });
}

function splitKey(key: string): readonly [string, string] {
  const bar = key.indexOf('|');
  return [key.slice(0, bar), key.slice(bar + 1)];
}

/**
 * Whether the answer may have had the alarm and the snapshot not: alarms that no control needs are counted and not
 * stored. One that watches a metric of a name that a filter there feeds would have been stored.
 */
function mayBeOmitted(configuration: Configuration, asked: AskedCall, resource: ConfiguredResource): boolean {
  if (resource.kind !== 'alarm' || Object.keys(asked.omitted).length === 0) return false;
  const fed = new Set(
    [...configuration.resources.values()]
      .filter((one) => one.kind === 'metric-filter' && one.region === asked.region)
      .flatMap((one) => metricNames(one.parts['']?.fields['metricTransformations'], 'metricName')),
  );
  const fields = resource.parts['']?.fields ?? {};
  const watched = [
    ...(typeof fields['MetricName'] === 'string' ? [fields['MetricName']] : []),
    ...statNames(fields['Metrics']),
  ];
  return !watched.some((name) => fed.has(name));
}

function metricNames(list: unknown, member: string): readonly string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    const name = isObject(item) ? item[member] : undefined;
    return typeof name === 'string' ? [name] : [];
  });
}

function statNames(metrics: unknown): readonly string[] {
  if (!Array.isArray(metrics)) return [];
  const stats = metrics.flatMap((entry: unknown) => (isObject(entry) ? [entry['MetricStat']] : []));
  return metricNames(
    stats.flatMap((stat) => (isObject(stat) ? [stat['Metric']] : [])),
    'MetricName',
  );
}
