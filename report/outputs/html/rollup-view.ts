// What is to be said of several accounts together: the verdict, the grid, what they lack in common, and each in a line.
import type { Diff } from '../../compare/diff.js';
import { counted, dateAndTime, figure, fill, numberWord, sentenceCase } from '../../language/locale.js';
import type { AccountSummary, ControlResult, Report } from '../../model.js';
import { sharedGaps } from '../../shared-gaps.js';
import { changedControls, leadOf, noteText } from '../diff/sentences.js';
import type { Numbering } from './account-view.js';
import { accountText, type Drafting, groupedAccount } from './control-view.js';
import type { Markup } from './markup.js';
import { type GapsView, gapsView } from './rollup-gaps-view.js';
import { type AccountDocument, type Entry, type GridView, gridView } from './rollup-grid-view.js';
import { inline } from './text.js';
import { reportVerdict, unanswered } from './verdict.js';
import type { FigureView, SectionView } from './view-model.js';

export interface RollupView {
  readonly section: SectionView;
  readonly verdict: { readonly lead: string; readonly more: readonly Markup[] };
  readonly figures: readonly FigureView[];
  readonly coverage: readonly string[];
  readonly since: { readonly title: string; readonly text: string } | null;
  readonly grid: GridView;
  /** Null where no two accounts lack the same. */
  readonly gaps: GapsView | null;
  readonly accounts: {
    readonly section: SectionView;
    readonly lead: string;
    /** Each account has files of its own, else a chapter. */
    readonly inFiles: boolean;
    readonly rows: readonly {
      readonly account: Markup;
      readonly href: string | null;
      readonly state: Markup;
      readonly regions: string;
      readonly digest: Markup;
      readonly document: Markup | null;
      /** Anchor of the chapter. */
      readonly anchor: string | null;
    }[];
  };
}

/** What changed, an account in a line; the rest stands where the account has its own document. */
export interface ChangesRollupView {
  readonly section: SectionView;
  readonly lead: string;
  readonly notes: readonly Markup[];
  readonly rows: readonly {
    readonly account: Markup;
    readonly regressed: string;
    readonly fixed: string;
    readonly changed: string;
    readonly resources: string;
  }[];
}

/**
 * @param report its controls are those of its own version.
 * @param documents where each account is told of in full, in the order of the report.
 */
export function rollupView(
  drafting: Drafting,
  report: Report,
  sections: Numbering,
  documents: readonly AccountDocument[],
): RollupView {
  const { locale, long } = drafting;
  const words = locale.rollup;
  const controls = byAccount(report);
  const entries = report.accounts.map((account, index) => ({
    account,
    controls: controls.get(account.id) ?? [],
    document: documents[index] ?? { name: null, anchor: null, href: null },
  }));
  const inFiles = documents.some((document) => document.name !== null);
  const section = sections(locale.overview.heading, 'overview');
  const { changes } = report;
  return {
    section,
    verdict: { lead: reportVerdict(locale, report), more: more(drafting, report) },
    figures: figures(drafting, entries),
    coverage: coverage(drafting, report.accounts),
    since: changes === undefined ? null : { title: locale.diff.sinceHeading, text: leadOf(locale, changes) },
    grid: gridView(drafting, entries, sections(words.gridHeading, 'grid')),
    gaps: gapsView(drafting, report, sharedGaps(report), () => sections(words.gapsHeading, 'shared-gaps')),
    accounts: {
      section: sections(words.accountsHeading, 'accounts'),
      lead: inFiles ? words.accountsLeadDocuments : words.accountsLeadChapters,
      inFiles,
      rows: entries
        .toSorted((a, b) => (a.account.id < b.account.id ? -1 : 1))
        .map(({ account, document }) => ({
          account: long.name(accountText(account)),
          href: document.href,
          state: long.name(dateAndTime(locale, account.endedAt)),
          regions: ofTotal(drafting, account.regions.read.length, account.regions.asked.length),
          digest: long.digest(account.digest),
          document: document.name === null ? null : long.name(document.name),
          anchor: document.anchor,
        })),
    },
  };
}

function byAccount(report: Report): ReadonlyMap<string, readonly ControlResult[]> {
  const controls = new Map<string, ControlResult[]>();
  for (const control of report.controls) {
    const list = controls.get(control.account);
    if (list === undefined) controls.set(control.account, [control]);
    else list.push(control);
  }
  return controls;
}

function ofTotal({ locale }: Drafting, part: number, total: number): string {
  return `${figure(locale, part)} ${fill(locale.summary.ofTotal, { total: figure(locale, total) })}`;
}

/** What is most often amiss, and what is not known, in words that a manager repeats. */
function more({ locale, long }: Drafting, report: Report): readonly Markup[] {
  const words = locale.rollup;
  const total = report.accounts.length;
  const failed = new Map<string, { readonly title: string; readonly accounts: Set<string> }>();
  for (const control of report.controls) {
    if (control.outcome !== 'fail') continue;
    const entry = failed.get(control.slug) ?? { title: control.shortTitle, accounts: new Set<string>() };
    entry.accounts.add(control.account);
    failed.set(control.slug, entry);
  }
  const [worst] = [...failed.values()].sort((a, b) => b.accounts.size - a.accounts.size);
  const open = new Set(
    report.controls.filter((control) => control.outcome === 'not-assessed').map((control) => control.account),
  ).size;
  const say = (forms: { readonly one: string; readonly other: string }, count: number, values = {}): string =>
    sentenceCase(
      locale,
      counted(locale, forms, count, { word: numberWord(locale, count), total: numberWord(locale, total), ...values }),
    );
  return [
    ...(worst === undefined || worst.accounts.size < 2
      ? []
      : [long.sentence(say(words.mostOften, worst.accounts.size, { title: worst.title }))]),
    ...(open === 0 || failed.size === 0 ? [] : [inline(say(words.alsoOpen, open))]),
  ];
}

function figures({ locale }: Drafting, entries: readonly Entry[]): readonly FigureView[] {
  const words = locale.rollup;
  const having = (test: (controls: readonly ControlResult[]) => boolean): number =>
    entries.filter(({ controls }) => test(controls)).length;
  const met = having(
    (controls) =>
      controls.length > 0 && controls.every(({ outcome }) => outcome === 'pass' || outcome === 'not-applicable'),
  );
  const failed = having((controls) => controls.some(({ outcome }) => outcome === 'fail'));
  const open = having((controls) => controls.some(({ outcome }) => outcome === 'not-assessed'));
  const regions = entries.map(({ account }) => account.regions);
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  const of = (total: number): string => fill(locale.summary.ofTotal, { total: figure(locale, total) });
  const accounts = of(entries.length);
  return [
    { tone: met === 0 ? 'plain' : 'pass', value: figure(locale, met), of: accounts, label: words.allMet },
    { tone: failed === 0 ? 'plain' : 'fail', value: figure(locale, failed), of: accounts, label: words.someNotMet },
    { tone: open === 0 ? 'plain' : 'open', value: figure(locale, open), of: accounts, label: words.someOpen },
    {
      tone: 'plain',
      value: figure(locale, sum(regions.map(({ read }) => read.length))),
      of: of(sum(regions.map(({ asked }) => asked.length))),
      label: locale.summary.regionsRead,
    },
  ];
}

function coverage({ locale }: Drafting, accounts: readonly AccountSummary[]): readonly string[] {
  const words = locale.rollup;
  const calls = accounts.flatMap((account) => account.calls);
  const missing = calls.filter(unanswered).length;
  const touched = accounts.filter((account) => account.calls.some(unanswered)).length;
  const total = figure(locale, calls.length);
  if (missing === 0) return [fill(words.coverageWhole, { total })];
  return [counted(locale, words.coverageGaps, missing, { total }), counted(locale, words.coverageAccounts, touched)];
}

/** The chapter on what changed, of many accounts that each tell the rest in a document of their own. */
export function changesRollupView(drafting: Drafting, diff: Diff, sections: Numbering): ChangesRollupView {
  const { locale, long } = drafting;
  const words = locale.diff;
  const rows = diff.accounts.flatMap((account) => {
    const changed = changedControls(account);
    if (changed.length + account.resources.length === 0) return [];
    const ids = (change: string): string =>
      changed
        .filter((control) => control.change === change)
        .map((control) => control.id)
        .join(', ');
    const { before, alias } = account;
    const who = alias ?? before.alias;
    return [
      {
        account: long.name(
          who === null ? groupedAccount(account.account) : `${who} ${groupedAccount(account.account)}`,
        ),
        regressed: ids('regressed'),
        fixed: ids('fixed'),
        changed: ids('changed'),
        resources: account.resources.length === 0 ? '' : figure(locale, account.resources.length),
      },
    ];
  });
  return {
    section: sections(words.sinceHeading, 'changes'),
    lead: leadOf(locale, diff),
    notes: diff.notes.map((note) => long.sentence(noteText(locale, note))),
    rows,
  };
}
