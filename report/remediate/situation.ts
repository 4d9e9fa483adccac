import type { Snapshot } from '../../snapshot/schema.js';
import type { Benchmark, BenchmarkEntry } from '../benchmarks/benchmark.js';
import type { EventControl } from '../controls/control.js';
import { CONTROLS } from '../controls/controls.js';
import { requirementOf } from '../controls/requirement-of.js';
import { type Account, buildAccount } from '../evaluate/account.js';
import type { Estate } from '../evaluate/estate.js';
import { type EventVerdict, judgeEvents } from '../evaluate/judge-events.js';
import { judgeSecurityHub } from '../evaluate/judge-security-hub.js';
import type { Lens } from '../evaluate/lens.js';
import { followPaths } from '../evaluate/paths.js';
import type { Outcome } from '../model.js';

/** How an account is judged: what stays the same while its snapshot is changed. */
export interface Situation {
  readonly estate: Estate;
  readonly benchmark: Benchmark;
  readonly lens: Lens;
}

/** The outcome of every control of the benchmark, by slug. */
export function outcomesOf(snapshot: Snapshot, { estate, benchmark, lens }: Situation): ReadonlyMap<string, Outcome> {
  const account = buildAccount(snapshot);
  const paths = followPaths(account, estate);
  const outcomes = new Map<string, Outcome>();
  for (const entry of benchmark.controls) {
    const control = CONTROLS.find(({ slug }) => slug === entry.slug);
    if (control?.kind === 'security-hub') outcomes.set(entry.slug, judgeSecurityHub(account).outcome);
    if (control?.kind === 'events') {
      outcomes.set(entry.slug, judgeEvents(account, estate, paths, requirementOf(control, entry), lens).outcome);
    }
  }
  return outcomes;
}

/** One control about events, judged on a snapshot. */
export function judgeOne(
  snapshot: Snapshot,
  control: EventControl,
  entry: BenchmarkEntry,
  { estate, lens }: Situation,
): { readonly account: Account; readonly verdict: EventVerdict } {
  const account = buildAccount(snapshot);
  const paths = followPaths(account, estate);
  return { account, verdict: judgeEvents(account, estate, paths, requirementOf(control, entry), lens) };
}
