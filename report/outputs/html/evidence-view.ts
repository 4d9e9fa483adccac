// What was read of an account, call by call, and the filters that were found.

import { clock, counted, dateAndTime, figure, fill } from '../../language/locale.js';
import type { AccountSummary, LedgerEntry } from '../../model.js';
import { accountText, type Drafting, ledgerResult } from './control-view.js';
import type { Markup } from './markup.js';
import { block, inline } from './text.js';
import { unanswered } from './verdict.js';
import type { CoverView, FilterView, LedgerRow, SectionView } from './view-model.js';

/** What a reader needs to know of the snapshot of one account. */
export interface EvidenceView {
  readonly meta: CoverView['meta'];
  readonly regions: string;
  readonly regionsRead: readonly Markup[];
  readonly regionsNotRead: readonly Markup[];
}

/** Every call, those without an answer first. */
export interface LedgerView {
  readonly section: SectionView;
  readonly lead: string;
  readonly gaps: readonly LedgerRow[];
  readonly ok: readonly LedgerRow[];
}

export interface FiltersView {
  readonly section: SectionView;
  readonly filters: readonly FilterView[];
}

/** By whom, when and with what the account was read. */
export function readingMeta(drafting: Drafting, account: AccountSummary): CoverView['meta'] {
  const { locale, long } = drafting;
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
    ...importedRow(drafting, account),
  ];
}

/** The same, and which file holds it. */
export function snapshotMeta(drafting: Drafting, account: AccountSummary): CoverView['meta'] {
  const { locale, long } = drafting;
  const words = locale.appendix;
  return [
    ...readingMeta(drafting, account),
    { term: words.partition, text: long.name(account.partition), mono: false },
    { term: words.digest, text: long.digest(account.digest), mono: true },
  ];
}

/** Answers that somebody else has fetched rest on that person's word, and on a manifest where there is one. */
function importedRow({ locale, long }: Drafting, { imported }: AccountSummary): CoverView['meta'] {
  if (imported === null) return [];
  const words = locale.appendix;
  const forms = imported.manifest ? words.importedChecked : words.importedUnchecked;
  const text = counted(locale, forms, imported.files, { from: imported.from });
  return [{ term: words.imported, text: long.sentence(text), mono: false }];
}

export function evidenceView(drafting: Drafting, account: AccountSummary): EvidenceView {
  const { locale, long } = drafting;
  const { asked, read } = account.regions;
  return {
    meta: snapshotMeta(drafting, account),
    regions: counted(locale, locale.appendix.regions, asked.length, { read: figure(locale, read.length) }),
    regionsRead: read.map((region) => long.name(region)),
    regionsNotRead: asked.filter((region) => !read.includes(region)).map((region) => long.name(region)),
  };
}

export function ledgerView(
  drafting: Drafting,
  { calls }: AccountSummary,
  section: SectionView,
  prefix: string,
): LedgerView {
  const rows = (some: readonly LedgerEntry[]) => some.map((call) => ledgerRow(drafting, call, prefix));
  return {
    section,
    lead: counted(drafting.locale, drafting.locale.appendix.ledger, calls.length),
    gaps: rows(calls.filter(unanswered)),
    ok: rows(calls.filter((call) => !unanswered(call))),
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

export function filtersView(
  { locale, long }: Drafting,
  { filters }: AccountSummary,
  section: SectionView,
): FiltersView {
  const words = locale.appendix;
  return {
    section,
    filters: filters.map((filter) => ({
      name: long.name(filter.name),
      place: long.sentence(fill(words.filterPlace, { logGroup: filter.logGroup, region: filter.region })),
      pattern: filter.pattern === '' ? inline(words.emptyPattern) : block(filter.pattern),
      error: filter.error === null ? null : block(filter.error),
    })),
  };
}
