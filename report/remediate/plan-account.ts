import type { Snapshot } from '../../snapshot/schema.js';
import { CONTROLS } from '../controls/controls.js';
import { type Phrase, say } from '../language/phrase.js';
import type { Outcome } from '../model.js';
import { applySteps } from './apply.js';
import { brokenBy, type ControlPlan, planControl } from './plan-control.js';
import { outcomesOf, type Situation } from './situation.js';
import { keyOf, mergeSteps, type Step } from './step.js';

/** One plan for the account: what several findings need is done once. */
export interface AccountPlan {
  readonly steps: readonly Step[];
  /** By `keyOf` of a step: slugs of the controls that it is for. */
  readonly purposes: ReadonlyMap<string, readonly string[]>;
  /** What a later collection would see. Every control of `closed` was judged on it, and passes. */
  readonly after: Snapshot;
  readonly closed: readonly string[];
  readonly blocked: readonly { readonly slug: string; readonly why: Phrase }[];
}

/** How each failed control would be closed by itself, by slug, in the order of the controls. */
export type ControlPlans = ReadonlyMap<string, ControlPlan>;

/**
 * Plans all failed controls of an account together.
 *
 * @param only slugs of the controls to plan for; all that failed when absent.
 */
export function planAccount(snapshot: Snapshot, situation: Situation, only?: readonly string[]): AccountPlan {
  const before = outcomesOf(snapshot, situation);
  return joinPlans(snapshot, situation, before, planControls(snapshot, situation, before, only));
}

/** Plans each failed control by itself, on the account as it is. */
export function planControls(
  snapshot: Snapshot,
  situation: Situation,
  before: ReadonlyMap<string, Outcome>,
  only?: readonly string[],
): ControlPlans {
  const plans = new Map<string, ControlPlan>();
  for (const control of CONTROLS) {
    const entry = situation.benchmark.controls.find(({ slug }) => slug === control.slug);
    if (entry === undefined || before.get(control.slug) !== 'fail') continue;
    if (only !== undefined && !only.includes(control.slug)) continue;
    plans.set(control.slug, planControl(snapshot, control, entry, situation, before));
  }
  return plans;
}

/**
 * The plans of single controls as one: the steps of each, what is shared once. They are judged once more, together; where
 * they are in each other's way, the controls are planned one after another instead.
 */
export function joinPlans(
  snapshot: Snapshot,
  situation: Situation,
  before: ReadonlyMap<string, Outcome>,
  plans: ControlPlans,
): AccountPlan {
  const joined = together(snapshot, situation, plans);
  if (isProven(joined, situation, before)) return joined;
  const chained = oneAfterAnother(snapshot, situation, before, plans);
  if (isProven(chained, situation, before)) return chained;
  const why = say`The changes for this and for other findings stand in each other's way: plan it by itself.`;
  const blocked = [...chained.blocked, ...chained.closed.map((slug) => ({ slug, why }))];
  return { steps: [], purposes: new Map(), after: snapshot, closed: [], blocked };
}

/** What does not close its control is not printed. */
function isProven({ after, closed }: AccountPlan, situation: Situation, before: ReadonlyMap<string, Outcome>): boolean {
  const now = outcomesOf(after, situation, new Set(closed));
  return closed.every((slug) => now.get(slug) === 'pass') && brokenBy(after, situation, before).length === 0;
}

function together(snapshot: Snapshot, situation: Situation, plans: ControlPlans): AccountPlan {
  const closing = [...plans].flatMap(([slug, plan]) => (plan.kind === 'closes' ? [{ slug, plan }] : []));
  const stuck = [...plans].flatMap(([slug, plan]) => (plan.kind === 'blocked' ? [{ slug, why: plan.why }] : []));
  const [first, second] = closing;
  const steps = mergeSteps(closing.flatMap(({ plan }) => plan.steps));
  const after = first !== undefined && second === undefined ? first.plan.after : applySteps(snapshot, steps);
  // What is in the way of one may be closed by what is done for another.
  const now = outcomesOf(after, situation, new Set(stuck.map(({ slug }) => slug)));
  const blocked = stuck.filter(({ slug }) => now.get(slug) !== 'pass');
  const open = new Set(blocked.map(({ slug }) => slug));
  return {
    steps,
    purposes: purposesOf(
      closing.map(({ slug, plan }) => [slug, plan.steps]),
      steps,
    ),
    after,
    closed: [...plans.keys()].filter((slug) => !open.has(slug)),
    blocked,
  };
}

/** Each on the account as the steps before leave it. */
function oneAfterAnother(
  snapshot: Snapshot,
  situation: Situation,
  before: ReadonlyMap<string, Outcome>,
  plans: ControlPlans,
): AccountPlan {
  let after = snapshot;
  const steps: (readonly [slug: string, steps: readonly Step[]])[] = [];
  // What passed, and what is closed so far, is to stay so.
  const now = new Map(before);
  const closed: string[] = [];
  const blocked: { slug: string; why: Phrase }[] = [];
  for (const slug of plans.keys()) {
    const control = CONTROLS.find((one) => one.slug === slug);
    const entry = situation.benchmark.controls.find((one) => one.slug === slug);
    if (control === undefined || entry === undefined) continue;
    const plan = planControl(after, control, entry, situation, now);
    if (plan.kind === 'blocked') {
      blocked.push({ slug, why: plan.why });
      continue;
    }
    closed.push(slug);
    steps.push([slug, plan.steps]);
    after = plan.after;
    now.set(slug, 'pass');
  }
  const merged = mergeSteps(steps.flatMap(([, own]) => own));
  // Merged and put in order, they are applied anew.
  return { steps: merged, purposes: purposesOf(steps, merged), after: applySteps(snapshot, merged), closed, blocked };
}

/** @param merged the steps of all plans, put together. */
function purposesOf(
  plans: readonly (readonly [slug: string, steps: readonly Step[]])[],
  merged: readonly Step[],
): ReadonlyMap<string, readonly string[]> {
  const purposes = new Map<string, readonly string[]>();
  for (const [slug, steps] of plans) {
    for (const key of new Set(steps.map((step) => keyOf(standIn(step, merged))))) {
      purposes.set(key, [...(purposes.get(key) ?? []), slug]);
    }
  }
  return purposes;
}

/** The step that is taken for this one: an alarm that is put has its actions switched on by that. */
function standIn(step: Step, merged: readonly Step[]): Step {
  if (step.kind !== 'enable-alarm-actions') return step;
  const put = merged.find(
    (one) => one.kind === 'put-alarm' && one.region === step.region && one.alarm.AlarmName === step.alarmName,
  );
  return put ?? step;
}
