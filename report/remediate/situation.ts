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
import { followPaths, type Paths } from '../evaluate/paths.js';
import type { Outcome } from '../model.js';
import { applySteps } from './apply.js';
import type { Step } from './step.js';

/** How an account is judged: what stays the same while its snapshot is changed. */
export interface Situation {
  readonly estate: Estate;
  readonly benchmark: Benchmark;
  readonly lens: Lens;
}

export interface Judged {
  readonly account: Account;
  readonly verdict: EventVerdict;
}

/**
 * The outcome of the controls of the benchmark, by slug.
 *
 * @param only slugs of those to judge; all when absent.
 */
export function outcomesOf(
  snapshot: Snapshot,
  situation: Situation,
  only?: ReadonlySet<string>,
): ReadonlyMap<string, Outcome> {
  const outcomes = new Map<string, Outcome>();
  for (const entry of situation.benchmark.controls) {
    if (only !== undefined && !only.has(entry.slug)) continue;
    const control = CONTROLS.find(({ slug }) => slug === entry.slug);
    if (control?.kind === 'security-hub') {
      outcomes.set(entry.slug, judgeSecurityHub(viewOf(snapshot, situation.estate).account).outcome);
    }
    if (control?.kind === 'events') {
      outcomes.set(entry.slug, judgeOne(snapshot, control, entry, situation).verdict.outcome);
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
): Judged {
  const { account, paths, verdicts } = viewOf(snapshot, estate);
  const known = verdicts.get(entry)?.[lens];
  if (known !== undefined) return { account, verdict: known };
  const verdict = judgeEvents(account, estate, paths, requirementOf(control, entry), lens);
  verdicts.set(entry, { ...verdicts.get(entry), [lens]: verdict });
  return { account, verdict };
}

/** The view of a snapshot and the paths in it, that its controls are judged on. */
export function pathsOf(
  snapshot: Snapshot,
  { estate }: Pick<Situation, 'estate'>,
): { readonly account: Account; readonly paths: Paths } {
  return viewOf(snapshot, estate);
}

/** Lets go of what is remembered of a snapshot: of many accounts it would be much. */
export function forget(snapshot: Snapshot): void {
  views.delete(snapshot);
}

/** A snapshot as it is after a step or two: the same object for the same steps, so that it is judged once. */
export function tryOut(snapshot: Snapshot, steps: readonly Step[], { estate }: Situation): Snapshot {
  const { trials } = viewOf(snapshot, estate);
  const key = JSON.stringify(steps);
  let after = trials.get(key);
  if (after === undefined) {
    after = applySteps(snapshot, steps);
    trials.set(key, after);
  }
  return after;
}

/** What is known of a snapshot. Many controls are mended by the same steps, and every change is judged for all of them. */
interface View {
  readonly estate: Estate;
  readonly account: Account;
  readonly paths: Paths;
  readonly verdicts: Map<BenchmarkEntry, { readonly [lens in Lens]?: EventVerdict }>;
  readonly trials: Map<string, Snapshot>;
}

const views = new WeakMap<Snapshot, View>();

function viewOf(snapshot: Snapshot, estate: Estate): View {
  let view = views.get(snapshot);
  if (view === undefined || view.estate !== estate) {
    const account = buildAccount(snapshot);
    view = { estate, account, paths: followPaths(account, estate), verdicts: new Map(), trials: new Map() };
    views.set(snapshot, view);
  }
  return view;
}
