import type { Pattern } from '../ast.js';
import { match } from '../match.js';
import type { UnsettledRule } from '../unsettled-rules.js';
import { fieldState, type Scene, TIES, type Tie, worldsOf } from './event-model.js';
import { type Formula, pathsOf, unsettledRulesOf } from './formula.js';
import { type Effort, lightEffort, TooMuchWork } from './node-state.js';
import { type Mode, type Reading, readingsOf } from './readings.js';
import type { EventRecord, Facts } from './record.js';
import type { Branch } from './required-events.js';
import { search } from './solve.js';
import { standingOf, translated } from './standing.js';
import { eventsOf } from './witness.js';

/** What the patterns together see of one required event. */
export type Decision =
  | { readonly kind: 'covered'; readonly rules: readonly UnsettledRule[] }
  | { readonly kind: 'missed'; readonly witness: EventRecord }
  | { readonly kind: 'undecided'; readonly rules: readonly UnsettledRule[]; readonly tooMuchWork: boolean };

export interface Question {
  readonly branch: Branch;
  readonly scene: Scene;
  readonly patterns: readonly Pattern[];
  readonly facts: Facts;
  /** Shared by everything that is asked for one answer. */
  readonly effort: Effort;
}

const NO_TIES: ReadonlySet<Tie> = new Set();

/**
 * Whether some required event is matched by none of the patterns. Rules that no source settles are decided under every
 * reading: first all for the event, then all against it, and where those differ one by one.
 */
export function decide(question: Question): Decision {
  const cache = decisionsOf(question.branch);
  const key = keyOf(question);
  const known = cache.get(key);
  if (known !== undefined) return known;
  const relevant = question.patterns.filter((pattern) => standingOf(question, pattern) !== 'never');
  const decision = relevant.some((pattern) => standingOf(question, pattern) === 'always')
    ? { kind: 'covered' as const, rules: [] }
    : decideBounded({ ...question, patterns: relevant });
  // Past the bound, the answer may be another where less is asked at once.
  if (decision.kind === 'undecided' && decision.tooMuchWork) return decision;
  if (cache.size >= MAX_KEPT) cache.clear();
  cache.set(key, decision);
  return decision;
}

/**
 * One pattern that costs too much must not hide what the others cover: past the bound they are taken together one by
 * one, the cheapest first, and those that cost too much are left out. Only `covered` follows from fewer patterns.
 */
function decideBounded(question: Question): Decision {
  const decision = decideRelevant(question);
  if (decision.kind !== 'undecided' || !decision.tooMuchWork || question.patterns.length < 2) return decision;
  const { effort } = question;
  const priced = question.patterns
    .map((pattern) => ({ pattern, ...tryLightly(question, [pattern], effort) }))
    .filter(({ decided }) => decided !== null)
    .sort((a, b) => a.cost - b.cost);
  let together: readonly Pattern[] = [];
  for (const { pattern } of priced) {
    const more = [...together, pattern];
    const { decided } = tryLightly(question, more, effort);
    if (decided?.kind === 'covered') return decided;
    if (decided !== null) together = more;
  }
  return decision;
}

/** A decision within a small part of what may still be spent; null where that did not suffice. */
function tryLightly(
  question: Question,
  patterns: readonly Pattern[],
  from: Effort,
): { readonly decided: Decision | null; readonly cost: number } {
  const effort = lightEffort(from);
  const before = effort.steps;
  const decision = decideRelevant({ ...question, patterns, effort });
  const cost = before - Math.max(0, effort.steps);
  from.spare -= cost;
  return { decided: decision.kind === 'undecided' && decision.tooMuchWork ? null : decision, cost };
}

function decideRelevant(question: Question): Decision {
  const sure = look(question, 'sure', NO_TIES);
  if (sure.kind === 'none') return { kind: 'covered', rules: [] };
  if (sure.kind === 'found' && sure.plain) return { kind: 'missed', witness: sure.event };
  const rules = [...rulesIn(question)].sort();
  if (rules.length === 0) {
    // Without unsettled rules an event that was found is unmatched in every reading.
    return sure.kind === 'found'
      ? { kind: 'missed', witness: sure.event }
      : { kind: 'undecided', rules, tooMuchWork: true };
  }
  const possible = look(question, 'possible', NO_TIES);
  if (possible.kind === 'found') return { kind: 'missed', witness: possible.event };
  return decideByReadings(question, rules);
}

function decideByReadings(question: Question, rules: readonly UnsettledRule[]): Decision {
  const readings = readingsOf(new Set(rules));
  if (readings === null) return { kind: 'undecided', rules, tooMuchWork: false };
  let witness: EventRecord | null = null;
  let covered = 0;
  for (const reading of readings) {
    const result = look(question, reading, NO_TIES);
    if (result.kind === 'unknown') return { kind: 'undecided', rules, tooMuchWork: true };
    if (result.kind === 'none') covered += 1;
    else witness ??= result.event;
    if (covered > 0 && witness !== null) return { kind: 'undecided', rules, tooMuchWork: false };
  }
  return witness === null ? { kind: 'covered', rules } : { kind: 'missed', witness };
}

/** Whether some required event is matched. `rules`: what the answer depends on, or leans on where it is `yes`. */
export interface Sighting {
  readonly kind: 'yes' | 'no' | 'unknown';
  readonly rules: readonly UnsettledRule[];
}

/**
 * Whether one of the patterns matches a required event of one of the questions: under every reading (`yes`), under
 * none (`no`), or that cannot be told.
 */
export function seesSome(questions: readonly Question[]): Sighting {
  const pairs = questions.flatMap((question) =>
    question.patterns
      .filter((pattern) => standingOf(question, pattern) !== 'never')
      .map((pattern): Question => ({ ...question, patterns: [pattern] })),
  );
  const open: Question[] = [];
  let unknown = false;
  for (const pair of pairs) {
    if (sight(pair, 'sure').kind === 'found') return { kind: 'yes', rules: [] };
    const possible = sight(pair, 'possible').kind;
    if (possible !== 'none') open.push(pair);
    unknown ||= possible === 'unknown';
  }
  if (open.length === 0) return { kind: 'no', rules: [] };
  const rules = [...new Set(open.flatMap((pair) => [...rulesIn(pair)]))].sort();
  const readings = readingsOf(new Set(rules));
  if (unknown || readings === null) return { kind: 'unknown', rules };
  const taken = rules.includes('number-and-text') ? readings.filter(isLikely) : readings;
  const seen = taken.map((reading) => open.some((pair) => sight(pair, reading).kind === 'found'));
  return { kind: seen.every((each) => each) ? 'yes' : 'unknown', rules };
}

/**
 * A bare word of digits is a text as well as a number, as quotes make no difference to a word of letters and digits.
 * So the reading in which it equals no text at all is not let stand between "some is seen" and "none is": what is
 * missed is missed either way, and the verdict names the rule.
 */
function isLikely(reading: Reading): boolean {
  return reading.numberEqualsText !== 'never';
}

/** Looks for a required event that the pattern matches; the matcher must agree. */
function sight(question: Question, mode: Mode): Look {
  const { branch, patterns } = question;
  return explore(question, mode, NO_TIES, true, (event) => {
    if (match(branch.pattern, event).kind !== 'yes') return false;
    return patterns.some((pattern) => {
      const { kind } = match(pattern, event);
      return mode === 'sure' ? kind === 'yes' : kind !== 'no';
    });
  });
}

/** The ties without which a covered event would not be known to be covered. */
export function tiesLeanedOn(question: Question): readonly Tie[] {
  const patterns = question.patterns.filter((pattern) => standingOf(question, pattern) !== 'never');
  const relevant = { ...question, patterns };
  const ties = Object.keys(TIES).filter((name): name is Tie => Object.hasOwn(TIES, name));
  const cache = tiesOf(question.branch);
  const key = keyOf(relevant);
  const known = cache.get(key);
  if (known !== undefined) return known;
  const always = patterns.filter((pattern) => standingOf(question, pattern) === 'always');
  const free = always.length > 0 && leanings({ ...question, patterns: always }, ties).length === 0;
  const leaned = free ? [] : leanings(relevant, ties);
  if (cache.size >= MAX_KEPT) cache.clear();
  cache.set(key, leaned);
  return leaned;
}

function leanings(question: Question, ties: readonly Tie[]): readonly Tie[] {
  const missed = (relaxed: readonly Tie[]): boolean => look(question, 'sure', new Set(relaxed)).kind === 'found';
  return missed(ties) ? ties.filter((tie) => missed([tie])) : [];
}

type Look =
  | { readonly kind: 'found'; readonly event: EventRecord; readonly plain: boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };

/** Looks for a required event that no pattern matches; the matcher must agree. */
function look(question: Question, mode: Mode, relaxed: ReadonlySet<Tie>): Look {
  const { branch, patterns } = question;
  return explore(question, mode, relaxed, false, (event) => {
    if (match(branch.pattern, event).kind !== 'yes') return false;
    return patterns.every((pattern) => {
      const { kind } = match(pattern, event);
      return mode === 'possible' ? kind === 'no' : kind !== 'yes';
    });
  });
}

function explore(
  question: Question,
  mode: Mode,
  relaxed: ReadonlySet<Tie>,
  wanted: boolean,
  confirm: (event: EventRecord) => boolean,
): Look {
  const asked = question.patterns.map((pattern) => translated(pattern, mode, wanted));
  const strong = asked.map(({ formula }) => formula);
  const first = tryFormulas(question, strong, relaxed, confirm);
  if (first.kind !== 'none' || asked.every(({ formula, necessary }) => formula === necessary)) return first;
  // What was tried was more than was asked, so that nothing follows from not having found it.
  const weak = asked.map(({ necessary }) => necessary);
  return tryFormulas(question, weak, relaxed, confirm);
}

function tryFormulas(
  { branch, patterns, scene, facts, effort }: Question,
  asked: readonly Formula[],
  relaxed: ReadonlySet<Tie>,
  confirm: (event: EventRecord) => boolean,
): Look {
  const fields = [branch.pattern, ...patterns].flatMap((pattern) => pathsOf(pattern).map((path) => path.field ?? ''));
  let event: EventRecord | null = null;
  let unknown = false;
  try {
    for (const each of branch.cases) {
      const required = translated(each, 'sure', true).formula;
      for (const world of worldsOf(scene, fields, relaxed)) {
        const problem = { scene, world, relaxed, formulas: [required, ...asked] };
        const result = search(problem, effort, (places) => {
          for (const candidate of eventsOf(places, scene, world, facts, effort.work)) {
            if (!confirm(candidate)) continue;
            event = candidate;
            return true;
          }
          return false;
        });
        if (result.found && event !== null) {
          const found: EventRecord = event;
          return { kind: 'found', event: found, plain: patterns.every((one) => match(one, found).kind === 'no') };
        }
        unknown ||= result.doubtful;
      }
    }
  } catch (error) {
    if (error instanceof TooMuchWork) return { kind: 'unknown' };
    throw error;
  }
  return unknown ? { kind: 'unknown' } : { kind: 'none' };
}

const MAX_KEPT = 500;
const DECISIONS = new WeakMap<Branch, Map<string, Decision>>();
const LEANINGS = new WeakMap<Branch, Map<string, readonly Tie[]>>();

function decisionsOf(branch: Branch): Map<string, Decision> {
  const kept = DECISIONS.get(branch) ?? new Map<string, Decision>();
  DECISIONS.set(branch, kept);
  return kept;
}

function tiesOf(branch: Branch): Map<string, readonly Tie[]> {
  const kept = LEANINGS.get(branch) ?? new Map<string, readonly Tie[]>();
  LEANINGS.set(branch, kept);
  return kept;
}

function keyOf({ scene, facts, patterns }: Question): string {
  const { account, partition, region, time } = facts;
  const numbers = patterns.map(numberOf).sort((a, b) => a - b);
  return JSON.stringify([scene.eventSource, scene.account !== null, account, partition, region, time, numbers]);
}

const NUMBERS = new WeakMap<Pattern, number>();
let count = 0;

/** Tells trees apart; nothing is concluded from the number. */
function numberOf(pattern: Pattern): number {
  const known = NUMBERS.get(pattern);
  if (known !== undefined) return known;
  count += 1;
  NUMBERS.set(pattern, count);
  return count;
}

/** The unsettled rules that can touch these patterns on the events of this branch. */
function rulesIn({ patterns, scene }: Question): ReadonlySet<UnsettledRule> {
  const world = { identity: 'any', signIn: 'any' } as const;
  const rules = new Set<UnsettledRule>();
  for (const pattern of patterns) {
    for (const rule of unsettledRulesOf(pattern, (path) => fieldState(path.field, scene, world, NO_TIES).kinds)) {
      rules.add(rule);
    }
  }
  return rules;
}
