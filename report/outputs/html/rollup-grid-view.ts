// The accounts by the controls, worst first.

import { counted, figure, fill, type Locale } from '../../language/locale.js';
import type { AccountSummary, ControlResult, Outcome } from '../../model.js';
import { type Drafting, groupedAccount } from './control-view.js';
import type { Markup } from './markup.js';
import { outcomeMark, outcomePicture } from './svg.js';
import { cut, inline, visible } from './text.js';
import { countOutcomes } from './verdict.js';
import type { OutcomeView, SectionView } from './view-model.js';

/** A column is narrow: the whole name stands in the list of accounts. */
const NAME_LENGTH = 22;

/** Where a reader finds all of one account. */
export interface AccountDocument {
  /** Name of its own files, without suffix; null where it has a chapter of this document. */
  readonly name: string | null;
  /** Anchor of its chapter; null where it has files of its own. */
  readonly anchor: string | null;
  /** Null where a link would lead nowhere. */
  readonly href: string | null;
}

/** One account of the rollup, with what was judged of it. */
export interface Entry {
  readonly account: AccountSummary;
  readonly controls: readonly ControlResult[];
  readonly document: AccountDocument;
}

/** The parts of a bar, of 100; what is left of it is met or does not apply. */
interface Shares {
  readonly fail: string;
  readonly open: string;
  /** Where the second part begins. */
  readonly openAt: string;
}

export interface GridView {
  readonly section: SectionView;
  readonly lead: string;
  /** The controls that the columns stand for, and how they fared in all accounts. */
  readonly columns: readonly {
    readonly id: Markup;
    /** Plain text. */
    readonly title: string;
    readonly fail: string;
    readonly open: string;
    readonly pass: string;
    readonly other: string;
    readonly shares: Shares;
  }[];
  /** Whether any account has a control that is neither met, not met nor left open. */
  readonly others: boolean;
  readonly totals: readonly {
    readonly mark: OutcomeView;
    readonly label: string;
    readonly cells: readonly string[];
    readonly fail: string;
    readonly open: string;
  }[];
  readonly rows: readonly {
    readonly href: string | null;
    readonly alias: Markup | null;
    readonly id: Markup;
    readonly fail: string;
    readonly open: string;
    readonly cells: readonly CellView[];
  }[];
  readonly legend: readonly OutcomeView[];
  readonly waived: string | null;
  /** Heads of the columns of sums. */
  readonly marks: { readonly fail: Markup; readonly open: Markup };
}

export interface CellView {
  /** Class names. */
  readonly kind: string;
  /** Null where the account was not judged by the control. */
  readonly mark: Markup | null;
  /** The mark in words, which it also says itself. */
  readonly label: string;
  readonly waived: boolean;
}

const SHOWN: readonly Outcome[] = ['pass', 'fail', 'not-assessed', 'manual', 'not-applicable'];

/** Rows from worst to best: most that is not met, then most that could not be assessed, then by number. */
export function gridView(drafting: Drafting, entries: readonly Entry[], section: SectionView): GridView {
  const { locale } = drafting;
  const words = locale.rollup;
  const columns = columnsOf(entries);
  const sorted = entries
    .map((entry) => ({ ...entry, counts: countOutcomes(entry.controls) }))
    .sort(
      (a, b) =>
        b.counts.fail - a.counts.fail ||
        b.counts['not-assessed'] - a.counts['not-assessed'] ||
        (a.account.id < b.account.id ? -1 : 1),
    );
  const all = entries.flatMap(({ controls }) => controls);
  const ofColumn = columns.map(({ slug }) => countOutcomes(all.filter((control) => control.slug === slug)));
  const total = countOutcomes(all);
  const markOf = (outcome: Outcome): OutcomeView => ({
    kind: outcome,
    mark: outcomeMark(outcome),
    label: locale.outcomes[outcome],
  });
  const present = SHOWN.filter((outcome) => total[outcome] > 0);
  const waived = all.some((control) => control.waiver !== undefined);
  const others = total.manual + total['not-applicable'] > 0;
  return {
    section,
    lead: counted(locale, words.gridLead, entries.length),
    columns: columns.map(({ id, shortTitle }, index) => {
      const counts = ofColumn[index] ?? total;
      return {
        id: inline(cut(id, 8)),
        title: cut(visible(shortTitle), 60),
        fail: figure(locale, counts.fail),
        open: figure(locale, counts['not-assessed']),
        pass: figure(locale, counts.pass),
        other: figure(locale, counts.manual + counts['not-applicable']),
        shares: sharesOf(counts),
      };
    }),
    others,
    totals: (['fail', 'not-assessed'] as const).map((outcome) => ({
      mark: markOf(outcome),
      label: fill(words.totalOf, { outcome: locale.outcomes[outcome] }),
      cells: ofColumn.map((counts) => zeroless(locale, counts[outcome])),
      fail: outcome === 'fail' ? figure(locale, total.fail) : '',
      open: outcome === 'fail' ? '' : figure(locale, total['not-assessed']),
    })),
    rows: sorted.map(({ account, controls, counts, document }) => {
      const bySlug = new Map(controls.map((control) => [control.slug, control]));
      return {
        href: document.href,
        alias: account.alias === null ? null : inline(cut(account.alias, NAME_LENGTH)),
        id: inline(cut(groupedAccount(account.id), NAME_LENGTH)),
        fail: zeroless(locale, counts.fail),
        open: zeroless(locale, counts['not-assessed']),
        cells: columns.map(({ slug }) => cellOf(locale, bySlug.get(slug))),
      };
    }),
    legend: present.map(markOf),
    waived: waived ? words.waivedKey : null,
    marks: {
      fail: outcomePicture('fail', locale.outcomes.fail),
      open: outcomePicture('not-assessed', locale.outcomes['not-assessed']),
    },
  };
}

/** Every control of any account, once, in the order of the benchmark. */
function columnsOf(entries: readonly Entry[]): readonly ControlResult[] {
  const columns = new Map<string, ControlResult>();
  for (const { controls } of entries) {
    for (const control of controls) if (!columns.has(control.slug)) columns.set(control.slug, control);
  }
  return [...columns.values()];
}

function cellOf(locale: Locale, control: ControlResult | undefined): CellView {
  if (control === undefined) return { kind: 'none', mark: null, label: locale.rollup.noControl, waived: false };
  const { outcome, waiver } = control;
  const waived = waiver !== undefined;
  const word = locale.outcomes[outcome];
  const label = waived ? fill(locale.rollup.waived, { outcome: word }) : word;
  return { kind: outcome, mark: outcomePicture(outcome, label), label, waived };
}

/** In a row of figures the noughts would hide the rest. */
function zeroless(locale: Locale, count: number): string {
  return count === 0 ? '' : figure(locale, count);
}

function sharesOf(counts: Readonly<Record<Outcome, number>>): Shares {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const share = (count: number): number => (total === 0 ? 0 : Math.round((count / total) * 1000) / 10);
  const fail = share(counts.fail);
  return { fail: String(fail), open: String(share(counts['not-assessed'])), openAt: String(fail) };
}
