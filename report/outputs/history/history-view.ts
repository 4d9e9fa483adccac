// What the page of a history shows, worked out before the template is run.

import type { AccountHistory, History } from '../../compare/history.js';
import { failingNow, oldestOpen } from '../../compare/history-book.js';
import { counted, dateAndTime, figure, fill, type Lang, localeOf, longDate } from '../../language/locale.js';
import type { Outcome } from '../../model.js';
import { fullTexts, outcomeOf } from '../diff/diff-account-view.js';
import { numbering } from '../html/account-view.js';
import type { Drafting } from '../html/control-view.js';
import { frameOf } from '../html/frame.js';
import type { Markup } from '../html/markup.js';
import type { Paper } from '../html/page-style.js';
import { cut, inline, LongTexts, visible } from '../html/text.js';
import type { CoverView, FrameView, Levels, OutcomeView, PageView, SectionView } from '../html/view-model.js';
import {
  accountLead,
  evidenceGaps,
  findingState,
  historyLead,
  historyName,
  periodText,
  stepText,
} from './sentences.js';

/** A page has room for this many dates beside each other. */
const MOST_DATES = 26;
/** More accounts than these have their line, and nothing else. */
const MOST_ACCOUNTS = 25;

const TOP: Levels = { section: 2, item: 3, sub: 4 };

export interface HistoryAccountView {
  readonly section: SectionView;
  readonly lead: string;
  readonly period: Markup;
  readonly dates: readonly string[];
  readonly rows: readonly { readonly id: Markup; readonly title: Markup; readonly cells: readonly OutcomeView[] }[];
  /** Share of the calls that were answered, by date; empty where all were. */
  readonly evidence: readonly string[];
  readonly hidden: string | null;
  readonly findings: readonly {
    readonly kind: 'open' | 'closed';
    readonly id: Markup;
    readonly title: Markup;
    readonly first: string;
    readonly last: string;
    readonly state: string;
  }[];
  readonly gaps: readonly string[];
  readonly steps: readonly {
    readonly date: string;
    readonly controls: readonly { readonly kind: string; readonly text: Markup; readonly lines: readonly Markup[] }[];
    readonly others: readonly Markup[];
  }[];
}

export interface HistoryPageView extends FrameView {
  readonly cover: CoverView;
  readonly overview: {
    readonly section: SectionView;
    readonly lead: string;
    readonly rows: readonly {
      readonly href: string | null;
      readonly account: Markup;
      readonly failing: string;
      readonly open: string;
      readonly oldest: string;
      readonly count: string;
      readonly latest: string;
    }[];
    readonly note: string | null;
  } | null;
  readonly accounts: readonly HistoryAccountView[];
  readonly full: PageView['full'];
}

/** Everything the page shows. */
export function historyPageView(history: History, lang: Lang, paper: Paper): HistoryPageView {
  const locale = localeOf(lang);
  const words = locale.history;
  const drafting: Drafting = { locale, long: new LongTexts() };
  const sections = numbering('', '', TOP);
  const { accounts } = history;
  const [only, ...more] = accounts;
  const single = only !== undefined && more.length === 0;
  const told = accounts.slice(0, MOST_ACCOUNTS);
  const overview = single
    ? null
    : overviewOf(drafting, history, sections(words.accountsHeading, 'accounts'), told.length);
  const views = told.map((account, index) =>
    accountView(
      drafting,
      account,
      sections(single ? words.title : cut(visible(historyName(account)), 140), anchorOf(index)),
    ),
  );
  const who = single ? historyName(only) : counted(locale, locale.document.accounts, accounts.length);
  const { benchmark, tool, generatedAt } = history;
  return {
    ...frameOf(locale, lang, paper, {
      topLeft: cut(visible(fill(locale.document.headTitle, { title: words.title, accounts: who })), 160),
      topRight: `${benchmark.name.replace('Amazon Web Services', 'AWS')} ${benchmark.version}`,
      bottomLeft: `${tool.name} ${tool.version} \u00b7 ${longDate(locale, generatedAt)}`,
      page: locale.page,
    }),
    cover: coverOf(drafting, history, who),
    overview,
    accounts: views,
    full: fullTexts(drafting, () => sections(locale.names.heading, 'texts-in-full')),
  };
}

function anchorOf(index: number): string {
  return `a${index + 1}-history`;
}

function coverOf({ locale, long }: Drafting, history: History, who: string): CoverView {
  const words = locale.history;
  const { benchmark, tool, generatedAt, accounts, summary } = history;
  const times = accounts.flatMap(({ dates }) => dates.map(({ startedAt }) => startedAt)).sort();
  const [first, last] = [times[0] ?? '', times.at(-1) ?? ''];
  return {
    logo: null,
    over: words.over,
    title: words.title,
    subtitle: long.sentence(fill(words.subtitle, { benchmark: benchmark.name, version: benchmark.version })),
    meta: [
      { term: locale.cover.account, text: long.name(who), mono: false },
      {
        term: words.count,
        text: inline(
          `${counted(locale, words.snapshots, summary.snapshots)}, ${fill(words.period, { first: longDate(locale, first), last: longDate(locale, last) })}`,
        ),
        mono: false,
      },
      { term: locale.cover.report, text: long.name(dateAndTime(locale, generatedAt)), mono: false },
      { term: locale.cover.tool, text: long.name(`${tool.name} ${tool.version}`), mono: false },
    ],
  };
}

function overviewOf(
  { locale, long }: Drafting,
  history: History,
  section: SectionView,
  told: number,
): NonNullable<HistoryPageView['overview']> {
  const words = locale.history;
  const { accounts } = history;
  return {
    section,
    lead: historyLead(locale, history),
    rows: accounts.map((account, index) => ({
      href: index < told ? `#${anchorOf(index)}` : null,
      account: long.name(historyName(account)),
      failing: figure(locale, failingNow(account)),
      open: figure(locale, account.dates.at(-1)?.outcomes['not-assessed'] ?? 0),
      oldest: String(oldestOpen(account) ?? words.none),
      count: figure(locale, account.dates.length),
      latest: longDate(locale, account.dates.at(-1)?.startedAt ?? ''),
    })),
    note: accounts.length > told ? counted(locale, words.onlyWorst, told) : null,
  };
}

function accountView({ locale, long }: Drafting, account: AccountHistory, section: SectionView): HistoryAccountView {
  const words = locale.history;
  const hidden = Math.max(0, account.dates.length - MOST_DATES);
  const dates = account.dates.slice(hidden);
  return {
    section,
    lead: accountLead(locale, account),
    period: long.sentence(
      `${fill(locale.labelled, { label: historyName(account), text: periodText(locale, account) })}.`,
    ),
    dates: dates.map(({ startedAt }) => startedAt.slice(0, 10)),
    rows: account.controls.map(({ id, title, outcomes }) => ({
      id: long.name(id),
      title: long.name(title),
      cells: outcomes.slice(hidden).flatMap((outcome: Outcome) => outcomeOf(locale, outcome) ?? []),
    })),
    evidence: dates.map(({ evidence }) => shareOf(evidence)),
    hidden: hidden === 0 ? null : counted(locale, words.heatCut, hidden),
    findings: account.controls.flatMap(({ id, title, findings }) =>
      findings.map((finding) => ({
        kind: finding.closed === null ? ('open' as const) : ('closed' as const),
        id: long.name(id),
        title: long.name(title),
        first: longDate(locale, finding.firstSeen),
        last: longDate(locale, finding.lastSeen),
        state: findingState(locale, finding),
      })),
    ),
    gaps: evidenceGaps(locale, account),
    steps: account.steps.map((step) => {
      const { date, controls, others } = stepText(locale, account, step);
      return {
        date,
        controls: controls.map(({ kind, text, lines }) => ({
          kind,
          text: long.sentence(text),
          lines: lines.map((line) => long.sentence(line)),
        })),
        others: others.map((text) => long.sentence(text)),
      };
    }),
  };
}

/** Whole per cent, never more than there is; nothing where every call was answered. */
function shareOf({ answered, calls }: AccountHistory['dates'][number]['evidence']): string {
  return answered === calls ? '' : String(Math.floor((100 * answered) / calls));
}
