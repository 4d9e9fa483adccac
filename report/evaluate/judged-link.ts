import type { Phrase } from '../language/phrase.js';
import type { EvidenceRef, Link, LinkKind, LinkState, Reason, Resource } from '../model.js';
import type { Hole } from './account.js';
import { holeReason } from './hole-reason.js';

/** A link with the calls that its state rests on. */
export interface JudgedLink extends Link<Phrase> {
  readonly refs: readonly EvidenceRef[];
}

/** Makes a link whose state follows from its reasons: one that breaks it wins over one that hides it. */
export function judgeLink(
  kind: LinkKind,
  resource: Resource | null,
  reasons: readonly Reason<Phrase>[],
  refs: readonly EvidenceRef[],
): JudgedLink {
  const state: LinkState = reasons.some((reason) => reason.effect === 'breaks')
    ? 'broken'
    : reasons.some((reason) => reason.effect === 'hides')
      ? 'unseen'
      : 'holds';
  return { kind, state, resource, reasons, refs };
}

/** A link about which nothing can be said, because a call is missing. */
export function unseenLink(kind: LinkKind, resource: Resource | null, hole: Hole): JudgedLink {
  return judgeLink(kind, resource, [holeReason(hole, kind)], hole.ref === null ? [] : [hole.ref]);
}

/** A link that there is nothing to look at for. */
export function notReached(kind: LinkKind): JudgedLink {
  return { kind, state: 'not-reached', resource: null, reasons: [], refs: [] };
}
