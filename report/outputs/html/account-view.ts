import type { Locale } from '../../language/locale.js';
import type { AccountSummary, ControlResult, Outcome, Report } from '../../model.js';
import { controlView, type Drafting, groupedAccount, metControlView, type Place } from './control-view.js';
import { evidenceView, filtersView, ledgerView, snapshotMeta } from './evidence-view.js';
import type { MethodView } from './method-view.js';
import { planView } from './plan-view.js';
import { scorecardView } from './scorecard-view.js';
import { summaryView } from './summary-view.js';
import type { ChapterView, GroupView, Levels, SectionView } from './view-model.js';

/** What wants attention first. */
const GROUPS: readonly Outcome[] = ['fail', 'not-assessed', 'manual', 'pass', 'not-applicable'];

/** Hands out section numbers in the order of the document, and what goes with them. */
export type Numbering = (title: string, name: string) => SectionView;

/** Numbers 1, 2, 3 ..., or 2.1, 2.2 ... inside a chapter. */
export function numbering(chapter: string, prefix: string, levels: Levels): Numbering {
  let last = 0;
  return (title, name) => {
    last += 1;
    const number = chapter === '' ? `${last}` : `${chapter}.${last}`;
    return { number, title, anchor: `${prefix}${name}`, levels };
  };
}

/** A, B, C ... for appendices. */
export function lettering(levels: Levels): Numbering {
  let last = 0;
  return (title, name) => {
    last += 1;
    return { number: String.fromCharCode(64 + last), title, anchor: name, levels };
  };
}

/** Anchors from slugs; a slug that comes twice, or is none, still gets one of its own. */
function anchorsOf(controls: readonly ControlResult[], prefix: string): ReadonlyMap<ControlResult, string> {
  const taken = new Set<string>();
  const anchors = new Map<ControlResult, string>();
  controls.forEach((control, index) => {
    const slug = `${prefix}${control.slug.replace(/[^a-z0-9-]/g, '-').slice(0, 60)}`;
    const anchor = taken.has(slug) ? `${slug}-${index}` : slug;
    taken.add(anchor);
    anchors.set(control, anchor);
  });
  return anchors;
}

/** Where the chapter stands: `number` and `prefix` are empty when the document is about one account. */
export interface ChapterPlace {
  readonly number: string;
  readonly prefix: string;
  readonly levels: Levels;
  readonly sections: Numbering;
  /** In a document about one account the method stands after the summary. */
  readonly method: (() => MethodView) | null;
  readonly changes: Report['changes'];
}

/** Everything about one account. */
export function chapterView(
  drafting: Drafting,
  account: AccountSummary,
  all: readonly ControlResult[],
  versions: readonly string[],
  place: ChapterPlace,
): ChapterView {
  const { locale, long } = drafting;
  const { prefix, sections } = place;
  const controls = all.filter((control) => control.benchmark === versions[0]);
  const anchors = anchorsOf(controls, prefix);
  const summary = summaryView(drafting, account, controls, place.changes, {
    section: sections(locale.summary.heading, 'summary'),
    anchors,
    ledger: `${prefix}ledger`,
  });
  const method = place.method === null ? null : place.method();
  const scorecard = scorecardView(drafting, versions, all, sections(locale.scorecard.heading, 'scorecard'), anchors);
  const groups = groupViews(drafting, account, controls, anchors, place);
  const plan = planView(drafting, account, controls, sections(locale.plan.heading, 'plan'), anchors, prefix);
  const single = place.number === '';
  return {
    anchor: `${prefix}account`,
    number: place.number,
    title: single ? null : long.name(account.alias ?? groupedAccount(account.id)),
    // The rest stands under what was read.
    meta: snapshotMeta(drafting, account).filter(
      ({ term }) => term === locale.appendix.account || term === locale.appendix.period,
    ),
    summary,
    method,
    scorecard,
    groups,
    plan,
    evidence: single ? null : evidenceParts(drafting, account, sections, prefix),
  };
}

function groupViews(
  drafting: Drafting,
  account: AccountSummary,
  controls: readonly ControlResult[],
  anchors: ReadonlyMap<ControlResult, string>,
  { prefix, levels, sections }: ChapterPlace,
): readonly GroupView[] {
  let finding = 0;
  const placeOf = (control: ControlResult): Place => {
    if (control.outcome === 'fail') finding += 1;
    return {
      anchor: anchors.get(control) ?? '',
      levels,
      finding: control.outcome === 'fail' ? finding : null,
      account,
      prefix,
    };
  };
  return GROUPS.flatMap((outcome): readonly GroupView[] => {
    const members = controls.filter((control) => control.outcome === outcome);
    if (members.length === 0) return [];
    return [
      {
        section: sections(groupTitle(drafting.locale, outcome), `group-${outcome}`),
        kind: outcome,
        controls: outcome === 'pass' ? [] : members.map((control) => controlView(drafting, control, placeOf(control))),
        met: outcome === 'pass' ? members.map((control) => metControlView(drafting, control, placeOf(control))) : [],
      },
    ];
  });
}

function groupTitle(locale: Locale, outcome: Outcome): string {
  return outcome === 'fail' ? locale.findings.heading : locale.groups[outcome];
}

/** What was read of the account: three parts of its chapter, or three appendices. */
export function evidenceParts(
  drafting: Drafting,
  account: AccountSummary,
  sections: Numbering,
  prefix: string,
): NonNullable<ChapterView['evidence']> {
  const words = drafting.locale.appendix;
  return {
    section: sections(words.read, 'read'),
    read: evidenceView(drafting, account),
    ...ledgerAndFilters(drafting, account, sections, prefix),
  };
}

/** The call ledger, and the filters as they were found. */
export function ledgerAndFilters(
  drafting: Drafting,
  account: AccountSummary,
  sections: Numbering,
  prefix: string,
): Pick<NonNullable<ChapterView['evidence']>, 'ledger' | 'filters'> {
  const words = drafting.locale.appendix;
  return {
    ledger: ledgerView(drafting, account, sections(words.ledgerHeading, 'ledger'), prefix),
    filters: filtersView(drafting, account, sections(words.filtersHeading, 'filters')),
  };
}
