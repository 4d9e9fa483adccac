import type { Phrase } from '../language/phrase.js';
import type { RemediationPlan } from '../model.js';
import type { AccountPlan } from './plan-account.js';
import { decisionsOf, keyOf, regionOfStep } from './step.js';
import { titleOf } from './titles.js';

/** The plan of an account as a report has it: what there is to do and why, without the commands. */
export function plannedSteps({ steps, purposes, closed, blocked }: AccountPlan): RemediationPlan<Phrase> {
  return {
    steps: steps.map((step) => ({
      kind: step.kind,
      title: titleOf(step),
      region: regionOfStep(step),
      controls: purposes.get(keyOf(step)) ?? [],
      decisions: decisionsOf([step]),
    })),
    closes: closed,
    blocked: blocked.map(({ slug, why }) => ({ control: slug, why })),
  };
}
