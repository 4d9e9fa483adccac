import type { AccountSummary, ControlResult, LedgerEntry, LinkState, Outcome } from '../../model.js';
import {
  accountText,
  controlView,
  type Drafting,
  groupedAccount,
  ledgerResult,
  metControlView,
  onlyThroughCloudWatch,
  outcomeView,
  type Place,
  summaryPath,
} from './control-view.js';
import { clock, counted, dateAndTime, figure, fill } from './locale.js';
import { legendSquare } from './svg.js';
import { block, inline } from './text.js';
import { accountVerdict, countOutcomes, unanswered } from './verdict.js';
import type {
  AppendixView,
  ChapterView,
  FigureView,
  GroupView,
  LedgerRow,
  Levels,
  SectionView,
  SummaryView,
  VersionsView,
} from './view-model.js';

/** What wants attention first. */
const GROUPS: readonly Outcome[] = ['fail', 'not-assessed', 'manual', 'pass', 'not-applicable'];

const LEGEND: readonly LinkState[] = ['holds', 'partial', 'broken', 'unseen', 'not-reached'];

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

/** Null where the account was judged under one version only. */
function versionsView(
  { locale, long }: Drafting,
  versions: readonly string[],
  controls: readonly ControlResult[],
): VersionsView | null {
  if (versions.length < 2) return null;
  const slugs = [...new Set(controls.map((control) => control.slug))];
  return {
    heads: versions.map((version) => long.name(version)),
    rows: slugs.map((slug) => {
      const cells = versions.map((version) => controls.find((one) => one.slug === slug && one.benchmark === version));
      return {
        title: long.name(cells.find((cell) => cell !== undefined)?.shortTitle ?? slug),
        cells: cells.map((cell) =>
          cell === undefined ? null : { id: long.name(cell.id), outcome: outcomeView(locale, cell) },
        ),
      };
    }),
  };
}

function summaryView(
  drafting: Drafting,
  account: AccountSummary,
  controls: readonly ControlResult[],
  versions: VersionsView | null,
  section: SectionView,
  anchors: ReadonlyMap<ControlResult, string>,
): SummaryView {
  const { locale, long } = drafting;
  const counts = countOutcomes(controls);
  const also = [
    ...(counts.manual > 0 ? [counted(locale, locale.summary.alsoManual, counts.manual)] : []),
    ...(counts['not-applicable'] > 0
      ? [counted(locale, locale.summary.alsoNotApplicable, counts['not-applicable'])]
      : []),
  ];
  return {
    section,
    verdict: accountVerdict(locale, long, controls, drafting.lens ?? 'effective'),
    figures: figures(drafting, account, controls),
    also: also.length === 0 ? null : `${also.join('; ')}.`,
    rows: controls.map((control) => ({
      href: `#${anchors.get(control) ?? ''}`,
      id: long.name(control.id),
      title: long.name(control.shortTitle),
      mini: summaryPath(locale, control),
      outcome: outcomeView(locale, control),
    })),
    legend: LEGEND.map((state) => ({ square: legendSquare(state), label: locale.states[state] })),
    siemNote: controls.some(onlyThroughCloudWatch) ? locale.summary.siemNote : null,
    versions,
  };
}

function ledgerRow({ locale, long }: Drafting, call: LedgerEntry, prefix: string): LedgerRow {
  const input = Object.entries(call.input).map(
    ([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return {
    anchor: `${prefix}call-${call.index}`,
    number: `#${call.index}`,
    call: long.name(call.operation),
    region: long.name(call.region),
    input: long.name(input.join('; ')),
    result: long.name(ledgerResult(locale, call)),
    message: call.error === null ? null : long.sentence(call.error.message),
    time: long.name(clock(locale, call.startedAt, true)),
  };
}

/** What a reader needs to know of the snapshot of an account. */
function snapshotMeta({ locale, long }: Drafting, account: AccountSummary): AppendixView['meta'] {
  const words = locale.appendix;
  const period = fill(words.periodRange, {
    start: dateAndTime(locale, account.startedAt),
    end: dateAndTime(locale, account.endedAt),
  });
  return [
    { term: words.account, text: long.name(accountText(account)), mono: false },
    { term: words.caller, text: long.name(account.caller), mono: true },
    { term: words.period, text: long.sentence(period), mono: false },
    {
      term: words.collectedBy,
      text: long.name(`${account.collectedBy.name} ${account.collectedBy.version}`),
      mono: false,
    },
    { term: words.partition, text: long.name(account.partition), mono: false },
    { term: words.digest, text: long.digest(account.digest), mono: true },
  ];
}

function appendixView(drafting: Drafting, account: AccountSummary, section: SectionView, prefix: string): AppendixView {
  const { locale, long } = drafting;
  const words = locale.appendix;
  const { asked, read } = account.regions;
  const rows = (calls: readonly LedgerEntry[]) => calls.map((call) => ledgerRow(drafting, call, prefix));
  return {
    section,
    meta: snapshotMeta(drafting, account),
    regions: counted(locale, words.regions, asked.length, { read: figure(locale, read.length) }),
    regionsRead: read.map((region) => long.name(region)),
    regionsNotRead: asked.filter((region) => !read.includes(region)).map((region) => long.name(region)),
    ledger: counted(locale, words.ledger, account.calls.length),
    gaps: rows(account.calls.filter(unanswered)),
    ok: rows(account.calls.filter((call) => !unanswered(call))),
    filters: account.filters.map((filter) => ({
      name: long.name(filter.name),
      place: long.sentence(fill(words.filterPlace, { logGroup: filter.logGroup, region: filter.region })),
      pattern: filter.pattern === '' ? inline(words.emptyPattern) : block(filter.pattern),
      error: filter.error === null ? null : block(filter.error),
    })),
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
  const { prefix, levels, sections } = place;
  const controls = all.filter((control) => control.benchmark === versions[0]);
  const anchors = anchorsOf(controls, prefix);
  const sideBySide = versionsView(drafting, versions, all);
  const summary = summaryView(
    drafting,
    account,
    controls,
    sideBySide,
    sections(locale.summary.heading, 'summary'),
    anchors,
  );
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
  const groups = GROUPS.flatMap((outcome): readonly GroupView[] => {
    const members = controls.filter((control) => control.outcome === outcome);
    if (members.length === 0) return [];
    return [
      {
        section: sections(locale.groups[outcome], `group-${outcome}`),
        kind: outcome,
        controls: outcome === 'pass' ? [] : members.map((control) => controlView(drafting, control, placeOf(control))),
        met: outcome === 'pass' ? members.map((control) => metControlView(drafting, control, placeOf(control))) : [],
      },
    ];
  });
  return {
    anchor: `${prefix}account`,
    number: place.number,
    title: place.number === '' ? null : long.name(account.alias ?? groupedAccount(account.id)),
    // The rest stands under what was read.
    meta: snapshotMeta(drafting, account).filter(
      ({ term }) => term === locale.appendix.account || term === locale.appendix.period,
    ),
    summary,
    groups,
    appendix: appendixView(drafting, account, sections(locale.appendix.read, 'read'), prefix),
  };
}
