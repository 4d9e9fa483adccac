// Sentences of a history, plain text: each output escapes for its own target.

import type { AccountHistory, Finding, History, HistoryDate, HistoryStep } from '../../compare/history.js';
import { failingNow, oldestOpen } from '../../compare/history-book.js';
import { counted, fill, type Locale, longDate, numberWord, sentenceCase } from '../../language/locale.js';
import { callText, causeText, eventLines, outcomeText, resourceText } from '../diff/sentences.js';

/** What a manager repeats in a meeting. */
export function historyLead(locale: Locale, { accounts, summary }: History): string {
  const words = locale.history;
  const [only, ...more] = accounts;
  if (only !== undefined && more.length === 0) return accountLead(locale, only);
  const total = numberWord(locale, accounts.length);
  if (summary.failing === 0) return fill(words.leadAccountsMet, { total });
  const word = numberWord(locale, summary.failing);
  return sentenceCase(locale, counted(locale, words.leadAccounts, summary.failing, { word, total }));
}

export function accountLead(locale: Locale, account: AccountHistory): string {
  const words = locale.history;
  const failing = failingNow(account);
  if (failing === 0) return words.leadMet;
  const values = { word: numberWord(locale, failing), total: numberWord(locale, account.controls.length) };
  const lead = sentenceCase(locale, counted(locale, words.leadFailing, failing, values));
  const oldest = oldestOpen(account);
  return oldest === null || oldest === 0 ? lead : `${lead} ${counted(locale, words.leadOldest, oldest)}`;
}

export function historyName({ account, alias }: AccountHistory): string {
  return alias === null ? account : `${account} (${alias})`;
}

/** "5 January 2026 to 7 December 2026, 12 snapshots". */
export function periodText(locale: Locale, { dates }: AccountHistory): string {
  const [first, last] = [dates[0]?.startedAt ?? '', dates.at(-1)?.startedAt ?? ''];
  const period =
    dates.length === 1
      ? longDate(locale, first)
      : fill(locale.history.period, { first: longDate(locale, first), last: longDate(locale, last) });
  return `${period}, ${counted(locale, locale.history.snapshots, dates.length)}`;
}

export function findingState(locale: Locale, { closed, days }: Finding): string {
  if (closed === null && days === 0) return locale.history.openNow;
  return counted(locale, closed === null ? locale.history.open : locale.history.closed, days);
}

/** The dates on which something could not be read. */
export function evidenceGaps(locale: Locale, { dates }: AccountHistory): readonly string[] {
  return dates
    .filter(({ evidence }) => evidence.answered < evidence.calls)
    .map(({ startedAt, evidence }: HistoryDate) =>
      fill(locale.history.evidenceGap, {
        date: longDate(locale, startedAt),
        answered: evidence.answered,
        calls: evidence.calls,
        read: evidence.regionsRead,
        asked: evidence.regionsAsked,
      }),
    );
}

export interface StepText {
  readonly date: string;
  readonly controls: readonly {
    readonly kind: string;
    readonly text: string;
    /** What became of its events, where it is one control, and why. */
    readonly lines: readonly string[];
  }[];
  /** What changed without any outcome naming it as its cause. */
  readonly others: readonly string[];
}

/** What happened between a snapshot and the next. */
export function stepText(locale: Locale, { dates }: AccountHistory, step: HistoryStep): StepText {
  const words = locale.history;
  const blamed = new Set(
    step.controls.flatMap(({ causes }) =>
      causes.flatMap((cause) =>
        cause.kind === 'configuration' ? [`${cause.resource.kind}|${cause.resource.id}`] : [],
      ),
    ),
  );
  const forms = { added: words.resourceAdded, removed: words.resourceRemoved, changed: words.resourceChanged };
  return {
    date: longDate(locale, dates[step.to]?.startedAt ?? ''),
    controls: grouped(locale, step),
    others: [
      ...step.resources
        .filter(({ kind, id }) => !blamed.has(`${kind}|${id}`))
        .map((resource) =>
          fill(forms[resource.change], {
            resource: resourceText(locale, resource),
            fields: resource.fields
              .map(({ path, pattern }) => (pattern?.meaning === 'same' ? `${path} (${locale.diff.sameMeaning})` : path))
              .join(', '),
          }),
        ),
      ...step.calls.map((call) => callText(locale, call)),
    ],
  };
}

/** A line for all controls that went the same way for the same causes. */
function grouped(locale: Locale, step: HistoryStep): StepText['controls'] {
  const groups = new Map<string, { controls: HistoryStep['controls'][number][]; causes: readonly string[] }>();
  for (const control of step.controls) {
    const causes = control.causes.map((cause) => fill(locale.diff.because, { cause: causeText(locale, cause) }));
    const key = JSON.stringify([control.before, control.after, control.change, settled(control), causes]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { controls: [control], causes });
    else group.controls.push(control);
  }
  return [...groups.values()].flatMap(({ controls, causes }) => {
    const [first, ...more] = controls;
    if (first === undefined) return [];
    const words = locale.history;
    const [before, after] = [outcomeText(locale, first.before), outcomeText(locale, first.after)];
    const who =
      more.length === 0
        ? `${first.id} ${first.title}`
        : counted(locale, words.controlsStep, controls.length, { ids: controls.map(({ id }) => id).join(', ') });
    const still = settled(first) ? words.eventsStep : words.unsettledStep;
    const text =
      first.before === first.after
        ? fill(still, { who, outcome: after })
        : fill(words.controlStep, { who, before, arrow: locale.diff.arrow, after });
    const events = more.length === 0 ? eventLines(locale, first.events) : [];
    const why = causes.length === 0 ? [locale.diff.noCause] : causes;
    return [{ kind: first.change, text, lines: [...events, ...why] }];
  });
}

/** Whether an event is known to have been gained or lost. */
function settled({ events }: HistoryStep['controls'][number]): boolean {
  return events.gained.length + events.lost.length > 0;
}
