// The drawn chain answers to the pointer and the keyboard: over each node lies a link to its row in the table below.

import { fill, type Locale } from '../../language/locale.js';
import type { ControlResult, LinkKind } from '../../model.js';
import { drawnLinks, type PathLink } from './path.js';
import { cut, inline } from './text.js';
import type { ChainNodeView } from './view-model.js';

const REASONS_SHOWN = 2;
const REASON_LENGTH = 220;

/** The anchor of a link's row. */
export function linkAnchor(control: string, kind: LinkKind): string {
  return `${control}--${kind}`;
}

/** Whether the table of the path has a row for a link: it names something, or is where the path ends. */
export function hasRow(link: PathLink): boolean {
  return link.name !== '' || link.state === 'broken' || link.state === 'unseen';
}

/**
 * One entry for every node of the picture, in its order, so that each lies over its own; none where there is no table
 * to lead to.
 */
export function chainNodes(
  locale: Locale,
  control: ControlResult,
  path: readonly PathLink[],
  anchor: string,
): readonly ChainNodeView[] {
  if (control.chains.length === 0) return [];
  const drawn = drawnLinks(locale, control, path);
  return path.map((link, index) => {
    const { label = '', name = '', remark = '' } = drawn[index] ?? {};
    const words = name === '' ? locale.control.chainLinkNameless : locale.control.chainLink;
    const reasons = control.reasons.filter((reason) => reason.link === link.kind && reason.effect !== 'remark');
    return {
      href: hasRow(link) ? `#${linkAnchor(anchor, link.kind)}` : null,
      text: inline(fill(words, { link: label, name, state: remark || locale.states[link.state] })),
      reasons: reasons.slice(0, REASONS_SHOWN).map((reason) => inline(cut(reason.message, REASON_LENGTH))),
    };
  });
}
