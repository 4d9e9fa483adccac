import type { Control } from '../controls/control.js';
import { listOf, type Phrase, plural, say, text } from '../language/phrase.js';
import type { Coverage, Outcome, Reason } from '../model.js';
import type { Lens } from './lens.js';

/** One or two sentences on what would or would not be noticed: what a manager repeats in a meeting. */
export function headlineOf(
  control: Control,
  outcome: Outcome,
  coverage: Coverage<Phrase> | null,
  reasons: readonly Reason<Phrase>[],
  lens: Lens,
): Phrase {
  switch (outcome) {
    case 'pass':
      return lens === 'effective' ? control.headline.pass : metByTheBook(reasons);
    case 'fail':
      return text(control.headline.fail, coverage === null ? regionsOff(reasons) : lostEvents(coverage));
    case 'not-assessed':
      return text(
        coverage === null
          ? say`Whether it is on everywhere could not be seen.`
          : say`Whether anybody would be told could not be seen.`,
        ...holes(reasons),
      );
    case 'not-applicable':
      return say`This control does not apply to the account.`;
    case 'manual':
      return say`This control is for a person to judge.`;
  }
}

/** By the audit steps alone it is not asked whether anybody is told, so that is not said. */
function metByTheBook(reasons: readonly Reason<Phrase>[]): Phrase {
  const amiss = reasons.some((reason) => reason.basis === 'effectiveness');
  const met = say`What the audit steps of the benchmark ask for is there.`;
  return amiss ? text(met, say`That somebody would be told is doubtful: see the remarks.`) : met;
}

function regionsOff(reasons: readonly Reason<Phrase>[]): Phrase {
  const off = reasons.filter((reason) => reason.effect === 'breaks').flatMap((reason) => reason.resources);
  return say`It is off in ${list(off.map((region) => region.name))}.`;
}

function lostEvents(coverage: Coverage<Phrase>): Phrase {
  const lost = coverage.missed.filter((event) => event.state === 'lost');
  const total = coverage.required.length;
  // A trail that records a part may carry some of them; without a witness it is not said that it carries none.
  if (lost.length > 0 && lost.every((event) => event.lostAt === 'trail' && event.witness === null)) {
    return say`The trail does not record all that the benchmark asks for.`;
  }
  if (lost.length === total) {
    return total === 1 ? say`Nobody would be told.` : say`Of the ${total} kinds of event, none reaches a person.`;
  }
  const names = list(lost.map((event) => event.id));
  return plural(lost.length, {
    one: say`Of the ${total} kinds of event, ${lost.length} reaches nobody: ${names}.`,
    other: say`Of the ${total} kinds of event, ${lost.length} reach nobody: ${names}.`,
  });
}

function holes(reasons: readonly Reason<Phrase>[]): readonly Phrase[] {
  const hidden = reasons.filter((reason) => reason.effect === 'hides');
  const [first] = hidden;
  if (first === undefined) return [];
  const more = hidden.length - 1;
  if (more === 0) return [first.message];
  return [
    first.message,
    plural(more, {
      one: say`${more} more such gap stands in the way.`,
      other: say`${more} more such gaps stand in the way.`,
    }),
  ];
}

/** Long lists are cut. */
function list(names: readonly string[]): Phrase {
  return listOf(names.length > 4 ? [...names.slice(0, 3), say`${names.length - 3} more`] : names);
}
