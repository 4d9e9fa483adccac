import { type CoverFacts, type CoverResult, cover } from '../filter-pattern/cover.js';
import type { Requirement } from '../filter-pattern/requirement.js';
import { type Phrase, text } from '../language/phrase.js';
import type { Chain, Coverage, EvidenceRef, Link, LinkKind, MissedEvent, Outcome, Reason } from '../model.js';
import { LINK_KINDS } from '../model.js';
import type { Account } from './account.js';
import type { Estate } from './estate.js';
import { holeReason } from './hole-reason.js';
import { type JudgedLink, judgeLink, notReached } from './judged-link.js';
import { type Lens, seenThrough } from './lens.js';
import type { FoundFilter } from './metric-filter-link.js';
import type { Path, Paths } from './paths.js';
import { REASONS } from './reasons.js';
import { type Relation, relationOf } from './relation.js';
import { logGroupResource } from './resources.js';
import { sightOf } from './sight.js';
import { type FoundTrail, judgeTrail } from './trail-link.js';

/** What was found out about one control that is about events. */
export interface EventVerdict {
  readonly outcome: Outcome;
  readonly reasons: readonly Reason<Phrase>[];
  readonly chains: readonly Chain<Phrase>[];
  readonly coverage: Coverage<Phrase>;
  readonly evidence: readonly EvidenceRef[];
  /** Every path of the account, best first: what remediation starts from. */
  readonly candidates: readonly Candidate[];
}

/** A path with the trail judged for this control, and with what its filter sees of the required events. */
export interface Candidate {
  readonly trail: FoundTrail | null;
  readonly links: readonly JudgedLink[];
  readonly state: Chain['state'];
  readonly filter: FoundFilter | null;
  /** The filter sees nothing of what is required. */
  readonly blind: boolean;
  /** Why it cannot be told what the filter sees, where it cannot. */
  readonly openBecause: Phrase | null;
  /** The filter alone sees all of it, and how that was decided. */
  readonly covers: CoverResult | null;
  /** The required events that the filter sees in full. */
  readonly matches: readonly string[];
  /** Whether the filter was made for the control. */
  readonly relation: Relation;
  /** How far an event gets: the index of the first link that does not hold. */
  readonly reach: number;
}

/**
 * Judges one control: does the union of the filters on working chains see every required event?
 *
 * A pass needs chains of which every link was seen to hold. A fail needs an event that would be lost even if everything
 * that could not be seen were in order. Whatever lies between is `not-assessed`.
 */
export function judgeEvents(
  account: Account,
  estate: Estate,
  paths: Paths,
  requirement: Requirement,
  lens: Lens,
): EventVerdict {
  const facts = factsOf(account, paths);
  const trailLinks = new Map(
    paths.trails.map((trail) => [trail, judgeTrail(account, estate, trail, requirement.eventSource, paths.trails)]),
  );
  const candidates = paths.paths
    .map((path): Candidate => {
      const trail = path.trail === null ? groupWithoutTrail(path) : (trailLinks.get(path.trail) ?? notReached('trail'));
      const links = [eventLink(), trail, ...path.links].map((link) => seenThrough(lens, link));
      const alone = path.filter === null ? null : sightOf(path.filter, requirement, facts);
      return {
        trail: path.trail,
        links,
        state: stateOf(links),
        filter: path.filter,
        matches: alone?.inFull ?? [],
        blind: alone?.verdict === 'none' || alone?.verdict === 'malformed',
        openBecause: alone?.openBecause ?? null,
        covers: alone?.covers ?? null,
        relation: path.filter === null ? 'none' : relationOf(path.filter, requirement),
        reach: reachOf(links),
      };
    })
    .sort((a, b) => rank(a) - rank(b));

  const decide = (among: readonly Candidate[]): CoverResult => {
    // Where one filter sees everything there is no need to ask about several. And a filter that sees nothing of it by
    // itself adds nothing to others.
    const one = among.find((candidate) => candidate.covers !== null)?.covers;
    return one ?? cover({ requirement, facts, filters: filtersOf(among.filter(({ blind }) => !blind)) });
  };
  const sure = candidates.filter((one) => one.state === 'working');
  const working = decide(sure);
  const open = candidates.filter((one) => one.state !== 'broken');
  // Where a filter may be that could not be seen, anything may be seen by it.
  const anythingGoes = !paths.trailsSeen || open.some((one) => one.filter === null);
  const nothingMore = working.verdict === 'covers' || filtersOf(open).length === filtersOf(sure).length;
  const best = anythingGoes ? null : nothingMore ? working : decide(open);

  const outcome: Outcome =
    working.verdict === 'covers' ? 'pass' : best !== null && losesForSure(best, requirement) ? 'fail' : 'not-assessed';

  const coverage = coverageOf(working, best, candidates);
  const shown = chainsToShow(candidates, outcome);
  const chains = shown.map((one) => toChain(one, outcome, working.events.length));
  if (chains.length === 0) chains.push(noTrailChain(paths));
  return {
    outcome,
    reasons: reasonsOf(outcome, paths, candidates, chains, coverage, overbroadAmong(candidates, working)),
    chains,
    coverage,
    evidence: evidenceOf(paths, shown),
    candidates,
  };
}

/** The filters on working chains that see far more than what is asked for. */
function overbroadAmong(candidates: readonly Candidate[], working: CoverResult): readonly FoundFilter[] {
  if (working.overbroad === null) return [];
  return filtersOf(candidates.filter((one) => one.state === 'working' && one.covers?.overbroad != null));
}

/** Whether some required event is lost even by all that may be in order. */
function losesForSure(best: CoverResult, requirement: Requirement): boolean {
  if (best.verdict === 'covers') return false;
  if (best.verdict !== 'undecided') return true;
  // It may be open whether anything is seen at all, and yet be shown that one event is not.
  return requirement.alternatives.length === 1 && best.events.some((event) => event.state === 'missed');
}

function factsOf({ id, partition, snapshot }: Account, paths: Paths): CoverFacts {
  return {
    account: id,
    partition,
    region: snapshot.regions[0] ?? 'us-east-1',
    time: snapshot.endedAt,
    // An organization's trail brings the events of all its accounts.
    recipient: paths.trails.some(({ trail }) => trail.IsOrganizationTrail === true) ? 'any' : 'own',
  };
}

/** CloudTrail records every management event; whether this trail is told to is the next link's matter. */
function eventLink(): JudgedLink {
  return judgeLink('event', null, [], []);
}

/** In the place of the trail: nothing of the account's says that events reach the log group, and the auditor says so. */
function groupWithoutTrail(path: Path): JudgedLink {
  const group = path.links.find((link) => link.kind === 'log-group')?.resource;
  if (group === undefined || group === null) return notReached('trail');
  return judgeLink('trail', null, [REASONS.groupWithoutTrail(group)], []);
}

function stateOf(links: readonly Link<Phrase>[]): Chain['state'] {
  if (links.some((link) => link.state === 'broken')) return 'broken';
  return links.every((link) => link.state === 'holds') ? 'working' : 'unseen';
}

function reachOf(links: readonly Link<Phrase>[]): number {
  const index = links.findIndex((link) => link.state !== 'holds');
  return index === -1 ? links.length : index;
}

/** Filters that see or were made for the control first; then working chains, those that see more, that reach further. */
function rank(one: Candidate): number {
  const state = { working: 0, unseen: 1, broken: 2 }[one.state];
  const relation = one.matches.length > 0 ? 0 : { own: 1, named: 2, none: 3 }[one.relation];
  return relation * 1_000_000 + state * 100_000 - one.matches.length * 100 - one.reach;
}

function filtersOf(candidates: readonly Candidate[]): readonly FoundFilter[] {
  const filters = new Map<string, FoundFilter>();
  for (const { filter } of candidates) if (filter !== null) filters.set(filter.id, filter);
  return [...filters.values()];
}

function coverageOf(
  working: CoverResult,
  best: CoverResult | null,
  candidates: readonly Candidate[],
): Coverage<Phrase> {
  const missed = working.events.flatMap((one): MissedEvent[] => {
    if (one.state === 'covered') return [];
    const state = best?.events.find((other) => other.event.id === one.event.id)?.state === 'missed' ? 'lost' : 'unseen';
    const witness = candidates.some((other) => carriesSome(other, one.event.id)) ? null : one.witness;
    return [{ ...one.event, state, lostAt: lostAt(one.event.id, candidates, state), witness }];
  });
  return {
    required: working.events.map((one) => one.event),
    covered: working.events.filter((one) => one.state === 'covered').map((one) => one.event),
    missed,
    notes: working.notes,
  };
}

/**
 * Whether the path is at fault only in that its trail records a part of what it should: the event may then be in that
 * part, and to say of any one that nobody would be told would be untrue.
 */
function carriesSome(one: Candidate, event: string): boolean {
  const [fault, ...more] = one.links.filter((link) => link.state !== 'holds');
  if (!one.matches.includes(event) || fault?.kind !== 'trail' || more.length > 0) return false;
  return fault.reasons.every((reason) => reason.effect === 'remark' || PART_OF_THE_EVENTS.includes(reason.code));
}

const PART_OF_THE_EVENTS: readonly string[] = [
  REASONS.trailSingleRegion.code,
  REASONS.trailHalfOfManagementEvents.code,
  REASONS.trailHalvesApart.code,
];

/** The first link that loses the event, on the path that carries it furthest. */
function lostAt(event: string, candidates: readonly Candidate[], state: MissedEvent['state']): LinkKind {
  const filterIndex = LINK_KINDS.indexOf('metric-filter');
  const reach = candidates.map((one) => {
    if (state === 'lost' && one.state === 'unseen') return 0;
    return one.matches.includes(event) ? one.reach : Math.min(one.reach, filterIndex);
  });
  return LINK_KINDS[Math.max(1, ...reach)] ?? 'metric-filter';
}

/** The chains that matter for the control: those whose filter sees any of it, else the one that leads furthest. */
function chainsToShow(candidates: readonly Candidate[], outcome: Outcome): readonly Candidate[] {
  const someSee = candidates.some((one) => one.matches.length > 0);
  const relevant = candidates.filter((one) => {
    if (one.filter === null) return one.state === 'unseen';
    if (one.matches.length > 0) return true;
    if (outcome === 'not-assessed' && one.openBecause !== null) return true;
    // One that names the events among others is worth a look only where nothing better is there.
    return outcome !== 'pass' && (one.relation === 'own' || (one.relation === 'named' && !someSee));
  });
  if (relevant.length > 0) return relevant;
  const furthest = [...candidates].sort((a, b) => upToFilter(b) - upToFilter(a))[0];
  return furthest === undefined ? [] : [withoutFilter(furthest, candidates)];
}

function upToFilter(one: Candidate): number {
  return Math.min(one.reach, LINK_KINDS.indexOf('metric-filter'));
}

/** The path up to the log group, and the statement that no filter there sees anything of the control. */
function withoutFilter(one: Candidate, candidates: readonly Candidate[]): Candidate {
  if (one.filter === null) return one;
  const { group } = one.filter;
  const count = filtersOf(candidates).filter(
    (other) => logGroupResource(other.group).id === logGroupResource(group).id,
  ).length;
  const links = one.links.map((link, index) => {
    if (link.kind === 'metric-filter') {
      return judgeLink('metric-filter', null, [REASONS.noFilterMatches(logGroupResource(group), count)], link.refs);
    }
    return index > LINK_KINDS.indexOf('metric-filter') ? notReached(link.kind) : link;
  });
  return { ...one, links, state: 'broken', filter: null };
}

function toChain(one: Candidate, outcome: Outcome, required: number): Chain<Phrase> {
  const links = one.links.map(({ refs: _, ...link }): Link<Phrase> => {
    if (outcome === 'pass' || link.kind !== 'metric-filter' || link.state !== 'holds' || link.resource === null)
      return link;
    if (one.openBecause !== null) {
      const reason = REASONS.filterUndecided(link.resource, one.openBecause);
      return { ...link, state: 'unseen', reasons: [...link.reasons, reason] };
    }
    if (one.filter === null || one.matches.length === required) return link;
    const reason = REASONS.filterMissesEvents(link.resource, one.blind ? null : one.matches.length, required);
    return { ...link, state: 'partial', reasons: [...link.reasons, reason] };
  });
  return { links, state: stateOf(links.filter((link) => link.state !== 'partial')), matches: one.matches };
}

function noTrailChain(paths: Paths): Chain<Phrase> {
  const reasons = paths.trailsSeen ? [REASONS.noTrail()] : paths.holes.map((hole) => holeReason(hole, 'trail'));
  const trail = judgeLink('trail', null, reasons, []);
  const links = LINK_KINDS.map((kind) =>
    kind === 'event' ? eventLink() : kind === 'trail' ? trail : notReached(kind),
  );
  return { links: links.map(({ refs: _, ...link }) => link), state: stateOf(links), matches: [] };
}

/** Why the outcome is what it is: what breaks or hides the chains that matter; remarks where all is well. */
function reasonsOf(
  outcome: Outcome,
  paths: Paths,
  candidates: readonly Candidate[],
  chains: readonly Chain<Phrase>[],
  coverage: Coverage<Phrase>,
  overbroad: readonly FoundFilter[],
): readonly Reason<Phrase>[] {
  const counted = new Map<string, Reason<Phrase>>();
  const add = (reason: Reason<Phrase>): void => {
    counted.set(JSON.stringify([reason.code, reason.resources.map((one) => one.id), reason.message]), reason);
  };
  if (outcome === 'pass') {
    for (const filter of overbroad) add(REASONS.filterOverbroad(filter.resource));
    for (const chain of chains.filter((one) => one.state === 'working')) {
      for (const reason of chain.links.flatMap((link) => link.reasons)) if (reason.effect === 'remark') add(reason);
    }
    return [...counted.values()];
  }
  const stillMissed = new Set(coverage.missed.map((one) => one.id));
  for (const chain of chains) {
    // A chain that carries nothing of what is missed explains nothing, unless nothing else does.
    const carries = chain.matches.length === 0 || chain.matches.some((id) => stillMissed.has(id));
    for (const link of chain.links) {
      const matters = link.state === 'partial' || carries;
      if (matters) for (const reason of link.reasons) add(reason);
    }
  }
  if (outcome === 'not-assessed') {
    for (const hole of paths.trailsSeen ? [] : paths.holes) add(holeReason(hole, 'trail'));
    // A filter that is known to see nothing of what is required would change nothing, whatever stands behind it.
    for (const one of candidates.filter(({ state, blind }) => state === 'unseen' && !blind)) {
      for (const reason of one.links.flatMap((link) => link.reasons)) if (reason.effect === 'hides') add(reason);
    }
    // Each filter by itself is clear, and yet it is not what they see together.
    if (![...counted.values()].some((reason) => reason.effect === 'hides')) {
      add(REASONS.coverageUndecided([], text(...coverage.notes)));
    }
  }
  return [...counted.values()];
}

function evidenceOf(paths: Paths, shown: readonly Candidate[]): readonly EvidenceRef[] {
  const refs = new Map<string, EvidenceRef>();
  // That there is no trail, or that none could be seen, is what every region's answer says together.
  const asked = shown.length === 0 ? paths.asked : [];
  for (const ref of [...asked, ...shown.flatMap((one) => one.links.flatMap((link) => link.refs))])
    refs.set(`${ref.account}#${ref.index}`, ref);
  return [...refs.values()].sort((a, b) =>
    a.account === b.account ? a.index - b.index : a.account < b.account ? -1 : 1,
  );
}
