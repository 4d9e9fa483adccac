// From the chains of a control to what is drawn of them.

import { counted, fill, type Locale } from '../../language/locale.js';
import {
  type Chain,
  type ControlResult,
  type Coverage,
  LINK_KINDS,
  type LinkKind,
  type LinkState,
} from '../../model.js';
import type { Markup } from './markup.js';
import { type DrawnLink, miniPath } from './svg.js';
import { cut, visible } from './text.js';

/** The state of one link as drawn, and what it is about. */
export interface PathLink {
  readonly kind: LinkKind;
  readonly state: LinkState;
  /** Plain, as AWS has it; empty where there is nothing to name. */
  readonly name: string;
  readonly id: string;
  readonly region: string | null;
}

/** The seven links of a chain; one that it does not have is as good as not reached. */
export function linksOf(chain: Chain): readonly PathLink[] {
  return LINK_KINDS.map((kind) => {
    const link = chain.links.find((candidate) => candidate.kind === kind);
    return {
      kind,
      state: link?.state ?? 'not-reached',
      name: link?.resource?.name ?? '',
      id: link?.resource?.id ?? '',
      region: link?.resource?.region ?? null,
    };
  });
}

/** Where there is no chain at all: how far the event that gets furthest is carried. Empty when nothing is known. */
function linksOfMissed(coverage: Coverage | null): readonly PathLink[] {
  const missed = coverage?.missed ?? [];
  const furthest = missed.reduce<(typeof missed)[number] | null>(
    (best, event) =>
      best === null || LINK_KINDS.indexOf(event.lostAt) > LINK_KINDS.indexOf(best.lostAt) ? event : best,
    null,
  );
  if (furthest === null) return [];
  const end = LINK_KINDS.indexOf(furthest.lostAt);
  return LINK_KINDS.map((kind, index) => ({
    kind,
    state: index < end ? 'holds' : index > end ? 'not-reached' : furthest.state === 'lost' ? 'broken' : 'unseen',
    name: '',
    id: '',
    region: null,
  }));
}

/** The path that stands for the control: the best chain, or how far an event gets without one. */
export function pathOf(control: ControlResult): readonly PathLink[] {
  const best = control.chains[0];
  return best === undefined ? linksOfMissed(control.coverage) : linksOf(best);
}

/** What a screen reader says of a path; the events are named by number or by the one that is lost. */
export function pathLabel(locale: Locale, path: readonly PathLink[]): string {
  return path
    .map((link) => {
      const words = {
        link: locale.links[link.kind],
        name: cut(visible(link.name), 60),
        state: locale.states[link.state],
      };
      return fill(link.name === '' ? locale.control.chainLinkNameless : locale.control.chainLink, words);
    })
    .join(' ');
}

export function miniPathOf(locale: Locale, path: readonly PathLink[]): Markup {
  const label = path
    .map((link) =>
      fill(locale.control.chainLinkNameless, { link: locale.links[link.kind], state: locale.states[link.state] }),
    )
    .join(' ');
  return miniPath(
    path.map((link) => link.state),
    label,
  );
}

/** The path as the large picture wants it. */
export function drawnLinks(locale: Locale, control: ControlResult, path: readonly PathLink[]): readonly DrawnLink[] {
  const partial = partialRemark(locale, control);
  return path.map((link) => {
    const remark = {
      holds: '',
      'not-reached': '',
      broken: locale.states.broken,
      unseen: locale.states.unseen,
      partial,
    }[link.state];
    const name = link.kind === 'event' ? eventName(locale, control, link.name) : link.name;
    const label = locale.links[link.kind];
    const heading = remark === '' ? label : fill(locale.labelled, { label, text: remark });
    return { kind: link.kind, state: link.state, label, name: cut(visible(name), 60), remark, heading };
  });
}

function partialRemark(locale: Locale, control: ControlResult): string {
  const words = locale.control;
  const required = control.coverage?.required.length ?? 0;
  const seen = control.chains[0]?.matches.length ?? 0;
  if (seen === 0) return words.seesNone;
  return control.outcome === 'fail'
    ? fill(words.missesSome, { missed: required - seen, required })
    : fill(words.seesSome, { seen, required });
}

/** The event that the picture is about: one that is lost, else how many there are. */
function eventName(locale: Locale, control: ControlResult, given: string): string {
  const missed = control.coverage?.missed.find((event) => event.state === 'lost') ?? control.coverage?.missed[0];
  if (missed !== undefined) return missed.id;
  if (given !== '') return given;
  const required = control.coverage?.required ?? [];
  return required.length === 1 ? (required[0]?.id ?? '') : counted(locale, locale.control.events, required.length);
}
