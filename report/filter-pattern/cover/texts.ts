import { CharSet, type Concatenation, DFA, NFA, type NoParent, TooManyNodesError } from 'refa';
import { MAX_CODE_POINT, type Regex, type RegexItem } from '../ast.js';

/** A set of texts: what a value of a condition matches. All are regular languages. */
export interface TextSet {
  /** Equal for equal sets of one making. */
  readonly key: string;
  /** The only member, or null where there may be others. */
  readonly only: string | null;
  /** Likely members, to be tried before the automaton is asked. */
  readonly examples: readonly string[];
  /** Null where it cannot be told within bounds. */
  readonly has: (text: string) => boolean | null;
  /** Null where the automaton would be larger than our bound. */
  readonly automaton: () => DFA | null;
}

/** A text set or its complement. */
export interface TextLiteral {
  readonly set: TextSet;
  readonly positive: boolean;
}

/** What is known of an intersection of texts: a member, that there is none, or nothing within bounds. */
export type Found = { readonly kind: 'member'; readonly text: string } | { readonly kind: 'empty' | 'unknown' };

const OPTIONS = { maxCharacter: MAX_CODE_POINT };
/** States of one automaton. Enough for any pattern that a person writes; keeps the worst answer under a tenth of a second. */
const MAX_STATES = 1500;
const MAX_NFA_STATES = 3000;

export function exactly(text: string): TextSet {
  return {
    key: `=${text}`,
    only: text,
    examples: [text],
    has: (other) => other === text,
    automaton: lazily(() => DFA.fromWords([codePoints(text)], OPTIONS, limited())),
  };
}

/** Texts in which the pieces occur in this order, the first at the start and the last at the end unless those are open. */
export function pieces(parts: readonly string[], open: boolean, close: boolean): TextSet {
  const only = parts.length === 1 && !open && !close ? (parts[0] ?? '') : null;
  if (only !== null) return exactly(only);
  const items: RegexItem[] = open ? [] : [{ kind: 'start' }];
  parts.forEach((part, index) => {
    if (index > 0) items.push(ANYTHING);
    for (const code of codePoints(part)) {
      items.push({ kind: 'characters', ranges: [{ from: code, to: code }], min: 1, max: 1 });
    }
  });
  if (!close) items.push({ kind: 'end' });
  return {
    key: `*${JSON.stringify([parts, open, close])}`,
    only: null,
    examples: ['', '-1', 'Example'].map((filler) => (open ? filler : '') + parts.join(filler) + (close ? filler : '')),
    has: (text) => inOrder(parts, open, close, text),
    automaton: lazily(() => determinised([items])),
  };
}

export function containing(text: string): TextSet {
  return pieces([text], true, true);
}

/** Texts in which the regular expression is found. */
export function matching(regex: Regex): TextSet {
  const automaton = lazily(() => determinised(regex.alternatives));
  return {
    key: `%${regex.source}`,
    only: null,
    examples: regex.alternatives.map(shortest),
    has: (text) => automaton()?.test(codePoints(text)) ?? null,
    automaton,
  };
}

/** A member of all the sets, those of `hints` preferred. */
export function findText(literals: readonly TextLiteral[], hints: readonly string[]): Found {
  let undecided = false;
  for (const text of [...hints, ...literals.flatMap((literal) => (literal.positive ? literal.set.examples : []))]) {
    const answers = literals.map(({ set, positive }) => agree(set.has(text), positive));
    if (answers.every((answer) => answer === true)) return { kind: 'member', text };
    undecided ||= !answers.includes(false);
  }
  const only = literals.find(({ set, positive }) => positive && set.only !== null);
  if (only !== undefined) return { kind: undecided ? 'unknown' : 'empty' };
  return searchAutomata(literals);
}

function agree(answer: boolean | null, positive: boolean): boolean | null {
  return answer === null ? null : answer === positive;
}

function searchAutomata(literals: readonly TextLiteral[]): Found {
  try {
    const excluded = literals.flatMap(({ set, positive }) => (positive || set.only === null ? [] : [set.only]));
    let current = DFA.fromWords(excluded.map(codePoints), OPTIONS, limited());
    current.complement(limited());
    for (const { set, positive } of literals) {
      if (!positive && set.only !== null) continue;
      const automaton = set.automaton();
      if (automaton === null) return { kind: 'unknown' };
      const side = automaton.copy(limited());
      if (!positive) side.complement(limited());
      current = DFA.fromIntersection(current, side, limited());
      if (current.isEmpty) return { kind: 'empty' };
      current.minimize();
    }
    return firstWord(current);
  } catch (error) {
    if (error instanceof TooManyNodesError) return { kind: 'unknown' };
    throw error;
  }
}

/** A shortest member, by breadth over the states: the library's own listing of words revisits them. */
function firstWord(automaton: DFA): Found {
  const { initial, getOut, isFinal } = automaton.transitionIterator();
  const words = new Map([[initial, '']]);
  for (const [state, word] of words) {
    if (isFinal(state)) return { kind: 'member', text: word };
    for (const [next, characters] of getOut(state)) {
      if (!words.has(next) && !characters.isEmpty) words.set(next, word + String.fromCodePoint(readable(characters)));
    }
  }
  return { kind: 'empty' };
}

/** A character of the set that can be read, where there is one. */
function readable(set: CharSet): number {
  for (const [from, to] of [
    [0x61, 0x7a],
    [0x41, 0x5a],
    [0x30, 0x39],
    [0x20, 0x7e],
    [0xa1, 0xd7ff],
  ] as const) {
    const range = set.ranges.find(({ min, max }) => min <= to && max >= from);
    if (range !== undefined) return Math.max(range.min, from);
  }
  return set.ranges[0]?.min ?? 0;
}

const ANYTHING: RegexItem = { kind: 'characters', ranges: [{ from: 0, to: MAX_CODE_POINT }], min: 0, max: null };

/** Null where the automaton would be larger than our bound. */
function determinised(alternatives: readonly (readonly RegexItem[])[]): DFA {
  const sequences = alternatives.flatMap((items) => {
    const whole = withoutAnchors(items);
    return whole === null ? [] : [whole];
  });
  if (sequences.length === 0) return DFA.empty(OPTIONS, limited());
  const nfa = NFA.fromRegex(sequences.map(concatenation), OPTIONS, {}, new NFA.LimitedNodeFactory(MAX_NFA_STATES));
  const dfa = DFA.fromFA(nfa, limited());
  dfa.minimize();
  return dfa;
}

/** The sequence that matches the whole text, or null where an anchor stands so that nothing can match. */
function withoutAnchors(items: readonly RegexItem[]): readonly RegexItem[] | null {
  const last = items.findLastIndex((item) => item.kind === 'start');
  const firstEnd = items.findIndex((item) => item.kind === 'end');
  const end = firstEnd === -1 ? items.length : firstEnd;
  const mustBeEmpty = items.filter((_, index) => index < last || index > end);
  if (mustBeEmpty.some((item) => item.kind === 'characters' && item.min > 0)) return null;
  const inner = items.slice(last + 1, Math.max(end, last + 1));
  return [...(last === -1 ? [ANYTHING] : []), ...inner, ...(firstEnd === -1 ? [ANYTHING] : [])];
}

function concatenation(items: readonly RegexItem[]): NoParent<Concatenation> {
  const size = items.reduce((sum, item) => sum + (item.kind === 'characters' ? Math.max(item.min, item.max ?? 1) : 0), 0);
  if (size > MAX_NFA_STATES) throw new TooManyNodesError(`${size} characters`);
  return {
    type: 'Concatenation',
    elements: items.flatMap((item): NoParent<Concatenation>['elements'] => {
      if (item.kind !== 'characters') return [];
      const ranges = item.ranges.map(({ from, to }) => ({ min: from, max: to }));
      const character = { type: 'CharacterClass' as const, characters: CharSet.empty(MAX_CODE_POINT).union(ranges) };
      if (item.min === 1 && item.max === 1) return [character];
      return [
        {
          type: 'Quantifier' as const,
          min: item.min,
          max: item.max ?? Number.POSITIVE_INFINITY,
          lazy: false,
          alternatives: [{ type: 'Concatenation' as const, elements: [character] }],
        },
      ];
    }),
  };
}

/** The shortest text that an alternative matches, with readable characters. */
function shortest(items: readonly RegexItem[]): string {
  return items
    .map((item) => {
      if (item.kind !== 'characters' || item.min > 1024) return '';
      const set = CharSet.empty(MAX_CODE_POINT).union(item.ranges.map(({ from, to }) => ({ min: from, max: to })));
      return set.isEmpty ? '' : String.fromCodePoint(readable(set)).repeat(item.min);
    })
    .join('');
}

function inOrder(parts: readonly string[], open: boolean, close: boolean, text: string): boolean {
  let position = 0;
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (index === 0 && !open) {
      if (!text.startsWith(part) || (isLast && !close && text.length !== part.length)) return false;
      position = part.length;
    } else if (isLast && !close) {
      if (text.length - part.length < position || !text.endsWith(part)) return false;
    } else {
      const found = text.indexOf(part, position);
      if (found < 0) return false;
      position = found + part.length;
    }
  }
  return true;
}

function codePoints(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0);
}

function limited(): DFA.LimitedNodeFactory {
  return new DFA.LimitedNodeFactory(MAX_STATES);
}

function lazily(make: () => DFA): () => DFA | null {
  let made: DFA | null | undefined;
  return () => {
    if (made === undefined) {
      try {
        made = make();
      } catch (error) {
        if (!(error instanceof TooManyNodesError)) throw error;
        made = null;
      }
    }
    return made;
  };
}
