// The verdict in words: one or two sentences that a manager repeats in a meeting.

import { counted, fill, type Locale, longDate, numberWord, sentenceCase } from '../../language/locale.js';
import type { AccountSummary, ControlResult, LedgerEntry, MissedEvent, Outcome, Report } from '../../model.js';
import type { SummaryView } from './summary-view.js';
import { inline, type LongTexts } from './text.js';

/** Whose failure is told first: what lets everything else happen unseen, then what gives power away. */
const WEIGHTIEST = [
  'cloudtrail-config-changes',
  'root-account-usage',
  'iam-policy-changes',
  'organizations-changes',
  'cmk-disable-or-scheduled-deletion',
  'console-signin-without-mfa',
];

export function countOutcomes(controls: readonly ControlResult[]): Readonly<Record<Outcome, number>> {
  const counts: Record<Outcome, number> = { pass: 0, fail: 0, 'not-assessed': 0, 'not-applicable': 0, manual: 0 };
  for (const control of controls) counts[control.outcome] += 1;
  return counts;
}

export function unanswered(call: LedgerEntry): boolean {
  return !call.answered;
}

/** Whether some event that the control requires is shown to reach nobody. */
export function goesUnnoticed(control: ControlResult): boolean {
  return control.outcome === 'fail' && lostEvents(control).length > 0;
}

function lostEvents(control: ControlResult): readonly MissedEvent[] {
  return (control.coverage?.missed ?? []).filter(
    // Where the trail records a part of the events, it is not known of any one of them.
    (event) => event.state === 'lost' && (event.lostAt !== 'trail' || event.witness !== null),
  );
}

/** What is not met, the weightiest first; what is shown to go unnoticed before what is only not as it should be. */
export function worstFirst(controls: readonly ControlResult[]): readonly ControlResult[] {
  return controls
    .filter((control) => control.outcome === 'fail')
    .sort((one, other) => Number(goesUnnoticed(other)) - Number(goesUnnoticed(one)) || weight(one) - weight(other));
}

/** The one sentence on the weightiest gap: an event that would have told nobody, where one is known by name. */
function worstSentence(locale: Locale, { endedAt }: AccountSummary, worst: ControlResult): string {
  const words = locale.summary;
  const event = lostEvents(worst).find(({ eventName }) => eventName !== null);
  return event === undefined
    ? fill(words.verdictWorst, { title: worst.shortTitle })
    : fill(words.verdictCall, { event: event.eventName ?? '', date: longDate(locale, endedAt) });
}

/** Calls whose answer is missing, each counted once. An error that is an answer in itself hides nothing. */
function missingCalls(controls: readonly ControlResult[]): number {
  const hiding = controls.flatMap((control) => control.reasons).filter((reason) => reason.effect === 'hides');
  return new Set(hiding.flatMap(({ resources }) => resources.filter(({ kind }) => kind === 'call').map(({ id }) => id)))
    .size;
}

function weight(control: ControlResult): number {
  const place = WEIGHTIEST.indexOf(control.slug);
  return place === -1 ? WEIGHTIEST.length : place;
}

function sentence(
  locale: Locale,
  forms: { readonly one: string; readonly other: string },
  count: number,
  total: number,
): string {
  const word = numberWord(locale, count);
  return sentenceCase(locale, counted(locale, forms, count, { word, total: numberWord(locale, total) }));
}

/** The verdict on one account, in two sentences at most. */
export function accountVerdict(
  locale: Locale,
  long: LongTexts,
  account: AccountSummary,
  controls: readonly ControlResult[],
  lens: Report['lens'],
): SummaryView['verdict'] {
  const words = locale.summary;
  const counts = countOutcomes(controls);
  const judged = counts.pass + counts.fail;
  if (counts.fail === 0) {
    if (counts['not-assessed'] > 0) {
      const gaps = missingCalls(controls);
      return {
        lead: sentence(locale, words.verdictOpen, counts['not-assessed'], controls.length),
        more: gaps === 0 ? [] : [inline(sentence(locale, words.openWhy, gaps, gaps))],
      };
    }
    if (judged === 0) return { lead: words.verdictNone, more: [] };
    const met = lens === 'effective' ? words.verdictMet : words.verdictMetByTheBook;
    const forms = { one: met, other: met };
    return judged === controls.length
      ? { lead: sentence(locale, forms, judged, judged), more: [] }
      : { lead: sentence(locale, words.verdictMetOthers, judged, controls.length), more: [] };
  }
  const unnoticed = controls.filter(goesUnnoticed);
  const ofEvents = controls.filter((control) => control.coverage !== null).length;
  const [worst] = worstFirst(controls);
  return {
    lead:
      unnoticed.length > 0
        ? sentence(locale, words.verdictUnnoticed, unnoticed.length, ofEvents)
        : sentence(locale, words.verdictNotMet, counts.fail, controls.length),
    more: worst === undefined ? [] : [long.sentence(worstSentence(locale, account, worst))],
  };
}

/** The verdict on all accounts of a report. */
export function reportVerdict(locale: Locale, report: Report): string {
  const words = locale.overview;
  const having = (outcome: Outcome) =>
    report.accounts.filter((account) =>
      report.controls.some((control) => control.account === account.id && control.outcome === outcome),
    ).length;
  const total = report.accounts.length;
  if (having('fail') > 0) return sentence(locale, words.verdictGaps, having('fail'), total);
  if (having('not-assessed') > 0) return sentence(locale, words.verdictOpen, having('not-assessed'), total);
  const met = report.lens === 'effective' ? words.verdictMet : words.verdictMetByTheBook;
  return sentence(locale, { one: met, other: met }, total, total);
}
