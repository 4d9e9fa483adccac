import type { Candidate } from '../evaluate/judge-events.js';
import type { JudgedLink } from '../evaluate/judged-link.js';
import { type Phrase, say, text } from '../language/phrase.js';
import type { LinkKind } from '../model.js';
import type { Step } from './step.js';

/** What to do next about a broken link, or why nothing can be done. */
export type Move =
  | { readonly kind: 'steps'; readonly steps: readonly Step[] }
  /** One or more sentences. */
  | { readonly kind: 'stuck'; readonly why: Phrase };

export function take(...steps: readonly Step[]): Move {
  return { kind: 'steps', steps };
}

export function stuck(why: Phrase): Move {
  return { kind: 'stuck', why };
}

export function linkOf(candidate: Candidate, kind: LinkKind): JudgedLink | null {
  return candidate.links.find((link) => link.kind === kind) ?? null;
}

/** Codes of the reasons that break a link. */
export function faultsOf(link: JudgedLink | null): readonly string[] {
  return (link?.reasons ?? []).filter((reason) => reason.effect === 'breaks').map((reason) => reason.code);
}

/** Nothing is changed on the strength of what could not be seen. */
export function stuckOn(link: JudgedLink | null): Move {
  const reasons = (link?.reasons ?? []).filter((reason) => reason.effect !== 'remark');
  return stuck(
    reasons.length === 0
      ? say`A part of the chain could not be seen.`
      : text(...reasons.map((reason) => reason.message)),
  );
}
