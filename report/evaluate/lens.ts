import type { Phrase } from '../language/phrase.js';
import type { Reason } from '../model.js';
import { type JudgedLink, judgeLink } from './judged-link.js';
import { REASONS } from './reasons.js';

/**
 * `effective`: judged by what the benchmark's audit steps ask for and by what it takes for somebody to be told.
 * `benchmark`: by the audit steps alone; the rest is remarked on.
 */
export const LENSES = ['effective', 'benchmark'] as const;
export type Lens = (typeof LENSES)[number];

/** What the audit steps ask for in one form, and serves in another as well: under the effective lens it is remarked on. */
const SERVES_OTHERWISE: readonly string[] = [REASONS.actionNotATopic.code, REASONS.groupWithoutTrail.code];

/** The link as the lens shows it. */
export function seenThrough(lens: Lens, link: JudgedLink): JudgedLink {
  const softened = (reason: Reason<Phrase>): boolean =>
    reason.effect !== 'remark' &&
    (lens === 'effective' ? SERVES_OTHERWISE.includes(reason.code) : reason.basis === 'effectiveness');
  if (!link.reasons.some(softened)) return link;
  const reasons = link.reasons.map(
    (reason): Reason<Phrase> => (softened(reason) ? { ...reason, effect: 'remark' } : reason),
  );
  return judgeLink(link.kind, link.resource, reasons, link.refs);
}
