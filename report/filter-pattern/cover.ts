import { distinct, type Phrase, say } from '../language/phrase.js';
import type { RequiredEvent } from '../model.js';
import type { Pattern } from './ast.js';
import { type Decision, decide, seesSome, tiesLeanedOn } from './cover/decide.js';
import { type Scene, TIES, type Tie } from './cover/event-model.js';
import { ruleNote } from './cover/formula.js';
import { type Effort, effortFor } from './cover/node-state.js';
import { overbroadExample } from './cover/overbroad.js';
import type { EventRecord, Facts } from './cover/record.js';
import { type Branch, branchesOf } from './cover/required-events.js';
import type { ParseResult } from './parser.js';
import type { Requirement } from './requirement.js';

export { requiredEvents } from './cover/required-events.js';

export interface CoverFilter {
  /** Whatever tells the filter from others; appears in notes. */
  readonly id: string;
  readonly parsed: ParseResult;
}

export interface CoverFacts extends Facts {
  /**
   * `own` (the default): only this account's events are asked about, so `recipientAccountId` is `account`. `any`: the
   * account is only an example, and nothing may be concluded from its number.
   */
  readonly recipient?: 'own' | 'any';
}

export interface CoverInput {
  readonly requirement: Requirement;
  /** Taken together: an event is seen if one of them matches it. */
  readonly filters: readonly CoverFilter[];
  readonly facts: CoverFacts;
}

export interface CoveredEvent {
  readonly event: RequiredEvent;
  /** `covered`: every such event is matched. `missed`: the witness is not, whatever the open questions' answers. */
  readonly state: 'covered' | 'missed' | 'undecided';
  /** A CloudTrail record that is required and that no filter matches, confirmed by `match`; with `missed` only. */
  readonly witness: EventRecord | null;
}

export interface CoverResult {
  /**
   * `covers`: every required event is matched by a filter. `partial`: some required event is, and some is not. `none`:
   * no required event is. `malformed`: AWS would refuse every filter. `undecided`: none of these could be shown.
   */
  readonly verdict: 'covers' | 'partial' | 'none' | 'undecided' | 'malformed';
  /** Of the alternative that counts: the one covered, else the one of which most is covered. */
  readonly events: readonly CoveredEvent[];
  /** With `covers` only: an event far outside the control that a covering filter matches too. */
  readonly overbroad: { readonly example: EventRecord } | null;
  /** Ties of the event model and unsettled rules that the verdict leans on, and filters that count for nothing. */
  readonly notes: readonly Phrase[];
}

/**
 * Decides whether the filters together match every event that the requirement asks for, over the events that
 * CloudTrail can write. Exact within the model; where a rule of the language is not settled, every reading is decided.
 * Bounded: past the bound the answer is `undecided`. Never throws for any filter.
 */
export function cover({ requirement, filters, facts }: CoverInput): CoverResult {
  const patterns = filters.flatMap(({ parsed }) => (parsed.kind === 'parsed' ? [parsed.pattern] : []));
  const unread = filters.filter(({ parsed }) => parsed.kind === 'not-understood');
  const refused = filters.filter(({ parsed }) => parsed.kind === 'malformed');
  const effort = effortFor(patterns.length);
  const outcomes: Outcome[] = [];
  for (const alternative of requirement.alternatives) {
    const outcome = judge(alternative, patterns, unread.length > 0, requirement, facts, effort);
    outcomes.push(outcome);
    if (outcome.verdict === 'covers') break;
  }
  const best = bestOf(outcomes);
  const notes = [
    ...refused.flatMap(({ id, parsed }) =>
      filterNote(parsed, (why) => say`Filter ${id}: AWS would refuse it, so it sees nothing. ${why}`),
    ),
    ...unread.flatMap(({ id, parsed }) =>
      filterNote(parsed, (why) => say`Filter ${id}: what it means is not known. ${why}`),
    ),
    ...best.notes,
  ];
  const events = best.events;
  if (filters.length > 0 && refused.length === filters.length) {
    return { verdict: 'malformed', events, overbroad: null, notes };
  }
  const overbroad = best.verdict === 'covers' ? overbroadIn(best, requirement, patterns, facts, effort) : null;
  return { verdict: best.verdict, events, overbroad, notes };
}

interface Outcome {
  readonly alternative: Pattern;
  readonly verdict: 'covers' | 'partial' | 'none' | 'undecided';
  readonly events: readonly CoveredEvent[];
  readonly notes: readonly Phrase[];
}

/** The one that is covered; else one that may be; else the one of which most is; the first among equals. */
function bestOf(outcomes: readonly Outcome[]): Outcome {
  const rank = ({ verdict, events }: Outcome): number =>
    ({ covers: 3, undecided: 2, partial: 1, none: 0 })[verdict] * 1000 +
    events.filter((each) => each.state === 'covered').length;
  const [first, ...rest] = outcomes;
  if (first === undefined) throw new RangeError('A requirement has at least one alternative.');
  return rest.reduce((best, each) => (rank(each) > rank(best) ? each : best), first);
}

function judge(
  alternative: Pattern,
  patterns: readonly Pattern[],
  someUnread: boolean,
  requirement: Requirement,
  facts: CoverFacts,
  effort: Effort,
): Outcome {
  const notes: Phrase[] = [];
  const decisions = branchesOf(alternative).map((branch) => {
    const question = { branch, scene: sceneOf(branch, requirement, facts), patterns, facts, effort };
    return { branch, question, decision: decide(question) };
  });
  const events = decisions.map(({ branch, decision }): CoveredEvent => {
    notes.push(...notesOn(decision));
    if (decision.kind === 'covered') return { event: branch.event, state: 'covered', witness: null };
    if (decision.kind === 'undecided' || someUnread) return { event: branch.event, state: 'undecided', witness: null };
    return { event: branch.event, state: 'missed', witness: decision.witness };
  });
  const some = (state: CoveredEvent['state']): boolean => events.some((each) => each.state === state);
  const verdict = (): Outcome['verdict'] => {
    if (!some('missed')) return some('undecided') ? 'undecided' : 'covers';
    if (some('covered')) return 'partial';
    const seen = seesSome(decisions.map(({ question }) => question));
    if (seen.kind === 'no' && !some('undecided')) return 'none';
    notes.push(...[...seen.rules].map(ruleNote));
    if (seen.kind === 'yes') return 'partial';
    notes.push(say`The filters do not cover the control; whether they see any of it could not be decided.`);
    return 'undecided';
  };
  const reached = verdict();
  // Last, as the verdict does not depend on it.
  for (const { question, decision } of decisions) {
    if (decision.kind === 'covered') notes.push(...tiesLeanedOn(question).map(tieNote));
  }
  return { alternative, verdict: reached, events, notes: distinct(notes) };
}

function sceneOf(branch: Branch, requirement: Requirement, facts: CoverFacts): Scene {
  return {
    eventName: branch.event.eventName,
    eventSource: requirement.eventSource,
    account: facts.recipient === 'any' ? null : facts.account,
    partition: facts.partition,
  };
}

function notesOn(decision: Decision): readonly Phrase[] {
  if (decision.kind === 'missed') return [];
  const notes: Phrase[] = [...decision.rules].map(ruleNote);
  if (decision.kind === 'undecided' && decision.tooMuchWork) {
    notes.push(
      say`Neither that the filters match every such event nor one that they miss could be shown within bounds.`,
    );
  }
  return notes;
}

function tieNote(tie: Tie): Phrase {
  return say`Leans on the event model: ${TIES[tie]}`;
}

function filterNote(parsed: ParseResult, note: (why: Phrase) => Phrase): readonly Phrase[] {
  return parsed.kind === 'parsed' ? [] : [note(parsed.error.phrase)];
}

/**
 * An event far outside the control that is matched by a filter which covers a required event, or by one without which
 * the filters together would not cover all of them.
 */
function overbroadIn(
  { alternative }: Outcome,
  requirement: Requirement,
  patterns: readonly Pattern[],
  facts: CoverFacts,
  effort: Effort,
): CoverResult['overbroad'] {
  const branches = branchesOf(alternative);
  const isCovered = (branch: Branch, by: readonly Pattern[]): boolean =>
    decide({ branch, scene: sceneOf(branch, requirement, facts), patterns: by, facts, effort }).kind === 'covered';
  const broad = patterns.flatMap((pattern) => {
    const example = overbroadExample(pattern, requirement, facts);
    return example === null ? [] : [{ pattern, example }];
  });
  const alone = broad.find(({ pattern }) => branches.some((branch) => isCovered(branch, [pattern])));
  if (alone !== undefined) return { example: alone.example };
  // Most of the time the others cover everything, and one question settles it.
  const narrow = patterns.filter((pattern) => !broad.some((each) => each.pattern === pattern));
  if (broad.length === 0 || branches.every((branch) => isCovered(branch, narrow))) return null;
  let needed = patterns;
  for (const { pattern, example } of broad) {
    const rest = needed.filter((each) => each !== pattern);
    if (!branches.every((branch) => isCovered(branch, rest))) return { example };
    needed = rest;
  }
  return null;
}
