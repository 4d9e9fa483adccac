import type { ControlResult, EngagementSummary, Report } from '../../model.js';
import type { Numbering } from './account-view.js';
import type { Drafting } from './control-view.js';
import { fill, longDate } from './locale.js';
import type { DecisionsView, DocumentControlView, PeopleView } from './view-model.js';

/** Null when the file names nobody and nothing for it. */
export function documentControlView(
  { locale, long }: Drafting,
  report: Report,
  sections: Numbering,
): DocumentControlView | null {
  const { engagement } = report;
  if (engagement === undefined) return null;
  const words = locale.engagement;
  const rows: readonly (readonly [string, string | null])[] = [
    [words.client, engagement.client],
    [words.auditor, engagement.auditor],
    [words.classification, engagement.classification],
    [words.reportId, reportName(engagement)],
    [words.author, engagement.author],
    [words.reviewer, engagement.reviewer],
    [words.approver, engagement.approver],
    [words.distribution, engagement.distribution.length === 0 ? null : engagement.distribution.join(', ')],
    [words.scope, engagement.scope],
  ];
  const meta = rows.flatMap(([term, text]) =>
    text === null ? [] : [{ term, text: long.sentence(text), mono: false }],
  );
  return meta.length === 0 ? null : { section: sections(words.documentControl, 'document-control'), meta };
}

/** "EX-2026-11, version 1.0", or what there is of it. */
export function reportName({ reportId, reportVersion }: EngagementSummary): string | null {
  const parts = [reportId, reportVersion].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' \u00b7 ');
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
      evidence:
        one.evidence === undefined ? null : long.name(`${one.evidence.file} \u00b7 SHA-256 ${one.evidence.sha256}`),
    })),
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
