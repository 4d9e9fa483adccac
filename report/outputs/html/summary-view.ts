// The page that a manager reads: the verdict, four figures, the worst gaps, what changed, and how much could be read.
import { summarise } from '../../compare/compare-states.js';
import type { Diff } from '../../compare/diff.js';
import { counted, figure, fill, type Locale, longDate, numberWord, sentenceCase } from '../../language/locale.js';
import type { AccountSummary, ControlResult, Report } from '../../model.js';
import { leadOf } from '../diff/sentences.js';
import type { Drafting } from './control-view.js';
import type { Markup } from './markup.js';
import { accountVerdict, countOutcomes, goesUnnoticed, unanswered, worstFirst } from './verdict.js';
import type { FigureView, SectionView } from './view-model.js';

/** More than a manager takes in at once stands in the scorecard. */
const WORST_SHOWN = 5;

export interface SummaryView {
  readonly section: SectionView;
  readonly verdict: { readonly lead: string; readonly more: readonly Markup[] };
  readonly figures: readonly FigureView[];
  readonly also: string | null;
  readonly worst: {
    readonly heading: string;
    readonly gaps: readonly {
      readonly anchor: string;
      readonly id: Markup;
      readonly title: Markup;
      readonly headline: Markup;
      readonly rationale: Markup;
      readonly waived: Markup | null;
    }[];
    readonly rest: string | null;
  } | null;
  readonly since: { readonly text: string; readonly href: string } | null;
  readonly coverage: { readonly text: string; readonly href: string };
}

/** Where the summary leads to. */
export interface SummaryPlaces {
  readonly section: SectionView;
  readonly anchors: ReadonlyMap<ControlResult, string>;
  /** Anchor of the account's ledger. */
  readonly ledger: string;
}

/**
 * @param controls of the account, under the report's own version.
 * @param changes of the whole report.
 */
export function summaryView(
  drafting: Drafting,
  account: AccountSummary,
  controls: readonly ControlResult[],
  changes: Report['changes'],
  { section, anchors, ledger }: SummaryPlaces,
): SummaryView {
  const { locale, long } = drafting;
  const changed = changes === undefined ? null : changesOf(changes, account);
  return {
    section,
    verdict: accountVerdict(locale, long, account, controls, drafting.lens ?? 'effective'),
    figures: figures(drafting, account, controls),
    also: also(locale, controls),
    worst: worstView(drafting, controls, anchors),
    since: changed === null ? null : { text: leadOf(locale, changed), href: '#changes' },
    coverage: { text: coverageText(locale, account), href: `#${ledger}` },
  };
}

/** "15 of 17 regions read without a gap; 2 calls denied." */
export function coverageText(locale: Locale, { regions, calls }: AccountSummary): string {
  const words = locale.summary;
  const missing = calls.filter(unanswered);
  const denied = missing.filter((call) => call.outcome === 'denied').length;
  const total = figure(locale, calls.length);
  const whole = counted(locale, words.coverageWhole, calls.length);
  const gaps =
    missing.length === denied
      ? counted(locale, words.coverageDenied, denied)
      : counted(locale, words.coverageUnanswered, missing.length, { total });
  return fill(words.coverage, {
    regions: counted(locale, words.coverageRegions, regions.asked.length, {
      read: figure(locale, regions.read.length),
    }),
    calls: missing.length === 0 ? whole : gaps,
  });
}

function figures(
  { locale }: Drafting,
  account: AccountSummary,
  controls: readonly ControlResult[],
): readonly FigureView[] {
  const words = locale.summary;
  const counts = countOutcomes(controls);
  return [
    { tone: counts.pass === 0 ? 'plain' : 'pass', value: figure(locale, counts.pass), of: '', label: words.met },
    { tone: counts.fail === 0 ? 'plain' : 'fail', value: figure(locale, counts.fail), of: '', label: words.notMet },
    {
      tone: counts['not-assessed'] === 0 ? 'plain' : 'open',
      value: figure(locale, counts['not-assessed']),
      of: '',
      label: words.open,
    },
    {
      tone: 'plain',
      value: figure(locale, account.regions.read.length),
      of: fill(words.ofTotal, { total: figure(locale, account.regions.asked.length) }),
      label: words.regionsRead,
    },
  ];
}

/** What the figures do not tell by themselves. */
function also(locale: Locale, controls: readonly ControlResult[]): string | null {
  const words = locale.summary;
  const counts = countOutcomes(controls);
  const unnoticed = controls.filter(goesUnnoticed).length;
  const further = unnoticed === 0 ? 0 : counts.fail - unnoticed;
  const sentence = (forms: { readonly one: string; readonly other: string }, count: number): string =>
    sentenceCase(locale, counted(locale, forms, count, { word: numberWord(locale, count) }));
  const rest = [
    ...(counts.manual > 0 ? [counted(locale, words.alsoManual, counts.manual)] : []),
    ...(counts['not-applicable'] > 0 ? [counted(locale, words.alsoNotApplicable, counts['not-applicable'])] : []),
  ];
  const sentences = [
    ...(further > 0 ? [sentence(words.alsoNotMet, further)] : []),
    ...(counts.fail > 0 && counts['not-assessed'] > 0 ? [sentence(words.alsoOpen, counts['not-assessed'])] : []),
    ...(rest.length === 0 ? [] : [`${rest.join('; ')}.`]),
  ];
  return sentences.length === 0 ? null : sentences.join(' ');
}

function worstView(
  { locale, long }: Drafting,
  controls: readonly ControlResult[],
  anchors: ReadonlyMap<ControlResult, string>,
): SummaryView['worst'] {
  const failed = worstFirst(controls);
  if (failed.length === 0) return null;
  const hidden = failed.length - WORST_SHOWN;
  return {
    heading: counted(locale, locale.summary.worstHeading, failed.length),
    gaps: failed.slice(0, WORST_SHOWN).map((control) => ({
      anchor: anchors.get(control) ?? '',
      id: long.name(control.id),
      title: long.name(control.shortTitle),
      headline: long.sentence(control.headline),
      rationale: long.sentence(control.rationale),
      waived:
        control.waiver === undefined
          ? null
          : long.sentence(fill(locale.summary.waivedUntil, { date: longDate(locale, control.waiver.expires) })),
    })),
    rest: hidden > 0 ? counted(locale, locale.summary.worstRest, hidden) : null,
  };
}

/** Null where the account was compared with nothing. */
function changesOf(changes: Diff, { id }: AccountSummary): Pick<Diff, 'summary' | 'accounts'> | null {
  const accounts = changes.accounts.filter((one) => one.account === id);
  return accounts.length === 0 ? null : { accounts, summary: summarise(accounts) };
}
