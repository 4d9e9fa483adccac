import type { AppliedWaiver, ControlResult, Report, Waiver } from '../model.js';
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
  const controls = report.controls.map((control): ControlResult => {
    const waiver = waiverOver(engagement.waivers ?? [], control, today);
    if (waiver !== undefined) used.add(waiver);
    const attestations = (engagement.attestations ?? []).filter((one) => isAbout(one, control));
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
  const { client, auditor, classification, report: document, people, scope } = engagement;
  return {
    ...report,
    controls,
    engagement: {
      client: client ?? null,
      auditor: auditor ?? null,
      classification: classification ?? null,
      reportId: document?.id ?? null,
      reportVersion: document?.version ?? null,
      author: people?.author ?? null,
      reviewer: people?.reviewer ?? null,
      approver: people?.approver ?? null,
      distribution: people?.distribution ?? [],
      scope: scope ?? null,
      waivers: waivers.toSorted((a, b) => order[a.state] - order[b.state] || (a.expires < b.expires ? -1 : 1)),
      attestations: engagement.attestations ?? [],
    },
  };
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
