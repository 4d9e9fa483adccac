import { canonicalLine } from '../../snapshot/canonical-json.js';
import { comparePatterns } from './compare-patterns.js';
import type { FieldChange } from './diff.js';
import { isObject } from './volatile.js';

/** Longer than any policy of AWS; longer text is compared as text. */
const MAX_INNER_JSON = 64 * 1024;

/** Members by which AWS tells the items of its lists apart. */
const IDENTITIES = ['Id', 'Name', 'Field', 'metricName'];

/**
 * Field by field, down to the leaves. Lists are compared without regard to their order, which AWS does not promise.
 * Policies and the like, which are JSON inside a text, are compared as JSON.
 */
export function compareFields(before: unknown, after: unknown, path = ''): readonly FieldChange[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) =>
      compareFields(own(before, key), own(after, key), path === '' ? key : `${path}.${key}`),
    );
  }
  if (same(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) {
    const pairs = pairsOf(before, after);
    if (pairs !== null) return pairs.flatMap(([one, other, place]) => compareFields(one, other, `${path}[${place}]`));
  }
  const change = { path, before: before ?? null, after: after ?? null };
  if (path !== 'filterPattern' || typeof before !== 'string' || typeof after !== 'string') return [change];
  return [{ ...change, pattern: comparePatterns(before, after) }];
}

function own(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function same(before: unknown, after: unknown): boolean {
  return canonicalLine(settledOrder(before)) === canonicalLine(settledOrder(after));
}

function settledOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value
      .map(settledOrder)
      .map((item) => [canonicalLine(item), item] as const)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([, item]) => item);
  }
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, settledOrder(item)]));
  return typeof value === 'string' ? textOrJson(value) : (value ?? null);
}

function textOrJson(text: string): unknown {
  if (!/^\s*[{[]/.test(text) || text.length > MAX_INNER_JSON) return text;
  try {
    return settledOrder(JSON.parse(text));
  } catch {
    return text;
  }
}

type Pair = readonly [before: unknown, after: unknown, place: string];

/** Items that are the same thing on both sides; null where that cannot be told, so that the lists are shown whole. */
function pairsOf(before: readonly unknown[], after: readonly unknown[]): readonly Pair[] | null {
  if (![...before, ...after].every(isObject)) return null;
  if (before.length === 1 && after.length === 1) return [[before[0], after[0], '0']];
  for (const identity of IDENTITIES) {
    const [one, other] = [byIdentity(before, identity), byIdentity(after, identity)];
    if (one === null || other === null) continue;
    const names = [...new Set([...one.keys(), ...other.keys()])].sort();
    return names.map((name) => [one.get(name), other.get(name), name]);
  }
  // Without a name an item is known by its place, as long as none has moved to another.
  if (before.length !== after.length || moved(before, after) || moved(after, before)) return null;
  return before.map((item, index) => [item, after[index], String(index)]);
}

function moved(from: readonly unknown[], to: readonly unknown[]): boolean {
  return from.some((item, index) => !same(item, to[index]) && to.some((other) => same(item, other)));
}

function byIdentity(items: readonly unknown[], identity: string): ReadonlyMap<string, unknown> | null {
  const found = new Map<string, unknown>();
  for (const item of items) {
    const name = isObject(item) ? item[identity] : undefined;
    if (typeof name !== 'string' || found.has(name)) return null;
    found.set(name, item);
  }
  return found;
}
