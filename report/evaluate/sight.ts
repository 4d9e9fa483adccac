import { type CoverFacts, type CoverResult, cover } from '../filter-pattern/cover.js';
import type { Requirement } from '../filter-pattern/requirement.js';
import { type Phrase, text } from '../language/phrase.js';
import type { FoundFilter } from './metric-filter-link.js';

/** What one filter by itself sees of what a control requires. */
export interface Sight {
  readonly verdict: CoverResult['verdict'];
  /** Why it cannot be told, where it cannot. */
  readonly openBecause: Phrase | null;
  /** The whole answer, where it sees everything. */
  readonly covers: CoverResult | null;
  /** Ids of the required events that it sees in full. */
  readonly inFull: readonly string[];
}

/** Accounts of one owner have the same filters: what was decided for one need not be decided again for the next. */
const MOST_KEPT = 2_000;
const kept = new WeakMap<Requirement, Map<string, Sight>>();

/** Decides it, or remembers it: the answer depends on the pattern's text alone, but where that names an account. */
export function sightOf(found: FoundFilter, requirement: Requirement, facts: CoverFacts): Sight {
  const pattern = found.filter.filterPattern ?? '';
  const namesAccount = /[0-9]{12}|arn:/.test(pattern);
  const key = [facts.recipient ?? 'own', namesAccount ? `${facts.partition} ${facts.account}` : '', pattern].join('\n');
  let sights = kept.get(requirement);
  if (sights === undefined || sights.size >= MOST_KEPT) {
    sights = new Map();
    kept.set(requirement, sights);
  }
  let sight = sights.get(key);
  if (sight === undefined) {
    const result = cover({ requirement, facts, filters: [{ id: found.id, parsed: found.parsed }] });
    const covers = result.verdict === 'covers' ? result : null;
    sight = {
      verdict: result.verdict,
      openBecause: result.verdict === 'undecided' ? text(...result.notes) : null,
      covers,
      inFull: result.events.flatMap((one) => (one.state === 'covered' ? [one.event.id] : [])),
    };
    sights.set(key, sight);
  }
  return sight;
}
