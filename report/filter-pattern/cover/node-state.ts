import { type Found, findText, inAll, likely, type TextLiteral, type TextSet, type Work } from './texts.js';

/** What a selector can find, as bits of a mask. */
export const MISSING = 1;
export const NULL = 2;
export const TRUE = 4;
export const FALSE = 8;
export const NUMBER = 16;
export const STRING = 32;
export const OBJECT = 64;
export const ARRAY = 128;
export const ANY_KIND = 255;

/** A set of numbers. */
export interface NumberSet {
  readonly key: string;
  readonly has: (value: number) => boolean | null;
  /** Numbers at which membership changes; `exact`: it changes nowhere else. */
  readonly bounds: readonly number[];
  readonly exact: boolean;
}

/** A number set or its complement. */
export interface NumberLiteral {
  readonly set: NumberSet;
  readonly positive: boolean;
}

/** What a condition is true of: some kinds, of texts and numbers perhaps only some. */
export interface NodeSet {
  /** Kinds of which at least some members belong. */
  readonly kinds: number;
  /** Null: every text (if `kinds` has STRING). */
  readonly texts: TextLiteral | null;
  /** Null: every number (if `kinds` has NUMBER). */
  readonly numbers: NumberLiteral | null;
}

/** What a node of the event can still be. */
export interface NodeState {
  readonly kinds: number;
  /** The only texts there are, or null for all that the literals allow. */
  readonly choices: readonly string[] | null;
  readonly texts: readonly TextLiteral[];
  readonly numbers: readonly NumberLiteral[];
  /** A text or number was kept that could not be shown to exist. */
  readonly doubtful: boolean;
}

/** What one decision may still cost, and the answers that cost something to find. */
export interface Effort {
  steps: number;
  /** Steps for second tries, once `steps` are spent. */
  spare: number;
  readonly work: Work;
  readonly found: Map<string, Found>;
}

/** For a decision over so many filters. */
export function effortFor(filters: number): Effort {
  return {
    steps: 9_000 + 3_000 * filters,
    spare: 4_000 * filters,
    work: { states: 2_000, steps: 24_000 },
    found: new Map(),
  };
}

/** For a second try with fewer filters. */
export function lightEffort(from: Effort): Effort {
  return { steps: Math.min(3_000, from.spare), spare: 0, work: { states: 500, steps: 5_000 }, found: new Map() };
}

/** Thrown when a decision costs more than is allowed: the answer is then `undecided`. */
export class TooMuchWork extends Error {
  override readonly name = 'TooMuchWork';
}

export function startState(kinds: number, choices: readonly string[] | null, text: TextSet | null): NodeState {
  const texts = text === null ? [] : [{ set: text, positive: true }];
  return { kinds, choices, texts, numbers: [], doubtful: false };
}

/** The part of a state that lies inside a set, or outside it; null when that is empty. */
export function narrow(state: NodeState, set: NodeSet, positive: boolean, effort: Effort): NodeState | null {
  const plain = MISSING | NULL | TRUE | FALSE | OBJECT | ARRAY;
  let kinds = state.kinds & (positive ? set.kinds : ~set.kinds | STRING | NUMBER);
  let { choices, texts, numbers, doubtful } = state;
  if ((kinds & STRING) !== 0 && (positive || (set.kinds & STRING) !== 0)) {
    if (set.texts === null) {
      if (!positive) kinds &= ~STRING;
    } else {
      const literal = positive ? set.texts : { set: set.texts.set, positive: !set.texts.positive };
      if (choices !== null) {
        const answers = choices.map((text) => literal.set.has(text));
        doubtful ||= answers.includes(null);
        choices = choices.filter((_, index) => answers[index] !== !literal.positive);
        if (choices.length === 0) kinds &= ~STRING;
      } else if (!texts.some((known) => known.positive === literal.positive && known.set.key === literal.set.key)) {
        texts = [...texts, literal];
        const found = texts.length === 1 && literal.set.proper ? null : memberOf(texts, effort);
        if (found?.kind === 'empty') kinds &= ~STRING;
        if (found?.kind === 'unknown') doubtful = true;
      }
    }
  }
  if ((kinds & NUMBER) !== 0 && (positive || (set.kinds & NUMBER) !== 0)) {
    if (set.numbers === null) {
      if (!positive) kinds &= ~NUMBER;
    } else {
      numbers = [...numbers, positive ? set.numbers : { set: set.numbers.set, positive: !set.numbers.positive }];
      const found = numberIn(numbers, state.numbers, effort);
      if (found === 'empty') kinds &= ~NUMBER;
      if (found === 'unknown') doubtful = true;
    }
  }
  if (kinds === 0) return null;
  if ((kinds & ~plain) === 0) doubtful = false;
  return { kinds, choices, texts, numbers, doubtful };
}

/** The same state without some kinds; null when nothing is left. */
export function withKinds(state: NodeState, kinds: number): NodeState | null {
  const left = state.kinds & kinds;
  return left === 0 ? null : left === state.kinds ? state : { ...state, kinds: left };
}

/** A text that the state allows. */
export function textOf(state: NodeState, hints: readonly string[], work: Work): Found {
  if (state.choices === null) return findText(state.texts, hints, work);
  const text = hints.find((hint) => state.choices?.includes(hint)) ?? state.choices[0];
  return text === undefined ? { kind: 'empty' } : { kind: 'member', text };
}

/** Whether the state allows this text; null where that cannot be told within bounds. */
export function allowsText(state: NodeState, text: string): boolean | null {
  if ((state.kinds & STRING) === 0) return false;
  if (state.choices !== null) return state.choices.includes(text);
  return inAll(state.texts, text);
}

export function allowsNumber(state: NodeState, value: number): boolean {
  return (state.kinds & NUMBER) !== 0 && state.numbers.every(({ set, positive }) => set.has(value) === positive);
}

const KNOWN_NUMBERS = new WeakMap<readonly NumberLiteral[], number>();

/** A number that the literals allow; tries first what was allowed before there was one more of them. */
function numberIn(
  literals: readonly NumberLiteral[],
  before: readonly NumberLiteral[],
  effort: Effort,
): ReturnType<typeof findNumber> {
  const known = KNOWN_NUMBERS.get(before);
  const last = literals.at(-1);
  if (known !== undefined && last?.set.has(known) === last?.positive) {
    KNOWN_NUMBERS.set(literals, known);
    return known;
  }
  effort.steps -= (literals.length * literals.length) / 4;
  const found = findNumber(literals);
  if (typeof found === 'number') KNOWN_NUMBERS.set(literals, found);
  return found;
}

/** A number that the literals allow. */
export function findNumber(literals: readonly NumberLiteral[]): number | 'empty' | 'unknown' {
  const bounds = [...new Set([0, ...literals.flatMap(({ set }) => set.bounds)])].sort((a, b) => a - b);
  const candidates = bounds.flatMap((bound, index) => {
    const next = bounds[index + 1] ?? bound + 2;
    return [bound, bound + 1 < next ? bound + 1 : (bound + next) / 2];
  });
  candidates.unshift((bounds[0] ?? 0) - 1);
  const fits = candidates.find((value) => literals.every(({ set, positive }) => set.has(value) === positive));
  return fits ?? (literals.every(({ set }) => set.exact) ? 'empty' : 'unknown');
}

function memberOf(texts: readonly TextLiteral[], effort: Effort): Found {
  effort.steps -= texts.length;
  const quick = quickMember(texts);
  if (quick !== null) return quick;
  const key = texts
    .map(({ set, positive }) => (positive ? '+' : '-') + set.key)
    .sort()
    .join('\n');
  const known = effort.found.get(key) ?? findText(texts, PLAUSIBLE, effort.work);
  effort.found.set(key, known);
  return known;
}

/** Most sets have a member that is easy to find; one that has a single candidate is decided by it. */
function quickMember(texts: readonly TextLiteral[]): Found | null {
  const fixed = texts.find(({ set, positive }) => positive && set.only !== null)?.set.only ?? null;
  if (fixed !== null) {
    const answer = inAll(texts, fixed);
    return answer === null ? null : answer ? { kind: 'member', text: fixed } : { kind: 'empty' };
  }
  const candidates = texts.some(({ positive }) => positive) ? likely(texts) : PLAUSIBLE;
  for (const text of candidates) if (inAll(texts, text) === true) return { kind: 'member', text };
  return null;
}

/** Tried before any automaton is built. */
const PLAUSIBLE: readonly string[] = ['alice', 'us-east-1', 'AccessDenied', '198.51.100.23', 'Zq7', '4711'];
