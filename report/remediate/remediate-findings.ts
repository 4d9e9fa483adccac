import type { Snapshot } from '../../snapshot/schema.js';
import { CONTROLS } from '../controls/controls.js';
import type { ControlResult, Outcome, Remediation } from '../model.js';
import { planControl } from './plan-control.js';
import { replacesPublished } from './prescribed-pattern.js';
import { renderShellSnippet } from './shell-script.js';
import type { Situation } from './situation.js';
import { decisionsOf, type Step } from './step.js';
import { titleOf } from './titles.js';

/**
 * Gives every failed control what would close it: proven on the snapshot, or else what stands in the way.
 *
 * @param results of one account under one benchmark version.
 */
export function remediateFindings(
  snapshot: Snapshot,
  situation: Situation,
  results: readonly ControlResult[],
): readonly ControlResult[] {
  const before = new Map<string, Outcome>(results.map(({ slug, outcome }) => [slug, outcome]));
  return results.map((result) =>
    result.outcome === 'fail' ? { ...result, remediation: remediate(snapshot, situation, result, before) } : result,
  );
}

function remediate(
  snapshot: Snapshot,
  situation: Situation,
  { slug, shortTitle }: ControlResult,
  before: ReadonlyMap<string, Outcome>,
): Remediation | null {
  const control = CONTROLS.find((one) => one.slug === slug);
  const entry = situation.benchmark.controls.find((one) => one.slug === slug);
  if (control === undefined || entry === undefined) return null;
  const plan = planControl(snapshot, control, entry, situation, before);
  if (plan.kind === 'blocked') return { summary: `No commands are given. ${plan.why}`, script: null };
  const notes = control.kind === 'events' && replacesPublished(control, entry) ? notesOn(plan.steps) : [];
  return {
    summary: [summaryOf(plan.steps), ...notes].join(' '),
    script: renderShellSnippet({
      account: snapshot.account.id,
      time: snapshot.startedAt,
      purpose: `${shortTitle}: closes the finding.`,
      steps: plan.steps,
      before: snapshot,
      after: plan.after,
    }),
  };
}

/** What the steps do, in sentences; the first is what everything rests on. */
export function summaryOf(steps: readonly Step[]): string {
  const titles = steps.map(titleOf);
  const doing =
    titles.length === 1
      ? `One change closes it: ${lowerFirst(titles[0] ?? '')}.`
      : `${titles.length} changes close it, in this order: ${titles.map(lowerFirst).join('; ')}.`;
  const decisions = decisionsOf(steps);
  return [
    doing,
    ...(decisions.length === 0 ? [] : [`To be decided first: ${decisions.join(', ')}.`]),
    ...(steps.some((step) => step.kind === 'subscribe')
      ? ['Whoever is subscribed has to confirm it: until then nobody is told.']
      : []),
    ...(steps.some((step) => step.kind === 'enable-security-hub') ? ['Security Hub is charged by use.'] : []),
  ].join(' ');
}

function notesOn(steps: readonly Step[]): readonly string[] {
  return steps.some((step) => step.kind === 'put-filter')
    ? [
        'The pattern is what the published one is meant to say: as printed, it matches nearly every event, and an alarm that always rings is soon switched off.',
      ]
    : [];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
