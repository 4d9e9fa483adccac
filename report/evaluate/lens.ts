import type { Reason } from '../model.js';
import { type JudgedLink, judgeLink } from './judged-link.js';

/**
 * `effective`: judged by what the benchmark's audit steps ask for and by what it takes for somebody to be told.
 * `benchmark`: by the audit steps alone; the rest is remarked on.
 */
export const LENSES = ['effective', 'benchmark'] as const;
export type Lens = (typeof LENSES)[number];

/** The link as the lens shows it. */
export function seenThrough(lens: Lens, link: JudgedLink): JudgedLink {
  const softened = (reason: Reason): boolean => reason.basis === 'effectiveness' && reason.effect !== 'remark';
  if (lens === 'effective' || !link.reasons.some(softened)) return link;
  const reasons = link.reasons.map((reason): Reason => (softened(reason) ? { ...reason, effect: 'remark' } : reason));
  return judgeLink(link.kind, link.resource, reasons, link.refs);
}
