import type { Snapshot } from '../../snapshot/schema.js';
import { CONTROLS } from '../controls/controls.js';
import type { Outcome } from '../model.js';
import { applySteps } from './apply.js';
import { brokenBy, planControl } from './plan-control.js';
import { outcomesOf, type Situation } from './situation.js';
import { mergeSteps, type Step } from './step.js';

/** One plan for the account: what several findings need is done once. */
export interface AccountPlan {
  readonly steps: readonly Step[];
  /** What a later collection would see. Every control of `closed` was judged on it, and passes. */
  readonly after: Snapshot;
  readonly closed: readonly string[];
  readonly blocked: readonly { readonly slug: string; readonly why: string }[];
}

/**
 * Plans the failed controls one after another, each on the account as the steps before leave it.
 *
 * @param only slugs of the controls to plan for; all that failed when absent.
 */
export function planAccount(snapshot: Snapshot, situation: Situation, only?: readonly string[]): AccountPlan {
  const before = outcomesOf(snapshot, situation);
  let after = snapshot;
  let steps: readonly Step[] = [];
  // What passed, and what is closed so far, is to stay so.
  const now = new Map(before);
  const closed: string[] = [];
  const blocked: { slug: string; why: string }[] = [];
  for (const control of CONTROLS) {
    const entry = situation.benchmark.controls.find(({ slug }) => slug === control.slug);
    if (entry === undefined || before.get(control.slug) !== 'fail') continue;
    if (only !== undefined && !only.includes(control.slug)) continue;
    const plan = planControl(after, control, entry, situation, now);
    if (plan.kind === 'blocked') {
      blocked.push({ slug: control.slug, why: plan.why });
      continue;
    }
    closed.push(control.slug);
    steps = [...steps, ...plan.steps];
    after = plan.after;
    now.set(control.slug, 'pass');
  }
  return proven(snapshot, situation, { steps: mergeSteps(steps), after, closed, blocked }, before);
}

/** Merged and put in order, the steps are judged once more, together: what does not close its control is not printed. */
function proven(
  snapshot: Snapshot,
  situation: Situation,
  plan: AccountPlan,
  before: ReadonlyMap<string, Outcome>,
): AccountPlan {
  const after = applySteps(snapshot, plan.steps);
  const now = outcomesOf(after, situation);
  const open = plan.closed.filter((slug) => now.get(slug) !== 'pass');
  if (open.length === 0 && brokenBy(after, situation, before).length === 0) return { ...plan, after };
  const why = "The changes for this and for other findings stand in each other's way: plan it by itself.";
  const blocked = [...plan.blocked, ...plan.closed.map((slug) => ({ slug, why }))];
  return { steps: [], after: snapshot, closed: [], blocked };
}
