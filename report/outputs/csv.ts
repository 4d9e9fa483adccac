import type { Lang } from '../language/languages.js';
import { type Locale, localeOf } from '../language/locale.js';
import type { ControlResult, Report } from '../model.js';
import { attestationText } from './common/explanation.js';
import { callName, type Judgement, judgements, resourcesOf } from './common/judgements.js';
import { visible } from './html/text.js';

const COLUMNS = {
  account: ({ account }) => account.id,
  alias: ({ account }) => account.alias ?? '',
  benchmark: ({ benchmark }) => benchmark.version,
  control: (_, { id }) => id,
  slug: (_, { slug }) => slug,
  title: (_, { title }) => title,
  level: (_, { level }) => String(level),
  assessment: (_, { assessment }) => assessment,
  outcome: (_, { outcome }) => outcome,
  headline: (_, { headline }) => headline,
  reason_codes: (_, { reasons }) => list(reasons.map(({ code }) => code)),
  reasons: (_, { reasons }) => list(reasons.map(({ message }) => message)),
  broken_links: (_, { reasons }, { linksInSentence }) =>
    list([
      ...new Set(
        reasons.flatMap(({ effect, link }) => (effect === 'remark' || link === null ? [] : linksInSentence[link])),
      ),
    ]),
  required_events: (_, { coverage }) => (coverage === null ? '' : String(coverage.required.length)),
  lost_events: (_, control) => missed(control, 'lost'),
  unseen_events: (_, control) => missed(control, 'unseen'),
  resources: (_, control) => list(resourcesOf(control).map(({ id }) => id)),
  remediation: (_, { remediation }) => remediation?.summary ?? '',
  waiver_reason: (_, { waiver }) => waiver?.reason ?? '',
  waiver_owner: (_, { waiver }) => waiver?.owner ?? '',
  waiver_approver: (_, { waiver }) => waiver?.approver ?? '',
  waiver_expires: (_, { waiver }) => waiver?.expires ?? '',
  attestations: (_, { attestations }, _locale, language) =>
    list((attestations ?? []).map((one) => attestationText(one, language))),
  note: (_, { note }) => note ?? '',
  evidence: (_, { evidence }) => list(evidence.map(callName)),
  snapshot_sha256: ({ account }) => account.digest,
  collected_at: ({ account }) => account.endedAt,
} satisfies Record<string, (judgement: Judgement, control: ControlResult, locale: Locale, language: Lang) => string>;

/** RFC 4180: a head, then a row for each control in each account under each version. */
export function renderCsv(report: Report): string {
  const locale = localeOf(report.language);
  const rows = judgements(report).flatMap((judgement) =>
    judgement.controls.map((control) =>
      Object.values(COLUMNS).map((column) => column(judgement, control, locale, report.language)),
    ),
  );
  return [Object.keys(COLUMNS), ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** What a spreadsheet takes for the start of a formula, in its wide forms too. */
const FORMULA = /(^|;)(\s*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g;

/**
 * A quoted cell. Unseen characters are written as code points, tabs and line breaks among them. A cell that would be a
 * formula gets an apostrophe before it; so does what follows a semicolon, which separates cells in half of Europe.
 */
function cell(text: string): string {
  return `"${visible(text).replace(FORMULA, "$1$2'").replaceAll('"', '""')}"`;
}

function list(items: readonly string[]): string {
  return items.join('; ');
}

function missed({ coverage }: ControlResult, state: 'lost' | 'unseen'): string {
  return list((coverage?.missed ?? []).filter((event) => event.state === state).map(({ id }) => id));
}
