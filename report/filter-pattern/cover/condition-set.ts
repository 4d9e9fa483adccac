import type { Condition, IsCondition, NumberValue, Ordering, RegexItem, Value } from '../ast.js';
import type { UnsettledRule } from '../unsettled-rules.js';
import {
  ANY_KIND,
  ARRAY,
  FALSE,
  MISSING,
  type NodeSet,
  NULL,
  NUMBER,
  type NumberSet,
  OBJECT,
  STRING,
  TRUE,
} from './node-state.js';
import { type Mode, type Reading, readingFor } from './readings.js';
import { exactly, matching, pieces, type TextSet } from './texts.js';

/** What the condition is true of, node by node, in a mode. Source: the evaluation table of the language's facts. */
export function conditionSet(condition: Condition, mode: Mode): NodeSet {
  switch (condition.kind) {
    case 'not-exists':
      return { kinds: MISSING, texts: null, numbers: null };
    case 'is':
      return isSet(condition, readingFor(mode, false));
    case 'ordering':
      return orderingSet(condition, readingFor(mode, false));
    case 'equality': {
      const unequal = condition.operator === '!=';
      const reading = readingFor(mode, unequal);
      return unequal ? unequalSet(condition.value, reading) : equalSet(condition.value, reading);
    }
  }
}

/** The unsettled rules that may decide the condition on nodes of these kinds. */
export function rulesOf(condition: Condition, kinds: number): readonly UnsettledRule[] {
  const rules: UnsettledRule[] = [];
  const on = (mask: number, rule: UnsettledRule): void => {
    if ((kinds & mask) !== 0) rules.push(rule);
  };
  if (condition.kind === 'is' && condition.what !== 'NULL') on(STRING, 'is-on-text');
  if (condition.kind === 'ordering') on(STRING, 'ordering-of-text');
  if (condition.kind !== 'equality') return rules;
  const { value, operator } = condition;
  if (value.kind === 'text' && value.text.slice(1, -1).includes('*')) on(STRING, 'interior-asterisk');
  if (value.kind === 'number') on(STRING, 'number-and-text');
  else if (!isAnything(value) && mayMeanNumber(value)) on(NUMBER, 'number-and-text');
  const meansBoolean = operator === '!=' || ['true', 'false'].some((word) => textSet(value, true).has(word) !== false);
  if (meansBoolean) on(TRUE | FALSE, 'boolean-equality');
  if (operator === '=' && isAnything(value)) on(NULL | OBJECT | ARRAY, 'exists-on-container');
  return rules;
}

function isSet(condition: IsCondition, reading: Reading): NodeSet {
  if (condition.what === 'NULL') return { kinds: NULL, texts: null, numbers: null };
  const kinds = condition.what === 'TRUE' ? TRUE : FALSE;
  if (!reading.isMatchesText) return { kinds, texts: null, numbers: null };
  return {
    kinds: kinds | STRING,
    texts: { set: exactly(condition.what.toLowerCase()), positive: true },
    numbers: null,
  };
}

function equalSet(value: Value, reading: Reading): NodeSet {
  const containers = isAnything(value) && reading.existsMatchesContainers ? NULL | OBJECT | ARRAY : 0;
  const numbers = numberSet(value, reading);
  const texts = value.kind === 'number' ? numberAsText(value, reading) : textSet(value, reading.interiorIsWildcard);
  let kinds = containers | (texts === null ? 0 : STRING) | (numbers === 'none' ? 0 : NUMBER);
  if (reading.booleans === 'text') {
    const asText = textSet(value, reading.interiorIsWildcard);
    if (asText.has('true') === true) kinds |= TRUE;
    if (asText.has('false') === true) kinds |= FALSE;
  }
  return {
    kinds,
    texts: isAnything(value) || texts === null ? null : { set: texts, positive: true },
    numbers: numbers === 'none' || numbers === 'all' ? null : { set: numbers, positive: true },
  };
}

/** Not the complement of `equalSet`: false on a node that is missing, null, an object or an array. */
function unequalSet(value: Value, reading: Reading): NodeSet {
  const equal = equalSet(value, reading);
  const everyText = (equal.kinds & STRING) !== 0 && equal.texts === null;
  const everyNumber = (equal.kinds & NUMBER) !== 0 && equal.numbers === null;
  const booleans = {
    text: (TRUE | FALSE) & ~equal.kinds,
    never: 0,
    unequal: TRUE | FALSE,
  }[reading.booleans];
  return {
    kinds: booleans | (everyText ? 0 : STRING) | (everyNumber ? 0 : NUMBER),
    texts: equal.texts === null ? null : { set: equal.texts.set, positive: false },
    numbers: equal.numbers === null ? null : { set: equal.numbers.set, positive: false },
  };
}

function orderingSet({ operator, value }: Ordering, reading: Reading): NodeSet {
  const holds = (left: number): boolean => {
    switch (operator) {
      case '<':
        return left < value.value;
      case '<=':
        return left <= value.value;
      case '>':
        return left > value.value;
      case '>=':
        return left >= value.value;
    }
  };
  const numbers: NumberSet = { key: operator + value.text, has: holds, bounds: [value.value], exact: true };
  if (!reading.ordersText) return { kinds: NUMBER, texts: null, numbers: { set: numbers, positive: true } };
  const texts: TextSet = {
    key: `${operator}${value.text}`,
    only: null,
    examples: [value.value - 1, value.value, value.value + 1].map(String),
    proper: true,
    place: 'whole',
    has: (text) => /^[+-]?\d+(\.\d+)?$/.test(text) && holds(Number(text)),
    // Texts in numeric order are no regular language that is worth building; without it the answer is "cannot tell".
    automaton: () => null,
  };
  return {
    kinds: NUMBER | STRING,
    texts: { set: texts, positive: true },
    numbers: { set: numbers, positive: true },
  };
}

function isAnything(value: Value): boolean {
  return value.kind === 'text' && value.text === '*';
}

/** Null: no text. */
function numberAsText(value: NumberValue, { numberEqualsText }: Reading): TextSet | null {
  switch (numberEqualsText) {
    case 'never':
      return null;
    case 'spelling':
      return exactly(value.text);
    case 'value':
      return spellingsOf(value);
  }
}

const SPELLINGS = new WeakMap<NumberValue, TextSet>();

/**
 * The number as it is written, and every plain decimal text of the same value. Source: "Strings don't support
 * scientific notation", Filter pattern syntax for metric filters.
 */
function spellingsOf(value: NumberValue): TextSet {
  const kept = SPELLINGS.get(value) ?? makeSpellings(value);
  SPELLINGS.set(value, kept);
  return kept;
}

function makeSpellings({ text, value }: NumberValue): TextSet {
  const plain = String(Math.abs(value));
  const same = (other: string): boolean =>
    other === text || (/^[+-]?\d+(\.\d+)?$/.test(other) && Number(other) === value);
  // In exponent form there is no plain decimal text short enough to be of interest.
  if (!/^\d+(\.\d+)?$/.test(plain)) return { ...exactly(text), only: null, place: 'middle', has: same };
  const [whole = '', fraction = ''] = plain.split('.');
  const start = { kind: 'start' as const };
  const end = { kind: 'end' as const };
  const sign = value === 0 ? letters('+-', 0, 1) : value < 0 ? letters('-', 1, 1) : letters('+', 0, 1);
  const digits = (run: string): readonly RegexItem[] => Array.from(run, (digit) => letters(digit, 1, 1));
  const head = [start, sign, letters('0', 0, null), ...digits(whole)];
  const zeros = [letters('.', 1, 1), letters('0', 1, null), end];
  return {
    ...matching({
      source: `number ${text}`,
      alternatives: [
        [start, ...Array.from(text, (character) => letters(character, 1, 1)), end],
        ...(fraction === ''
          ? [
              [...head, end],
              [...head, ...zeros],
            ]
          : [[...head, letters('.', 1, 1), ...digits(fraction), letters('0', 0, null), end]]),
      ],
    }),
    examples: [text, plain],
    proper: true,
    has: same,
  };
}

function letters(among: string, min: number, max: number | null): RegexItem {
  const codes = Array.from(among, (character) => character.codePointAt(0) ?? 0);
  return { kind: 'characters', ranges: codes.map((code) => ({ from: code, to: code })), min, max };
}

const TEXT_SETS = new WeakMap<Value, Map<boolean, TextSet>>();

/** The texts that a value equals; kept with the tree, as their automata are dear. */
export function textSet(value: Value, interiorIsWildcard: boolean): TextSet {
  const kept = TEXT_SETS.get(value) ?? new Map<boolean, TextSet>();
  TEXT_SETS.set(value, kept);
  const matters = value.kind === 'text' && interiorIsWildcard;
  const set = kept.get(matters) ?? makeTextSet(value, matters);
  kept.set(matters, set);
  return set;
}

function makeTextSet(value: Value, interiorIsWildcard: boolean): TextSet {
  switch (value.kind) {
    case 'number':
      return exactly(value.text);
    case 'regex':
      return matching(value.regex);
    case 'text':
      return wildcardSet(value.text, interiorIsWildcard);
  }
}

function wildcardSet(text: string, interiorIsWildcard: boolean): TextSet {
  if (text === '*') return pieces([''], true, true);
  const open = text.startsWith('*');
  const close = text.endsWith('*') && text.length > 1;
  const inner = text.slice(open ? 1 : 0, text.length - (close ? 1 : 0));
  return pieces(interiorIsWildcard ? inner.split('*') : [inner], open, close);
}

/** The numbers that a value equals; as text only under the reading that says so. */
function numberSet(value: Value, reading: Reading): NumberSet | 'all' | 'none' {
  if (value.kind === 'number') {
    const number = value.value;
    return { key: `=${number}`, has: (other) => other === number, bounds: [number], exact: true };
  }
  if (isAnything(value)) return 'all';
  if (reading.numberEqualsText === 'never' || !mayMeanNumber(value)) return 'none';
  const texts = textSet(value, reading.interiorIsWildcard);
  const guesses = texts.examples.map(Number).filter(Number.isFinite);
  return { key: texts.key, has: (number) => texts.has(String(number)), bounds: guesses, exact: false };
}

/** Whether some number, written as text, could be the value. */
function mayMeanNumber(value: Value): boolean {
  return value.kind === 'regex' || (value.kind === 'text' && /^[-+*.eE0-9]*$/.test(value.text));
}

/** True of everything: what a condition is taken for where nothing is known of it. */
export const EVERYTHING: NodeSet = { kinds: ANY_KIND, texts: null, numbers: null };
