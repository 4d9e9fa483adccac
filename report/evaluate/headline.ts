import type { Control } from '../controls/control.js';
import type { Coverage, Outcome, Reason } from '../model.js';
import type { Lens } from './lens.js';

/** One or two sentences on what would or would not be noticed: what a manager repeats in a meeting. */
export function headlineOf(
  control: Control,
  outcome: Outcome,
  coverage: Coverage | null,
  reasons: readonly Reason[],
  lens: Lens,
): string {
  switch (outcome) {
    case 'pass':
      return lens === 'effective' ? control.headline.pass : metByTheBook(reasons);
    case 'fail':
      return coverage === null
        ? `${control.headline.fail} ${regionsOff(reasons)}`
        : `${control.headline.fail} ${lostEvents(coverage)}`;
    case 'not-assessed':
      return `${coverage === null ? 'Whether it is on everywhere' : 'Whether anybody would be told'} could not be seen. ${holes(reasons)}`.trim();
    case 'not-applicable':
      return 'This control does not apply to the account.';
    case 'manual':
      return 'This control is for a person to judge.';
  }
}

/** By the audit steps alone it is not asked whether anybody is told, so that is not said. */
function metByTheBook(reasons: readonly Reason[]): string {
  const amiss = reasons.some((reason) => reason.basis === 'effectiveness');
  const met = 'What the audit steps of the benchmark ask for is there.';
  return amiss ? `${met} That somebody would be told is doubtful: see the remarks.` : met;
}

function regionsOff(reasons: readonly Reason[]): string {
  const off = reasons.filter((reason) => reason.effect === 'breaks').flatMap((reason) => reason.resources);
  return `It is off in ${list(off.map((region) => region.name))}.`;
}

function lostEvents(coverage: Coverage): string {
  const lost = coverage.missed.filter((event) => event.state === 'lost');
  const total = coverage.required.length;
  // A trail that records a part may carry some of them; without a witness it is not said that it carries none.
  if (lost.length > 0 && lost.every((event) => event.lostAt === 'trail' && event.witness === null)) {
    return 'The trail does not record all that the benchmark asks for.';
  }
  if (lost.length === total) {
    return total === 1 ? 'Nobody would be told.' : `Of the ${total} kinds of event, none reaches a person.`;
  }
  const verb = lost.length === 1 ? 'reaches' : 'reach';
  return `Of the ${total} kinds of event, ${lost.length} ${verb} nobody: ${list(lost.map((event) => event.id))}.`;
}

function holes(reasons: readonly Reason[]): string {
  const hidden = reasons.filter((reason) => reason.effect === 'hides');
  const [first] = hidden;
  if (first === undefined) return '';
  return hidden.length === 1
    ? first.message
    : `${first.message} ${hidden.length - 1} more such ${hidden.length === 2 ? 'gap stands' : 'gaps stand'} in the way.`;
}

/** "a, b and c"; long lists are cut. */
function list(names: readonly string[]): string {
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1] ?? ''}`;
}
