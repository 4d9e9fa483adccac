import { fill, type Locale, longDate } from '../../language/locale.js';
import type { AttestedEvidence, ControlResult, EngagementSummary, Person, Report } from '../../model.js';
import type { Numbering } from './account-view.js';
import type { Drafting } from './control-view.js';
import type { DecisionsView, DocumentControlView, PeopleView } from './view-model.js';

/** Null when the file names nobody and nothing for it. */
export function documentControlView(
  drafting: Drafting,
  report: Report,
  sections: Numbering,
): DocumentControlView | null {
  const { locale, long } = drafting;
  const { engagement } = report;
  if (engagement === undefined) return null;
  const words = locale.engagement;
  const { period, reportDate } = engagement;
  const rows: readonly (readonly [string, string | null])[] = [
    [words.client, engagement.client],
    [words.auditor, engagement.auditor],
    [words.reportId, reportName(locale, engagement)],
    [words.date, reportDate === null ? null : longDate(locale, reportDate)],
    [words.classification, engagement.classification],
    [locale.cover.period, period === null ? null : periodText(drafting, period)],
    [words.scope, engagement.scope],
  ];
  const parts: readonly (readonly [string, Person | null])[] = [
    [words.author, engagement.author],
    [words.reviewer, engagement.reviewer],
    [words.approver, engagement.approver],
  ];
  const shown = ({ name, role }: Person) => ({
    name: long.sentence(name),
    role: role === null ? null : long.sentence(role),
  });
  const view = {
    meta: rows.flatMap(([term, text]) => (text === null ? [] : [{ term, text: long.sentence(text), mono: false }])),
    people: parts.flatMap(([part, person]) => (person === null ? [] : [{ part, ...shown(person) }])),
    versions: engagement.versions.map((one) => ({
      version: long.name(one.version),
      date: longDate(locale, one.date),
      author: long.sentence(one.author),
      change: long.sentence(one.change),
    })),
    distribution: engagement.distribution.map(shown),
  };
  if (Object.values(view).every((list) => list.length === 0)) return null;
  return { section: sections(words.documentControl, 'document-control'), ...view };
}

/** "EX-2026-11 \u00b7 version 1.0", or what there is of it. */
export function reportName(locale: Locale, { reportId, reportVersion }: EngagementSummary): string | null {
  const version = reportVersion === null ? null : fill(locale.engagement.version, { version: reportVersion });
  const parts = [reportId, version].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' \u00b7 ');
}

/** "1 August 2026 to 31 October 2026". */
export function periodText({ locale }: Drafting, { from, to }: { readonly from: string; readonly to: string }): string {
  return fill(locale.cover.stateRange, { first: longDate(locale, from), last: longDate(locale, to) });
}

/** Waivers, expired first, and attestations; null when there are none. */
export function decisionsView(drafting: Drafting, report: Report, sections: Numbering): DecisionsView | null {
  const { engagement } = report;
  if (engagement === undefined || engagement.waivers.length + engagement.attestations.length === 0) return null;
  const { locale, long } = drafting;
  const words = locale.engagement;
  const titleOf = (slug: string, account: string | undefined) => {
    const title = report.controls.find((control) => control.slug === slug)?.shortTitle ?? slug;
    return long.name(account === undefined ? title : `${title} \u00b7 ${account}`);
  };
  return {
    section: sections(words.decisions, 'decisions'),
    waivers: engagement.waivers.map((waiver) => ({
      state: waiver.state,
      stateLabel: words.states[waiver.state],
      control: titleOf(waiver.control, waiver.account),
      reason: long.sentence(waiver.reason),
      people: long.sentence(fill(words.ownedAndApproved, { owner: waiver.owner, approver: waiver.approver })),
      expires: long.name(longDate(locale, waiver.expires)),
    })),
    attestations: engagement.attestations.map((one) => ({
      control: titleOf(one.control, one.account),
      statement: long.sentence(one.statement),
      by: long.sentence(fill(words.attestedBy, { by: one.by, date: longDate(locale, one.date) })),
      evidence: one.evidence === undefined ? null : evidenceView(drafting, one.evidence),
    })),
  };
}

/** The file is named, not held: its digest tells whether a file is the one that was meant. */
function evidenceView(
  { locale, long }: Drafting,
  { file, sha256, checked }: AttestedEvidence,
): NonNullable<DecisionsView['attestations'][number]['evidence']> {
  const words = locale.engagement;
  return {
    file: long.name(file),
    digest: long.digest(sha256),
    checked: checked === true ? words.evidenceChecked : words.evidenceNotChecked,
  };
}

/** What people have said of one control; null when nobody has. */
export function peopleView({ locale, long }: Drafting, control: ControlResult): PeopleView | null {
  const { waiver, attestations = [], note } = control;
  if (waiver === undefined && attestations.length === 0 && note === undefined) return null;
  const words = locale.engagement;
  return {
    waiver:
      waiver === undefined
        ? null
        : long.sentence(
            fill(words.waived, {
              date: longDate(locale, waiver.expires),
              approver: waiver.approver,
              reason: waiver.reason,
            }),
          ),
    attestations: attestations.map((one) =>
      long.sentence(fill(words.attested, { statement: one.statement, by: one.by, date: longDate(locale, one.date) })),
    ),
    note: note === undefined ? null : long.sentence(note),
  };
}
