// The account's plan: every step once, in order, with what it is for and what it asks of a person.

import { counted, figure } from '../../language/locale.js';
import type { AccountSummary, ControlResult, RemediationPlan } from '../../model.js';
import { DECISIONS } from '../../remediate/step.js';
import type { Drafting } from './control-view.js';
import type { Markup } from './markup.js';
import { withCode } from './text.js';
import type { SectionView } from './view-model.js';

/** A control by its number, with the anchor of its own part; null where it is not in the document. */
interface ControlLink {
  readonly id: Markup;
  readonly title: Markup;
  readonly anchor: string | null;
}

export interface PlanView {
  readonly section: SectionView;
  /** There is nothing in it but a sentence or two. */
  readonly short: boolean;
  readonly lead: readonly string[];
  readonly commands: Markup | null;
  readonly decisions: readonly { readonly name: string; readonly text: string }[];
  readonly steps: readonly {
    readonly anchor: string;
    readonly number: string;
    readonly title: Markup;
    readonly region: Markup;
    readonly controls: readonly ControlLink[];
    readonly decisions: readonly string[];
  }[];
  readonly notes: readonly string[];
  readonly blocked: readonly { readonly control: ControlLink; readonly why: Markup }[];
}

/** @param controls of the account, under the report's own version. */
export function planView(
  { locale, long }: Drafting,
  { plan }: AccountSummary,
  controls: readonly ControlResult[],
  section: SectionView,
  anchors: ReadonlyMap<ControlResult, string>,
  prefix: string,
): PlanView {
  const words = locale.plan;
  const failed = controls.filter((control) => control.outcome === 'fail').length;
  const open = controls.filter((control) => control.outcome === 'not-assessed').length;
  const link = (slug: string): ControlLink => {
    const control = controls.find((one) => one.slug === slug);
    return {
      id: long.name(control?.id ?? slug),
      title: long.name(control?.shortTitle ?? slug),
      anchor: control === undefined ? null : (anchors.get(control) ?? null),
    };
  };
  const kinds = new Set(plan.steps.map((step) => step.kind));
  const asked = new Set(plan.steps.flatMap((step) => step.decisions));
  const { steps } = plan;
  return {
    section,
    short: steps.length + plan.blocked.length === 0,
    lead: [
      ...(failed === 0
        ? [words.nothing]
        : steps.length === 0
          ? [words.noSteps]
          : [
              counted(locale, words.lead, steps.length),
              counted(locale, words.closes, plan.closes.length, { total: figure(locale, failed) }),
            ]),
      ...(open === 0 ? [] : [counted(locale, words.open, open)]),
    ],
    commands: steps.length === 0 ? null : withCode(words.commands),
    decisions: DECISIONS.filter((name) => asked.has(name)).map((name) => ({ name, text: words.decisions[name] })),
    steps: steps.map((step, index) => ({
      anchor: stepAnchor(prefix, index),
      number: figure(locale, index + 1),
      title: long.sentence(step.title),
      region: long.name(step.region),
      controls: step.controls.map(link),
      decisions: DECISIONS.filter((name) => step.decisions.includes(name)),
    })),
    notes: [
      ...(kinds.has('subscribe') ? [words.confirm] : []),
      ...(kinds.has('enable-security-hub') ? [words.charged] : []),
    ],
    blocked: plan.blocked.map(({ control, why }) => ({ control: link(control), why: long.sentence(why) })),
  };
}

/** The steps of the plan that a control needs, as places in the plan. */
export function stepsFor(
  plan: RemediationPlan,
  slug: string,
  prefix: string,
): readonly { readonly number: number; readonly anchor: string }[] {
  return plan.steps.flatMap((step, index) =>
    step.controls.includes(slug) ? [{ number: index + 1, anchor: stepAnchor(prefix, index) }] : [],
  );
}

function stepAnchor(prefix: string, index: number): string {
  return `${prefix}step-${index + 1}`;
}
