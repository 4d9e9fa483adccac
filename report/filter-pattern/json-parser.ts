import { say, text } from '../language/phrase.js';
import {
  and,
  type Condition,
  type Expression,
  type JsonPattern,
  type NumberValue,
  or,
  type Selector,
  type Step,
  type Value,
} from './ast.js';
import { MAX_REGEXES, MAX_WILDCARD_SELECTORS } from './limits.js';
import { parseRegex } from './regex-parser.js';
import type { Scanner } from './scanner.js';

/** Ours; a pattern of the greatest length cannot nest deeper. */
const MAX_DEPTH = 512;
const NAME = /[A-Za-z0-9_-]/;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/**
 *     pattern = "{" orExpr "}" ;
 *
 * Source of all productions in this file: "Using filter patterns to match terms in JSON log events" in the CloudWatch
 * Logs page on filter pattern syntax, and for exact evaluation rules the edition of that page before March 2022.
 */
export function parseJson(scanner: Scanner): JsonPattern {
  const open = scanner.position;
  scanner.position += 1;
  const state: State = { scanner, depth: 0, regexes: 0, wildcardSelectors: 0 };
  const expression = orExpression(state);
  scanner.skipBlanks();
  if (scanner.peek() === ')') scanner.malformed(say`This closing parenthesis has no opening one.`);
  if (scanner.atEnd) scanner.malformed(say`A pattern that starts with { must end with }.`, open);
  if (!scanner.take('}')) expectedOperator(scanner);
  scanner.skipBlanks();
  if (!scanner.atEnd) scanner.malformed(say`Expected the end of the pattern after }, found ${scanner.found()}.`);
  return { kind: 'json', expression };
}

interface State {
  readonly scanner: Scanner;
  depth: number;
  regexes: number;
  wildcardSelectors: number;
}

/** `orExpr = andExpr { "||" andExpr }`: `&&` binds tighter than `||`. */
function orExpression(state: State): Expression {
  const operands: [Expression, ...Expression[]] = [andExpression(state)];
  for (;;) {
    state.scanner.skipBlanks();
    if (!state.scanner.take('||')) return or(operands);
    operands.push(andExpression(state));
  }
}

/** `andExpr = primary { "&&" primary }`. */
function andExpression(state: State): Expression {
  const operands: [Expression, ...Expression[]] = [primary(state)];
  for (;;) {
    state.scanner.skipBlanks();
    if (!state.scanner.take('&&')) return and(operands);
    operands.push(primary(state));
  }
}

/** `primary = "(" orExpr ")" | condition`. */
function primary(state: State): Expression {
  const { scanner } = state;
  scanner.skipBlanks();
  const open = scanner.position;
  if (!scanner.take('(')) return condition(state);
  state.depth += 1;
  if (state.depth > MAX_DEPTH) scanner.notUnderstood(say`The parentheses nest too deeply to be read.`);
  const inner = orExpression(state);
  scanner.skipBlanks();
  if (!scanner.take(')')) {
    if (scanner.atEnd || scanner.peek() === '}') {
      scanner.malformed(say`Expected a closing parenthesis for the one that opens here.`, open);
    }
    expectedOperator(scanner);
  }
  state.depth -= 1;
  return inner;
}

function expectedOperator(scanner: Scanner): never {
  const word = /^(and|or)\b/i.exec(scanner.text.slice(scanner.position))?.[1];
  if (word !== undefined) {
    const operator = /and/i.test(word) ? '&&' : '||';
    scanner.malformed(say`Expected an operator, found "${word}"; write ${operator} instead.`);
  }
  if (/^[&|]/.test(scanner.peek())) {
    scanner.malformed(say`Expected && or ||, found ${scanner.found()}; the operators are written twice.`);
  }
  const quote = scanner.peek() === '"' || /[A-Za-z0-9]/.test(scanner.peek());
  const expected = say`Expected &&, || or the end of the condition, found ${scanner.found()}.`;
  const hint = say`A value with blanks or quotes in it needs double quotes around the whole of it.`;
  scanner.malformed(quote ? text(expected, hint) : expected);
}

/**
 *     condition = selector ( "=" | "!=" ) value
 *               | selector ( "<" | "<=" | ">" | ">=" ) number
 *               | selector "IS" ( "NULL" | "TRUE" | "FALSE" )
 *               | selector "NOT" "EXISTS" ;
 */
function condition(state: State): Condition {
  const { scanner } = state;
  const selector = selectorOf(state);
  const blanks = scanner.skipBlanks();
  const at = scanner.position;
  if (scanner.startsWith('==')) scanner.malformed(say`Expected an operator, found "=="; write = instead.`);
  if (scanner.take('!=')) return { kind: 'equality', selector, operator: '!=', value: value(state) };
  if (scanner.take('=')) return { kind: 'equality', selector, operator: '=', value: value(state) };
  for (const operator of ['<=', '>=', '<', '>'] as const) {
    if (scanner.take(operator)) return { kind: 'ordering', selector, operator, value: numberOnly(state) };
  }
  const word = scanner.run(/[A-Za-z]/);
  if (blanks > 0 && word === 'IS') return { kind: 'is', selector, what: isWhat(scanner) };
  if (blanks > 0 && word === 'NOT') {
    notExistsRest(scanner);
    return { kind: 'not-exists', selector };
  }
  scanner.position = at;
  return expectedComparison(scanner, word);
}

function expectedComparison(scanner: Scanner, word: string): never {
  if (/^(is|not)$/i.test(word)) {
    scanner.notUnderstood(say`Keywords are documented in upper case only; write ${word.toUpperCase()}.`);
  }
  if (/^exists$/i.test(word)) {
    scanner.malformed(say`EXISTS is not supported; write = "*" to ask that the field exists.`);
  }
  scanner.malformed(
    say`Expected an operator (=, !=, <, <=, >, >=, IS or NOT EXISTS) after the selector, found ${scanner.found()}.`,
  );
}

function isWhat(scanner: Scanner): 'NULL' | 'TRUE' | 'FALSE' {
  const blanks = scanner.skipBlanks();
  const at = scanner.position;
  const word = scanner.run(/[A-Za-z]/);
  if (blanks > 0) {
    if (word === 'NULL' || word === 'TRUE' || word === 'FALSE') return word;
    if (/^(null|true|false)$/i.test(word)) {
      scanner.notUnderstood(say`Keywords are documented in upper case only; write ${word.toUpperCase()}.`, at);
    }
    if (/^not$/i.test(word)) scanner.malformed(say`IS NOT is not supported; write != or NOT EXISTS.`, at);
  }
  return scanner.malformed(say`Expected NULL, TRUE or FALSE after IS, found ${scanner.found(at)}.`, at);
}

function notExistsRest(scanner: Scanner): void {
  const blanks = scanner.skipBlanks();
  const at = scanner.position;
  const word = scanner.run(/[A-Za-z]/);
  if (blanks > 0 && word === 'EXISTS') return;
  if (blanks > 0 && /^exists$/i.test(word)) {
    scanner.notUnderstood(say`Keywords are documented in upper case only; write NOT EXISTS.`, at);
  }
  scanner.malformed(say`Expected EXISTS after NOT, found ${scanner.found(at)}.`, at);
}

/**
 *     selector = "$" step { step } ;
 *     step     = "." name | "." "*" | "[" digits "]" | "[" "*" "]" | ".['" name "']" ;
 */
function selectorOf(state: State): Selector {
  const { scanner } = state;
  if (!scanner.take('$')) expectedSelector(scanner);
  const start = scanner.position - 1;
  if (scanner.peek() === '[') scanner.notUnderstood(say`A selector is documented only with a name after "$.".`);
  if (scanner.peek() !== '.') {
    if (NAME.test(scanner.peek())) {
      const found = scanner.found();
      scanner.malformed(say`Expected a dot after $, found ${found}; write $.${scanner.run(NAME)}.`, start + 1);
    }
    scanner.notUnderstood(say`A selector is documented only with a name after "$.".`, start);
  }
  const steps: Step[] = [];
  while (scanner.peek() === '.' || scanner.peek() === '[') steps.push(step(scanner));
  const wildcards = steps.filter((each) => each.kind === 'any-name' || each.kind === 'any-index').length;
  if (wildcards > 1) scanner.malformed(say`AWS allows one wildcard in a selector.`, start);
  state.wildcardSelectors += wildcards;
  if (state.wildcardSelectors > MAX_WILDCARD_SELECTORS) {
    scanner.malformed(say`AWS allows ${MAX_WILDCARD_SELECTORS} wildcard selectors in a pattern.`, start);
  }
  return steps;
}

function expectedSelector(scanner: Scanner): never {
  const found = scanner.found();
  if (scanner.peek() === '!' || scanner.startsWith('NOT')) {
    scanner.malformed(
      say`Expected a selector such as $.eventName, found ${found}; the language cannot negate a group.`,
    );
  }
  if (scanner.peek() === '{') {
    scanner.malformed(say`Expected a selector such as $.eventName, found a second "{"; write one pair of braces.`);
  }
  scanner.malformed(say`Expected a selector such as $.eventName, found ${found}.`);
}

function step(scanner: Scanner): Step {
  const at = scanner.position;
  if (scanner.take('.')) {
    if (scanner.peek() === '.') scanner.notUnderstood(say`".." is not documented.`, at);
    if (scanner.take('*')) return { kind: 'any-name' };
    if (scanner.take("['")) return quotedName(scanner, at);
    if (scanner.peek() === '[') scanner.notUnderstood(say`A name in brackets is documented only as .['name'].`, at);
    const name = scanner.run(NAME);
    if (name === '') scanner.malformed(say`Expected a field name after the dot, found ${scanner.found()}.`);
    return { kind: 'name', name };
  }
  scanner.position += 1;
  if (scanner.take('*')) {
    if (!scanner.take(']')) scanner.malformed(say`Expected ] after the asterisk, found ${scanner.found()}.`);
    return { kind: 'any-index' };
  }
  if (scanner.peek() === '"' || scanner.peek() === "'") {
    scanner.notUnderstood(say`A name in brackets is documented only with a dot and single quotes: .['name'].`, at);
  }
  const digits = scanner.run(/[0-9]/);
  if (digits === '') scanner.malformed(say`Expected an index or * after [, found ${scanner.found()}.`);
  if (!scanner.take(']')) scanner.malformed(say`Expected ] after the index, found ${scanner.found()}.`);
  return { kind: 'index', index: Math.min(Number(digits), Number.MAX_SAFE_INTEGER) };
}

function quotedName(scanner: Scanner, at: number): Step {
  const name = scanner.run(/[^'\]]/);
  if (!scanner.take("']")) scanner.malformed(say`Expected '] to close the name that opens here.`, at);
  if (name === '' || /["\\]/.test(name)) {
    scanner.notUnderstood(say`What AWS makes of this name in brackets is not documented.`, at);
  }
  return { kind: 'name', name };
}

/** `value = quoted | regex | number | bare`. */
function value(state: State): Value {
  const { scanner } = state;
  scanner.skipBlanks();
  if (scanner.peek() === '%') {
    state.regexes += 1;
    if (state.regexes > MAX_REGEXES) {
      scanner.malformed(say`AWS allows ${MAX_REGEXES} regular expressions in a pattern.`);
    }
    return { kind: 'regex', regex: parseRegex(scanner) };
  }
  const found = textOrNumber(scanner);
  if (scanner.peek() === ',' || scanner.peek() === ']') unknownInBare(scanner);
  return found;
}

function unknownInBare(scanner: Scanner): never {
  return scanner.notUnderstood(
    say`Whether AWS takes ${scanner.found()} in an unquoted value is not documented; put the value in double quotes.`,
  );
}

/** A value that is not a regular expression; used by JSON and space-delimited patterns. */
export function textOrNumber(scanner: Scanner): Value {
  const at = scanner.position;
  if (scanner.peek() === '"') return { kind: 'text', text: scanner.quoted() };
  if (scanner.peek() === "'") {
    scanner.malformed(say`Expected a value, found a single quote; text is quoted with double quotes.`);
  }
  if (/[\u2018-\u201f]/.test(scanner.peek())) {
    scanner.malformed(say`Expected a value, found a typographic quote; text is quoted with straight double quotes.`);
  }
  if (scanner.startsWith('\\"')) {
    scanner.malformed(say`Expected a value, found \\"; the quotes are escaped once too often, write " instead.`);
  }
  const bare = scanner.bareRun();
  if (bare === '' && !/[^\s(){}=!<>&|"%,\]]/.test(scanner.peek())) {
    scanner.malformed(say`Expected a value, found ${scanner.found()}.`);
  }
  const next = scanner.peek();
  if (next === '"') {
    scanner.malformed(
      say`A double quote stands in the middle of an unquoted value; put quotes around the whole of it.`,
    );
  }
  if (next !== '' && !/[\s(){}=!<>&|,\]]/.test(next)) unknownInBare(scanner);
  if (NUMBER.test(bare)) return { kind: 'number', text: bare, value: Number(bare) };
  if (bare.includes('+')) {
    scanner.notUnderstood(
      say`Whether AWS takes "+" in an unquoted value is not documented; put the value in double quotes.`,
      at + bare.indexOf('+'),
    );
  }
  return { kind: 'text', text: bare };
}

function numberOnly(state: State): NumberValue {
  const { scanner } = state;
  scanner.skipBlanks();
  const at = scanner.position;
  const found = value(state);
  if (found.kind === 'number') return found;
  if (found.kind === 'text' && NUMBER.test(found.text)) {
    scanner.notUnderstood(say`What AWS makes of a quoted number after <, <=, > or >= is not documented.`, at);
  }
  return scanner.malformed(say`Expected a number after <, <=, > or >=.`, at);
}
