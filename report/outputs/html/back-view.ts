// The last pages, which are about the document itself: its evidence, its versions, how to make it again, its words.

import { counted, dateAndTime, figure, fill, type Lang } from '../../language/locale.js';
import type { AccountSummary, Report } from '../../model.js';
import { ledgerAndFilters, type Numbering } from './account-view.js';
import { accountText, type Drafting } from './control-view.js';
import { type EvidenceView, evidenceView } from './evidence-view.js';
import type { Markup } from './markup.js';
import type { Paper } from './page-style.js';
import { block } from './text.js';
import { unanswered } from './verdict.js';
import type { CoverView, PageView, SectionView } from './view-model.js';

/** Every snapshot that the report rests on. */
export interface ManifestView {
  readonly section: SectionView;
  readonly lead: string;
  readonly rows: readonly {
    readonly account: Markup;
    readonly digest: Markup;
    readonly collected: Markup;
    readonly tool: Markup;
    readonly calls: string;
    readonly denied: string;
    readonly unanswered: string;
  }[];
}

export interface VersionsOfView {
  readonly section: SectionView;
  readonly meta: CoverView['meta'];
  readonly note: string;
}

export interface ReproduceView {
  readonly section: SectionView;
  readonly lead: string;
  readonly blocks: readonly { readonly title: string; readonly commands: Markup; readonly note: string | null }[];
  readonly notes: readonly string[];
}

export interface GlossaryView {
  readonly section: SectionView;
  readonly terms: readonly { readonly term: string; readonly text: string }[];
}

/** More of them would only repeat the manifest. */
const SNAPSHOTS_IN_COMMANDS = 12;

/** The appendices but for the texts in full and the glossary, which come when everything else is known. */
export function appendicesView(
  drafting: Drafting,
  report: Report,
  document: { readonly lang: Lang; readonly paper: Paper },
  letters: Numbering,
): PageView['appendices'] {
  const { locale } = drafting;
  const [first, second] = report.accounts;
  const manifest = manifestView(drafting, report.accounts, letters(locale.manifest.heading, 'manifest'));
  const evidence =
    first === undefined || second !== undefined
      ? null
      : { read: beside(drafting, first), ...ledgerAndFilters(drafting, first, letters, '') };
  return {
    manifest,
    evidence,
    versions: versionsOfView(drafting, report, letters(locale.versions.heading, 'versions')),
    reproduce: reproduceView(drafting, report, document, letters(locale.reproduce.heading, 'reproduce')),
  };
}

/** What the manifest's row does not say. */
function beside(drafting: Drafting, account: AccountSummary): EvidenceView {
  const { caller, partition } = drafting.locale.appendix;
  const read = evidenceView(drafting, account);
  return { ...read, meta: read.meta.filter(({ term }) => term === caller || term === partition) };
}

function manifestView(
  { locale, long }: Drafting,
  accounts: readonly AccountSummary[],
  section: SectionView,
): ManifestView {
  return {
    section,
    lead: counted(locale, locale.manifest.lead, accounts.length),
    rows: accounts.map((account) => {
      const missing = account.calls.filter(unanswered);
      const denied = missing.filter((call) => call.outcome === 'denied').length;
      return {
        account: long.name(accountText(account)),
        digest: long.digest(account.digest),
        collected: long.sentence(
          fill(locale.appendix.periodRange, {
            start: dateAndTime(locale, account.startedAt),
            end: dateAndTime(locale, account.endedAt),
          }),
        ),
        tool: long.name(`${account.collectedBy.name} ${account.collectedBy.version}`),
        calls: figure(locale, account.calls.length),
        denied: figure(locale, denied),
        unanswered: figure(locale, missing.length - denied),
      };
    }),
  };
}

function versionsOfView({ locale, long }: Drafting, report: Report, section: SectionView): VersionsOfView {
  const words = locale.versions;
  const collectors = new Set(report.accounts.map(({ collectedBy }) => `${collectedBy.name} ${collectedBy.version}`));
  const row = (term: string, text: string) => ({ term, text: long.sentence(text), mono: false });
  return {
    section,
    meta: [
      row(words.tool, `${report.tool.name} ${report.tool.version}`),
      ...[...collectors].sort().map((one, index) => row(index === 0 ? words.collected : '', one)),
      ...report.benchmarks.map(({ name, version, section: number }, index) => {
        const slugs = report.controls.filter((one) => one.benchmark === version).map((one) => one.slug);
        const values = { name, version, section: number };
        return row(index === 0 ? words.benchmarks : '', counted(locale, words.benchmark, new Set(slugs).size, values));
      }),
      row(words.schema, fill(words.schemaVersion, { version: report.schemaVersion })),
      row(words.lens, report.lens === 'effective' ? words.lenses.effective : words.lenses.benchmark),
      row(words.time, dateAndTime(locale, report.generatedAt)),
    ],
    note: words.timeNote,
  };
}

/** The commands that make the document again. Whatever stands in them has the form that it must have, or is left out. */
function reproduceView(
  { locale }: Drafting,
  report: Report,
  document: { readonly lang: Lang; readonly paper: Paper },
  section: SectionView,
): ReproduceView {
  const words = locale.reproduce;
  const shown = report.accounts.slice(0, SNAPSHOTS_IN_COMMANDS);
  const hidden = report.accounts.length - shown.length;
  const more = hidden > 0 ? counted(locale, words.more, hidden) : null;
  const files = shown.map((account, index) => fileName(account, index));
  const inputs = [
    ...(report.engagement === undefined ? [] : [words.engagement]),
    ...(report.changes === undefined ? [] : [words.since]),
  ];
  return {
    section,
    lead: words.lead,
    blocks: [
      {
        title: words.digests,
        commands: block(
          [
            "sha256sum -c <<'END'",
            ...shown.map(({ digest }, index) => `${digestText(digest)}  ${files[index]}`),
            'END',
          ].join('\n'),
        ),
        note: more,
      },
      { title: words.verify, commands: block(wrapped(['trailproof verify', ...files])), note: null },
      { title: words.report, commands: block(reportCommand(report, document, files)), note: null },
    ],
    notes: [
      words.files,
      ...(inputs.length === 0 ? [] : [fill(words.inputs, { inputs: new Intl.ListFormat(locale.tag).format(inputs) })]),
    ],
  };
}

function reportCommand(
  report: Report,
  { lang, paper }: { readonly lang: Lang; readonly paper: Paper },
  files: readonly string[],
): string {
  const seconds = Math.floor(Date.parse(report.generatedAt) / 1000);
  const versions = report.benchmarks.map(({ version }) => version).filter((version) => /^[0-9.]+$/.test(version));
  return wrapped([
    `${Number.isNaN(seconds) ? '' : `SOURCE_DATE_EPOCH=${seconds} `}trailproof report`,
    ...files,
    `--benchmark ${versions.join(',')}`,
    ...(report.lens === 'effective' ? [] : [`--lens ${report.lens}`]),
    ...(lang === 'en' ? [] : [`--lang ${lang}`]),
    ...(paper === 'A4' ? [] : [`--paper ${paper}`]),
    ...(report.engagement === undefined ? [] : ['--engagement engagement.yaml']),
    ...(report.changes === undefined ? [] : ['--since before/']),
    '--format html,pdf,json --out out',
  ]);
}

/** One part to a line, as a shell reads it. */
function wrapped(parts: readonly string[]): string {
  return parts.join(' \\\n  ');
}

function fileName({ id }: AccountSummary, index: number): string {
  return /^[0-9]{12}$/.test(id) ? `${id}.snapshot.json` : `account-${index + 1}.snapshot.json`;
}

function digestText(digest: string): string {
  return /^[0-9a-f]{64}$/.test(digest) ? digest : '?';
}

export function glossaryView({ locale }: Drafting, section: SectionView): GlossaryView {
  const { compare } = new Intl.Collator(locale.tag);
  return { section, terms: [...locale.glossary.terms].sort((one, other) => compare(one.term, other.term)) };
}
