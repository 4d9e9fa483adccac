// One account's part of a comparison, as pages show it.
import type { AccountDiff, Diff, ResourceChange } from '../../compare/diff.js';
import { counted, dateAndTime, type Locale } from '../../language/locale.js';
import type { Outcome } from '../../model.js';
import type { Numbering } from '../html/account-view.js';
import type { Drafting } from '../html/control-view.js';
import { outcomeMark } from '../html/svg.js';
import { inline } from '../html/text.js';
import type {
  ChangesView,
  CoverView,
  DiffAccountView,
  Levels,
  OutcomeView,
  PageView,
  SectionView,
} from '../html/view-model.js';
import {
  accountName,
  callText,
  changedControls,
  changeText,
  controlLines,
  fieldLines,
  leadOf,
  noteText,
  resourceText,
  unreadText,
} from './sentences.js';

const SIGNS = { added: '+', removed: '\u2212', changed: '~' } as const satisfies Record<
  ResourceChange['change'],
  string
>;

/** The report's chapter on what changed since an earlier one. */
export function changesView(drafting: Drafting, diff: Diff, sections: Numbering): ChangesView {
  const { locale, long } = drafting;
  const section = sections(locale.diff.sinceHeading, 'changes');
  const { item, sub } = section.levels;
  const several = diff.accounts.length > 1;
  return {
    section,
    lead: leadOf(locale, diff),
    notes: diff.notes.map((note) => long.sentence(noteText(locale, note))),
    accounts: diff.accounts.map((account) => ({
      title: several ? long.name(accountName(account)) : null,
      ...diffAccountView(drafting, account, { section: item, item: several ? sub : item, sub }),
    })),
  };
}

/** The list of texts that were cut, where there are any. */
export function fullTexts({ locale, long }: Drafting, section: () => SectionView): PageView['full'] {
  const texts = long.all();
  if (texts.length === 0) return null;
  return {
    section: section(),
    texts: texts.map((entry) => ({ ...entry, label: counted(locale, locale.names.length, entry.length) })),
  };
}

/** One account's part; also a part of the report that tells what changed since the last one. */
export function diffAccountView({ locale, long }: Drafting, account: AccountDiff, levels: Levels): DiffAccountView {
  const words = locale.diff;
  const changed = changedControls(account);
  const unchanged = account.controls.length - changed.length;
  const side = (term: string, { startedAt, digest }: AccountDiff['before']): CoverView['meta'] => [
    { term, text: long.name(dateAndTime(locale, startedAt)), mono: false },
    { term: '', text: long.digest(digest), mono: true },
  ];
  return {
    levels,
    meta: [...side(words.before, account.before), ...side(words.after, account.after)],
    notes: account.notes.map((note) => long.sentence(noteText(locale, note))),
    controls: changed.map((control) => ({
      kind: control.change,
      id: long.name(control.id),
      title: long.name(control.title),
      word: changeText(locale, control),
      before: outcomeOf(locale, control.before),
      after: outcomeOf(locale, control.after),
      lines: controlLines(locale, control).map((line) => long.sentence(line)),
    })),
    unchanged: unchanged === 0 ? null : counted(locale, words.unchanged, unchanged),
    resources: account.resources.map((resource) => ({
      kind: resource.change,
      sign: SIGNS[resource.change],
      name: long.name(resourceText(locale, resource)),
      place:
        resource.region === null || resource.region === resource.name
          ? inline(words.resources[resource.change])
          : long.name(`${resource.region}, ${words.resources[resource.change]}`),
      fields: resource.fields.map((field) => ({
        path: long.name(field.path),
        lines: fieldLines(locale, field).map((line) => long.sentence(line)),
      })),
    })),
    unread: account.unread.map((one) => long.sentence(unreadText(locale, one))),
    calls: account.calls.map((call) => long.sentence(callText(locale, call))),
  };
}

export function outcomeOf(locale: Locale, outcome: Outcome | null): OutcomeView | null {
  return outcome === null ? null : { kind: outcome, mark: outcomeMark(outcome), label: locale.outcomes[outcome] };
}
