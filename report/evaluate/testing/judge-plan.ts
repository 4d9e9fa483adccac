import { type AccountPlan, buildSnapshot } from '../../../samples/account-builder.js';
import { goodAccount } from '../../../samples/accounts.js';
import type { Snapshot } from '../../../snapshot/schema.js';
import { DEFAULT_BENCHMARK, findBenchmark } from '../../benchmarks/benchmarks.js';
import { judgeAccount } from '../../make-report.js';
import type { ControlResult } from '../../model.js';
import { buildAccount } from '../account.js';
import { makeEstate } from '../estate.js';
import type { Lens } from '../lens.js';

export const GOOD = goodAccount('111122223333', 'example-prod', '2026-11-03T09:14:02.000Z');
export const HOME = 'eu-west-1';

/** Judges a snapshot under a benchmark version; results by slug. */
export function judgeSnapshot(
  snapshot: Snapshot,
  version = DEFAULT_BENCHMARK,
  lens: Lens = 'effective',
  others: readonly Snapshot[] = [],
): ReadonlyMap<string, ControlResult> {
  const benchmark = findBenchmark(version);
  if (benchmark === null) throw new Error(`no benchmark ${version}`);
  const estate = makeEstate([snapshot, ...others].map(buildAccount));
  const { controls } = judgeAccount({ snapshot, digest: '0'.repeat(64) }, estate, { benchmarks: [benchmark], lens });
  return new Map(controls.map((control) => [control.slug, control]));
}

/** Judges the account in which everything works, changed as given. */
export async function judgePlan(
  change: Partial<AccountPlan> = {},
  version = DEFAULT_BENCHMARK,
  lens: Lens = 'effective',
): Promise<ReadonlyMap<string, ControlResult>> {
  return judgeSnapshot(await buildSnapshot({ ...GOOD, ...change }), version, lens);
}

export function controlOf(results: ReadonlyMap<string, ControlResult>, slug: string): ControlResult {
  const found = results.get(slug);
  if (found === undefined) throw new Error(`no control ${slug}`);
  return found;
}
