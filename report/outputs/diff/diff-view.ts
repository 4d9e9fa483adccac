// What the page of a comparison shows, worked out before the template is run.
import type { AccountDiff, Diff } from '../../compare/diff.js';
import {
  counted,
  dateAndTime,
  figure,
  fill,
  type Lang,
  type Locale,
  localeOf,
  longDate,
} from '../../language/locale.js';
import { numbering } from '../html/account-view.js';
import type { Drafting } from '../html/control-view.js';
import { frameOf } from '../html/frame.js';
import type { Markup } from '../html/markup.js';
import type { Paper } from '../html/page-style.js';
import { cut, LongTexts, visible } from '../html/text.js';
import type {
  CoverView,
  DiffAccountView,
  FigureView,
  FrameView,
  Levels,
  PageView,
  SectionView,
} from '../html/view-model.js';
import { diffAccountView, fullTexts } from './diff-account-view.js';
import { accountName, leadOf, noteText } from './sentences.js';

export interface DiffPageView extends FrameView {
  readonly cover: CoverView;
  readonly section: SectionView;
  readonly lead: string;
  readonly figures: readonly FigureView[];
  readonly notes: readonly Markup[];
  /** The one account of a comparison of one. */
  readonly single: DiffAccountView | null;
  /** Several accounts, a section each. */
  readonly accounts: readonly (DiffAccountView & { readonly section: SectionView })[];
  readonly full: PageView['full'];
}

const TOP: Levels = { section: 2, item: 3, sub: 4 };

/** Everything the page shows. */
export function diffPageView(diff: Diff, lang: Lang, paper: Paper): DiffPageView {
  const locale = localeOf(lang);
  const words = locale.diff;
  const drafting: Drafting = { locale, long: new LongTexts() };
  const sections = numbering('', '', TOP);
  const [only, ...more] = diff.accounts;
  const single = only !== undefined && more.length === 0 ? only : null;
  const section = sections(words.title, 'changes');
  const notes = diff.notes.map((note) => drafting.long.sentence(noteText(locale, note)));
  // Of one account the cover tells the two sides already.
  const one = single === null ? null : { ...diffAccountView(drafting, single, section.levels), meta: [] };
  const accounts =
    single !== null
      ? []
      : diff.accounts.map((account, index) =>
          accountSection(drafting, account, sections(cut(visible(accountName(account)), 140), `a${index + 1}-changes`)),
        );
  const who = single === null ? counted(locale, locale.document.accounts, diff.accounts.length) : accountName(single);
  const headTitle = cut(visible(fill(locale.document.headTitle, { title: words.title, accounts: who })), 160);
  const cover = coverOf(drafting, diff, single, who);
  return {
    ...frameOf(locale, lang, paper, {
      topLeft: headTitle,
      topRight: `${diff.benchmark.name.replace('Amazon Web Services', 'AWS')} ${diff.benchmark.after}`,
      bottomLeft: `${diff.tool.name} ${diff.tool.version} \u00b7 ${longDate(locale, diff.generatedAt)}`,
      page: locale.page,
    }),
    cover,
    section,
    lead: leadOf(locale, diff),
    figures: figuresOf(locale, diff),
    notes,
    single: one,
    accounts,
    full: fullTexts(drafting, () => sections(locale.names.heading, 'texts-in-full')),
  };
}

function coverOf({ locale, long }: Drafting, diff: Diff, single: AccountDiff | null, who: string): CoverView {
  const words = locale.diff;
  const { name, before, after } = diff.benchmark;
  const subtitle =
    before === after
      ? fill(diff.across ? words.subtitleAcross : words.subtitle, { benchmark: name, version: after })
      : fill(words.subtitleVersions, { benchmark: name, before, after });
  const time = (text: string) => ({ text: long.name(dateAndTime(locale, text)), mono: false });
  return {
    logo: null,
    over: words.over,
    title: words.title,
    subtitle: long.sentence(subtitle),
    meta: [
      { term: locale.cover.account, text: long.name(who), mono: false },
      ...(single === null
        ? []
        : [
            { term: words.before, ...time(single.before.startedAt) },
            { term: '', text: long.digest(single.before.digest), mono: true },
            { term: words.after, ...time(single.after.startedAt) },
            { term: '', text: long.digest(single.after.digest), mono: true },
          ]),
      { term: locale.cover.report, ...time(diff.generatedAt) },
      { term: locale.cover.tool, text: long.name(`${diff.tool.name} ${diff.tool.version}`), mono: false },
    ],
  };
}

function figuresOf(locale: Locale, { summary }: Pick<Diff, 'summary'>): readonly FigureView[] {
  const words = locale.diff;
  const { controls, resources } = summary;
  const one = (tone: FigureView['tone'], value: number, label: string): FigureView => ({
    tone: value === 0 ? 'plain' : tone,
    value: figure(locale, value),
    of: '',
    label,
  });
  return [
    one('fail', controls.regressed, words.figureRegressed),
    one('pass', controls.fixed, words.figureFixed),
    one('open', controls.changed, words.figureChanged),
    one('plain', resources.added + resources.removed + resources.changed, words.figureResources),
  ];
}

function accountSection(drafting: Drafting, account: AccountDiff, section: SectionView) {
  return { section, ...diffAccountView(drafting, account, section.levels) };
}
