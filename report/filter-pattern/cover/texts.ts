import { CharSet, type Concatenation, DFA, NFA, type NodeFactory, type NoParent, TooManyNodesError } from 'refa';
import { MAX_CODE_POINT, type Regex, type RegexItem } from '../ast.js';
import { commonText, rankOf, readableIn, type Side } from './product.js';

/** A set of texts: what a value of a condition matches. All are regular languages. */
export interface TextSet {
  /** Equal for equal sets of one making. */
  readonly key: string;
  /** The only member, or null where there may be others. */
  readonly only: string | null;
  /** Likely members, to be tried before the automaton is asked. */
  readonly examples: readonly string[];
  /** Neither it nor its complement is empty, and that is known without looking. */
  readonly proper: boolean;
  /** Where in a text the fixed part of it stands. */
  readonly place: 'start' | 'middle' | 'end' | 'whole';
  /** Null where it cannot be told within bounds. */
  readonly has: (text: string) => boolean | null;
  /** Null where the automaton would be larger than our bound. */
  readonly automaton: (work: Work) => DFA | null;
}

/** What automata may still cost in one decision. */
export interface Work {
  /** States to be made. */
  states: number;
  /** Steps through automata. */
  steps: number;
}

/** A text set or its complement. */
export interface TextLiteral {
  readonly set: TextSet;
  readonly positive: boolean;
}

/** What is known of an intersection of texts: a member, that there is none, or nothing within bounds. */
export type Found = { readonly kind: 'member'; readonly text: string } | { readonly kind: 'empty' | 'unknown' };

const OPTIONS = { maxCharacter: MAX_CODE_POINT };
const MAX_NFA_STATES = 3000;
/** States of one automaton. More than any pattern needs that a person writes. */
const MAX_STATES = 800;
/** Making one deterministic costs the states of the one by those of the other. */
const MAX_PRODUCT = 120_000;

/** Takes every state that is made off what may still be spent. */
class Factory implements NodeFactory<DFA.Node> {
  private made = 0;

  constructor(
    private readonly work: Work,
    private readonly limit = MAX_STATES,
  ) {}

  createNode(): DFA.Node {
    this.made += 1;
    this.work.states -= 1;
    if (this.made > this.limit || this.work.states < 0) throw new TooManyNodesError('more states than are allowed');
    return DFA.nodeFactory.createNode();
  }
}

export function exactly(text: string): TextSet {
  return {
    key: `=${text}`,
    only: text,
    examples: [text],
    proper: true,
    place: 'whole',
    has: (other) => other === text,
    automaton: lazily((work) => DFA.fromWords([codePoints(text)], OPTIONS, new Factory(work, 2 * MAX_NFA_STATES))),
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
    proper: parts.some((part) => part !== ''),
    place: open ? (close ? 'middle' : 'end') : close ? 'start' : 'whole',
    has: (text) => inOrder(parts, open, close, text),
    automaton: lazily((work) => determinised(nondeterministic([items]), work)),
  };
}

export function containing(text: string): TextSet {
  return pieces([text], true, true);
}

/** Texts in which one of these occurs. */
export function containingAny(texts: readonly string[]): TextSet {
  const [first = ''] = texts;
  if (texts.length === 1) return containing(first);
  return {
    key: `any${JSON.stringify(texts)}`,
    only: null,
    examples: texts.slice(0, 3),
    proper: texts.every((text) => text !== ''),
    place: 'middle',
    has: (text) => texts.some((each) => text.includes(each)),
    automaton: lazily((work) => {
      const alternatives = texts.map((text) =>
        codePoints(text).map((code) => ({
          kind: 'characters' as const,
          ranges: [{ from: code, to: code }],
          min: 1,
          max: 1,
        })),
      );
      return determinised(nondeterministic(alternatives), work);
    }),
  };
}

/** Texts in which the regular expression is found. */
export function matching(regex: Regex): TextSet {
  const nfa = orNull(() => nondeterministic(regex.alternatives));
  return {
    key: `%${regex.source}`,
    only: null,
    examples: regex.alternatives.map(shortest),
    proper: false,
    place: 'middle',
    has: remembering((text) => simulate(nfa(), text)),
    automaton: lazily((work) => {
      const automaton = nfa();
      return automaton === null ? null : determinised(automaton, work);
    }),
  };
}

/** A member of all the sets, those of `hints` preferred. */
export function findText(literals: readonly TextLiteral[], hints: readonly string[], work: Work): Found {
  let undecided = false;
  for (const candidates of [hints, likely(literals)]) {
    for (const text of candidates) {
      const answer = inAll(literals, text);
      if (answer === true) return { kind: 'member', text };
      undecided ||= answer === null;
    }
  }
  const only = literals.find(({ set, positive }) => positive && set.only !== null);
  if (only !== undefined) return { kind: undecided ? 'unknown' : 'empty' };
  return searchAutomata(literals, work);
}

/** Each set's own examples, and one text made of all their fixed parts. */
export function* likely(literals: readonly TextLiteral[]): Generator<string> {
  const wanted = literals.filter(({ positive }) => positive).map(({ set }) => set);
  for (const set of wanted) yield* set.examples;
  if (wanted.length < 2) return;
  const parts = (['start', 'middle', 'end'] as const).flatMap((place) =>
    wanted.filter((set) => set.place === place).map((set) => set.examples[0] ?? ''),
  );
  yield parts.join('');
  yield parts.join('-');
}

/** Whether a text is in all the sets; null where that cannot be told. */
export function inAll(literals: readonly TextLiteral[], text: string): boolean | null {
  let known = true;
  for (const { set, positive } of literals) {
    const answer = set.has(text);
    if (answer === null) known = false;
    else if (answer !== positive) return false;
  }
  return known ? true : null;
}

function searchAutomata(literals: readonly TextLiteral[], work: Work): Found {
  const sides: Side[] = [];
  for (const { set, positive } of literals) {
    const automaton = set.automaton(work);
    if (automaton === null) return { kind: 'unknown' };
    sides.push({ automaton, positive });
  }
  const text = commonText(sides, work);
  if (text === 'unknown') return { kind: 'unknown' };
  return text === null ? { kind: 'empty' } : { kind: 'member', text };
}

/** A character of the set, one that can be read where there is one. */
function readable(set: CharSet): number {
  const candidates = set.ranges.map(({ min, max }) => readableIn(min, max));
  const [first = 0, ...rest] = candidates;
  return rest.reduce((best, code) => (rankOf(code) < rankOf(best) ? code : best), first);
}

const ANYTHING: RegexItem = { kind: 'characters', ranges: [{ from: 0, to: MAX_CODE_POINT }], min: 0, max: null };

/** @throws TooManyNodesError above our bound */
function nondeterministic(alternatives: readonly (readonly RegexItem[])[]): NFA {
  const sequences = alternatives.flatMap((items) => {
    const whole = withoutAnchors(items);
    return whole === null ? [] : [whole];
  });
  if (sequences.length === 0) return NFA.empty(OPTIONS);
  return NFA.fromRegex(sequences.map(concatenation), OPTIONS, {}, new NFA.LimitedNodeFactory(MAX_NFA_STATES));
}

/** @throws TooManyNodesError above our bound */
function determinised(nfa: NFA, work: Work): DFA {
  const limit = Math.min(MAX_STATES, Math.max(32, Math.floor(MAX_PRODUCT / nfa.countNodes())));
  const dfa = DFA.fromFA(nfa, new Factory(work, limit));
  dfa.minimize();
  return dfa;
}

const MAX_REMEMBERED = 500;

/** The same few texts are asked about again and again. */
function remembering<T>(ask: (text: string) => T): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    if (answers.size >= MAX_REMEMBERED) answers.clear();
    const answer = ask(text);
    answers.set(text, answer);
    return answer;
  };
}

/** Whether the automaton accepts the text, by stepping all states at once; null where there is no automaton. */
function simulate(nfa: NFA | null, text: string): boolean | null {
  if (nfa === null) return null;
  const { initial, getOut, isFinal } = nfa.transitionIterator();
  let states = new Set([initial]);
  for (const code of codePoints(text)) {
    const next = new Set<NFA.ReadonlyNode>();
    for (const state of states) for (const [to, characters] of getOut(state)) if (characters.has(code)) next.add(to);
    states = next;
  }
  return [...states].some(isFinal);
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
  if (sizeOf(items) > MAX_NFA_STATES) throw new TooManyNodesError('more characters than are allowed');
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

/** States that a sequence takes; a run of optional ones counts by its transitions, which grow with its square. */
function sizeOf(items: readonly RegexItem[]): number {
  let size = 0;
  let optional = 0;
  for (const item of items) {
    if (item.kind !== 'characters') continue;
    size += item.min;
    optional = item.min > 0 ? 0 : optional;
    optional += (item.max ?? item.min + 1) - item.min;
    size += (optional * optional) / 20;
  }
  return size;
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

/** Made once; null where it would be larger than our bound. What was cut short for want of work is tried again. */
function lazily(make: (work: Work) => DFA | null): (work: Work) => DFA | null {
  let made: DFA | null | undefined;
  return (work) => {
    if (made === undefined) {
      const before = work.states;
      const result = tried(() => make(work));
      if (result === null && work.states < 0 && before < MAX_STATES) return null;
      made = result;
    }
    return made;
  };
}

function orNull<T>(make: () => T): () => T | null {
  let made: T | null | undefined;
  return () => {
    if (made === undefined) made = tried(make);
    return made;
  };
}

function tried<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof TooManyNodesError) return null;
    throw error;
  }
}
