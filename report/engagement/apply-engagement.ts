import type { AppliedWaiver, Attestation, ControlResult, Person, Report, Waiver } from '../model.js';
import type { Engagement } from './engagement.js';

/**
 * Lays an engagement over a report: waivers and attestations over the outcomes, which stay what they are, and the names
 * of client and auditor on the cover.
 *
 * @param report its time decides which waivers have expired.
 */
export function applyEngagement(report: Report, engagement: Engagement): Report {
  const today = report.generatedAt.slice(0, 10);
  const used = new Set<Waiver>();
  const attested = attestationsOf(engagement);
  const controls = report.controls.map((control): ControlResult => {
    const waiver = waiverOver(engagement.waivers ?? [], control, today);
    if (waiver !== undefined) used.add(waiver);
    const attestations = attested.filter((one) => isAbout(one, control));
    const note = engagement.notes?.[control.slug];
    return {
      ...control,
      ...(waiver === undefined ? {} : { waiver }),
      ...(attestations.length === 0 ? {} : { attestations }),
      ...(note === undefined ? {} : { note }),
    };
  });
  const waivers = (engagement.waivers ?? []).map((waiver): AppliedWaiver => {
    const state = waiver.expires < today ? 'expired' : used.has(waiver) ? 'used' : 'unused';
    return { ...waiver, state };
  });
  const order = { expired: 0, unused: 1, used: 2 };
  const { client, auditor, classification, colours, files, period, report: document, people, scope } = engagement;
  const versions = document?.versions ?? [];
  return {
    ...report,
    controls,
    engagement: {
      client: client ?? null,
      auditor: auditor ?? null,
      classification: classification ?? null,
      reportId: document?.id ?? null,
      reportVersion: document?.version ?? versions.at(-1)?.version ?? null,
      reportDate: document?.date ?? null,
      period: period ?? null,
      versions,
      author: personOf(people?.author),
      reviewer: personOf(people?.reviewer),
      approver: personOf(people?.approver),
      distribution: (people?.distribution ?? []).flatMap((one) => personOf(one) ?? []),
      logo: files?.logo ?? null,
      colours: { house: colours?.house ?? null, accent: colours?.accent ?? null },
      scope: scope ?? null,
      waivers: waivers.toSorted((a, b) => order[a.state] - order[b.state] || (a.expires < b.expires ? -1 : 1)),
      attestations: attested,
    },
  };
}

type NamedPerson = string | { readonly name: string; readonly role?: string | undefined } | undefined;

function personOf(person: NamedPerson): Person | null {
  if (person === undefined) return null;
  return typeof person === 'string' ? { name: person, role: null } : { name: person.name, role: person.role ?? null };
}

/** The attestations, with what was found of their evidence. */
function attestationsOf({ attestations = [], files }: Engagement): readonly Attestation[] {
  return attestations.map(({ evidence, ...one }, index) =>
    evidence === undefined ? one : { ...one, evidence: { ...evidence, checked: files?.evidence[index] === true } },
  );
}

/** The waiver that lies over the outcome on this day, YYYY-MM-DD. */
export function waiverOver(waivers: readonly Waiver[], control: ControlResult, day: string): Waiver | undefined {
  return waivers.find((one) => one.expires >= day && applies(one, control));
}

/** A waiver is for what is not met or not known; over a control that passes it is unused. */
function applies(waiver: Waiver, control: ControlResult): boolean {
  if (control.outcome === 'pass' || !isAbout(waiver, control)) return false;
  const { resource } = waiver;
  if (resource === undefined) return true;
  const named = control.reasons.flatMap((reason) => reason.resources);
  return named.some((one) => one.id === resource || one.name === resource);
}

function isAbout(
  about: { readonly control: string; readonly account?: string | undefined },
  control: ControlResult,
): boolean {
  return about.control === control.slug && (about.account === undefined || about.account === control.account);
}
