import type { Pattern } from '../ast.js';
import { match } from '../match.js';
import type { UnsettledRule } from '../unsettled-rules.js';
import { fieldState, type Scene, TIES, type Tie, worldsOf } from './event-model.js';
import { pathsOf, translate, unsettledRulesOf } from './formula.js';
import { type Effort, TooMuchWork } from './node-state.js';
import { type Mode, readingsOf } from './readings.js';
import type { EventRecord, Facts } from './record.js';
import type { Branch } from './required-events.js';
import { search } from './solve.js';
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
}

const NO_TIES: ReadonlySet<Tie> = new Set();
const MAX_READINGS = 48;

/**
 * Whether some required event is matched by none of the patterns. Rules that no source settles are decided under every
 * reading: first all for the event, then all against it, and where those differ one by one.
 */
export function decide(question: Question): Decision {
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
  if (readings === null || readings.length > MAX_READINGS) return { kind: 'undecided', rules, tooMuchWork: false };
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

/** Whether the pattern matches some required event, under some reading. */
export function seesSome(question: Omit<Question, 'patterns'>, pattern: Pattern): 'yes' | 'no' | 'unknown' {
  const wanted = { ...question, patterns: [pattern] };
  const found = explore(wanted, 'possible', NO_TIES, true, (event) => {
    return match(question.branch.pattern, event).kind === 'yes' && match(pattern, event).kind !== 'no';
  });
  return found.kind === 'found' ? 'yes' : found.kind === 'none' ? 'no' : 'unknown';
}

/** The ties without which a covered event would not be known to be covered. */
export function tiesLeanedOn(question: Question): readonly Tie[] {
  const ties = Object.keys(TIES).filter((name): name is Tie => Object.hasOwn(TIES, name));
  if (look(question, 'sure', new Set(ties)).kind === 'none') return [];
  return ties.filter((tie) => look(question, 'sure', new Set([tie])).kind !== 'none');
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
  const { branch, patterns, scene, facts } = question;
  const translated = patterns.map((pattern) => translated_(pattern, mode, wanted));
  const fields = [branch.pattern, ...patterns].flatMap((pattern) => pathsOf(pattern).map((path) => path.field ?? ''));
  const effort: Effort = { steps: 0, automata: 0, found: new Map() };
  let event: EventRecord | null = null;
  let unknown = false;
  try {
    for (const each of branch.cases) {
      const required = translated_(each, 'sure', true);
      for (const world of worldsOf(scene, fields, relaxed)) {
        const formulas = [required, ...translated].map(({ formula }) => formula);
        const result = search({ scene, world, relaxed, formulas }, effort, (places) => {
          event = eventsOf(places, scene, facts).find(confirm) ?? null;
          return event !== null;
        });
        if (result.found && event !== null) {
          return { kind: 'found', event, plain: patterns.every((pattern) => match(pattern, event).kind === 'no') };
        }
        unknown ||= result.doubtful;
      }
    }
  } catch (error) {
    if (error instanceof TooMuchWork) return { kind: 'unknown' };
    throw error;
  }
  return unknown || translated.some(({ necessary }) => !necessary) ? { kind: 'unknown' } : { kind: 'none' };
}

type Translated = ReturnType<typeof translate>;
const CACHE = new WeakMap<Pattern, Map<string, Translated>>();

/** Translations are kept with the tree they come from. */
function translated_(pattern: Pattern, mode: Mode, wanted: boolean): Translated {
  const key = `${JSON.stringify(mode)} ${wanted}`;
  const known = CACHE.get(pattern) ?? new Map<string, Translated>();
  CACHE.set(pattern, known);
  const result = known.get(key) ?? translate(pattern, mode, wanted);
  known.set(key, result);
  return result;
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
