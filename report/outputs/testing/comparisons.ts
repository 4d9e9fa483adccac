// A comparison and a history with something of everything in them, and the same with every text from outside replaced.
import { type AccountPlan, buildSnapshot } from '../../../samples/account-builder.js';
import { gapsAccount, goodAccount, partlyReadAccount } from '../../../samples/accounts.js';
import { YEAR } from '../../../samples/year.js';
import { canonicalJson } from '../../../snapshot/canonical-json.js';
import type { ReadSnapshot } from '../../../snapshot/parse-snapshot.js';
import { digestOf } from '../../../snapshot/seal.js';
import { findBenchmark } from '../../benchmarks/benchmarks.js';
import { compareSnapshots } from '../../compare/compare-snapshots.js';
import type { Diff } from '../../compare/diff.js';
import type { History } from '../../compare/history.js';
import { HistoryBook } from '../../compare/history-book.js';

const ABOUT = { tool: { name: 'trailproof', version: '0.0.0' }, generatedAt: '2026-11-11T00:00:00Z' };
const BEFORE = '2026-11-01T09:14:02.000Z';
const AFTER = '2026-11-03T09:14:02.000Z';

async function read(plan: AccountPlan): Promise<ReadSnapshot> {
  const snapshot = await buildSnapshot(plan);
  return { snapshot, digest: digestOf(canonicalJson(snapshot)) };
}

/** Two accounts: one with regressions, one that could only partly be read; and one that is on one side only. */
export async function sampleDiff(accounts: 'one' | 'several'): Promise<Diff> {
  const benchmark = findBenchmark('5.0.0');
  if (benchmark === null) throw new Error('no benchmark');
  const [one, two, three] = ['111122223333', '222233334444', '333344445555'] as const;
  const pairs = [
    [goodAccount(one, 'example-prod', BEFORE), gapsAccount(one, 'example-prod', AFTER)],
    [goodAccount(two, null, BEFORE), partlyReadAccount(two, null, AFTER)],
  ] as const;
  const used = accounts === 'one' ? pairs.slice(0, 1) : pairs;
  const before = await Promise.all(used.map(([plan]) => read(plan)));
  const after = await Promise.all(used.map(([, plan]) => read(plan)));
  const extra = accounts === 'one' ? [] : [await read(goodAccount(three, null, AFTER))];
  return compareSnapshots(before, [...after, ...extra], {
    ...ABOUT,
    lens: 'effective',
    benchmarks: { before: benchmark, after: benchmark },
  });
}

export async function sampleHistory(accounts: 'one' | 'several'): Promise<History> {
  const benchmark = findBenchmark('5.0.0');
  if (benchmark === null) throw new Error('no benchmark');
  const book = new HistoryBook({ benchmark, lens: 'effective' });
  for (const { plan } of YEAR) book.add(await read(plan));
  if (accounts === 'several') book.add(await read(gapsAccount('222233334444', 'example-shop', AFTER)));
  return book.finish(ABOUT);
}

/** Members whose values come from outside. */
const OUTSIDE = new Set(['account', 'alias', 'id', 'name', 'region', 'path', 'operation', 'title', 'version']);

/** A copy with every text that could come from outside replaced, values of fields and conditions too. */
export function poisonedComparison<T extends Diff | History>(comparison: T, text: string): T {
  const walk = (value: unknown, key: string, free: boolean): unknown => {
    if (typeof value === 'string') return free || OUTSIDE.has(key) ? text : value;
    if (Array.isArray(value)) return value.map((item) => walk(item, key, free));
    if (value === null || typeof value !== 'object') return value;
    const isField = Object.hasOwn(value, 'path') && Object.hasOwn(value, 'before');
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => {
        const outside =
          name === 'values' ||
          name === 'paths' ||
          (isField && (name === 'before' || name === 'after')) ||
          (key === 'pattern' && Array.isArray(member));
        return [name, walk(member, name, outside)];
      }),
    );
  };
  return walk(comparison, '', false) as T;
}
