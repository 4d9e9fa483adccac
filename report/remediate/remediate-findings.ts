import type { Snapshot } from '../../snapshot/schema.js';
import { CONTROLS } from '../controls/controls.js';
import { inEnglish, joined, type Phrase, plural, say, text } from '../language/phrase.js';
import type { ControlResult, Outcome, Remediation } from '../model.js';
import { type ControlPlans, planControls } from './plan-account.js';
import type { ControlPlan } from './plan-control.js';
import { replacesPublished } from './prescribed-pattern.js';
import { renderShellSnippet } from './shell-script.js';
import type { Situation } from './situation.js';
import { decisionsOf, type Step } from './step.js';
import { doingOf } from './titles.js';

/**
 * Gives every failed control what would close it: proven on the snapshot, or else what stands in the way.
 *
 * @param results of one account under one benchmark version.
 * @returns the results, and the plans that their remediation was made from.
 */
export function remediateFindings(
  snapshot: Snapshot,
  situation: Situation,
  results: readonly ControlResult<Phrase>[],
): { readonly controls: readonly ControlResult<Phrase>[]; readonly plans: ControlPlans } {
  const plans = planControls(snapshot, situation, outcomesIn(results));
  const controls = results.map((result) => {
    const plan = plans.get(result.slug);
    return plan === undefined ? result : { ...result, remediation: remediate(snapshot, situation, result, plan) };
  });
  return { controls, plans };
}

/** The outcome of each control, by slug. */
export function outcomesIn(
  results: readonly Pick<ControlResult<Phrase>, 'slug' | 'outcome'>[],
): ReadonlyMap<string, Outcome> {
  return new Map(results.map(({ slug, outcome }) => [slug, outcome]));
}

function remediate(
  snapshot: Snapshot,
  situation: Situation,
  { slug, shortTitle }: ControlResult<Phrase>,
  plan: ControlPlan,
): Remediation<Phrase> | null {
  const control = CONTROLS.find((one) => one.slug === slug);
  const entry = situation.benchmark.controls.find((one) => one.slug === slug);
  if (control === undefined || entry === undefined) return null;
  if (plan.kind === 'blocked') return { summary: text(say`No commands are given.`, plan.why), script: null };
  const notes = control.kind === 'events' && replacesPublished(control, entry) ? notesOn(plan.steps) : [];
  return {
    summary: text(summaryOf(plan.steps), ...notes),
    script: renderShellSnippet({
      account: snapshot.account.id,
      time: snapshot.startedAt,
      purpose: `${inEnglish(shortTitle)}: closes the finding.`,
      steps: plan.steps,
      before: snapshot,
      after: plan.after,
    }),
  };
}

/** What the steps do, in sentences; the first is what everything rests on. */
export function summaryOf(steps: readonly Step[]): Phrase {
  const decisions = decisionsOf(steps);
  return text(
    changesIn(steps),
    ...(decisions.length === 0 ? [] : [say`To be decided first: ${decisions.join(', ')}.`]),
    ...(steps.some((step) => step.kind === 'subscribe')
      ? [say`Whoever is subscribed has to confirm it: until then nobody is told.`]
      : []),
    ...(steps.some((step) => step.kind === 'enable-security-hub') ? [say`Security Hub is charged by use.`] : []),
  );
}

function changesIn(steps: readonly Step[]): Phrase {
  const [first, ...rest] = steps.map(doingOf);
  if (first === undefined) return say`No change is needed.`;
  const changes = joined([first, ...rest], (before, next) => say`${before}; ${next}`);
  return plural(steps.length, {
    one: say`One change closes it: ${changes}.`,
    other: say`${steps.length} changes close it, in this order: ${changes}.`,
  });
}

function notesOn(steps: readonly Step[]): readonly Phrase[] {
  return steps.some((step) => step.kind === 'put-filter')
    ? [
        say`The pattern is what the published one is meant to say: as printed, it matches nearly every event, and an alarm that always rings is soon switched off.`,
      ]
    : [];
}
