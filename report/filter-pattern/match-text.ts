import type { DelimitedField, FieldTest, NumberValue, Regex, Term } from './ast.js';
import { type Answer, allOf, anyOf, NO, not, unknown, YES, yesIf } from './match-answer.js';
import { matchesWildcards } from './match-json.js';
import { findsRegex } from './match-regex.js';

/**
 * All required terms and no excluded one; or, where there are only optional terms, one of them. Optional terms beside
 * others are ignored.
 * Source: "Using filter patterns to match terms in unstructured log events".
 */
export function matchTerms(terms: readonly Term[], event: unknown): Answer {
  // Once for all terms, of which there may be hundreds.
  const tokens = typeof event === 'string' ? [] : tokensOf(event);
  const texts = tokens.filter((token) => token.startsWith('"'));
  const contains = (term: string): Answer => {
    if (typeof event === 'string') return yesIf(event.includes(term));
    if (tokens.some((token) => token.includes(term))) return YES;
    return mayCrossTokens(term, texts) ? unknown('text-of-record') : NO;
  };
  if (terms.every((term) => term.sign === 'optional')) return anyOf(terms, (term) => contains(term.text));
  const decisive = terms.filter((term) => term.sign !== 'optional');
  return allOf(decisive, (term) => {
    const answer = contains(term.text);
    return term.sign === 'excluded' ? not(answer) : answer;
  });
}

/** Names, texts, numbers and words of a record as they stand in its raw text, quotes included. */
function tokensOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [JSON.stringify(value) ?? 'null'];
  if (Array.isArray(value)) return value.flatMap(tokensOf);
  return Object.entries(value).flatMap(([name, inner]) => [JSON.stringify(name), ...tokensOf(inner)]);
}

/**
 * Whether some order and spacing of the record's text could contain the term across several tokens: what lies between
 * quotes in the term must be `texts` of the record, quotes included, and what lies outside must be JSON's own punctuation.
 */
function mayCrossTokens(term: string, texts: readonly string[]): boolean {
  const pieces = term.split('"');
  return [0, 1].some((insideFirst) =>
    pieces.every((piece, index) => {
      const inside = (index + insideFirst) % 2 === 1;
      if (!inside) return isBetweenTokens(piece);
      const left = index === 0 ? '' : '"';
      const right = index === pieces.length - 1 ? '' : '"';
      const part = left + piece + right;
      return texts.some((token) => {
        if (left === '') return token.endsWith(part) || (right === '' && token.includes(part));
        return right === '' ? token.startsWith(part) : token === part;
      });
    }),
  );
}

/** What can stand between the quoted tokens of JSON: blanks, punctuation, numbers, and (parts of) its three words. */
function isBetweenTokens(piece: string): boolean {
  const words = piece.match(/[^\s{}[\],:]+/g) ?? [];
  return words.every(
    (word) => /^[\d.eE+-]+$/.test(word) || ['true', 'false', 'null'].some((known) => known.includes(word)),
  );
}

/** A regular expression that stands alone is looked for in the raw text. */
export function matchRegexOnText(regex: Regex, event: unknown): Answer {
  if (typeof event === 'string') return findsRegex(regex, event);
  const anchored = regex.alternatives.some((items) => items.some((item) => item.kind !== 'characters'));
  const inToken = anyOf(tokensOf(event), (token) => findsRegex(regex, token));
  return !anchored && inToken.kind === 'yes' ? YES : unknown('text-of-record');
}

/**
 * Fields are separated by blanks; text in brackets or quotes is one field.
 * Source: "Using filter patterns to match terms in space-delimited log events".
 */
export function matchDelimited(fields: readonly DelimitedField[], event: unknown): Answer {
  if (fields.every((field) => field.kind === 'ellipsis')) return YES;
  if (typeof event !== 'string' || /^\s*[{[]\s*"/.test(event)) return unknown('fields-of-record');
  const values = [...event.matchAll(/\[[^\]]*\]|"[^"]*"|\S+/g)].map(([value]) => value.replace(/^["[]|["\]]$/g, ''));
  return matchFields(fields, values);
}

/** Fields against values from the back, so that any number of ellipses costs fields times values. */
function matchFields(fields: readonly DelimitedField[], values: readonly string[]): Answer {
  let rest: readonly Answer[] = [...values.map(() => NO), YES];
  for (const field of [...fields].reverse()) {
    const behind = rest;
    rest = behind.map((_, from) => {
      if (field.kind === 'ellipsis') return anyOf(behind.slice(from), (answer) => answer);
      const value = values[from];
      const next = behind[from + 1];
      if (value === undefined || next === undefined) return NO;
      return allOf([field.test === null ? YES : matchTest(field.test, value), next], (answer) => answer);
    });
  }
  return rest[0] ?? NO;
}

function matchTest(test: FieldTest, text: string): Answer {
  if (test.kind === 'and') return allOf(test.operands, (operand) => matchTest(operand, text));
  if (test.kind === 'or') return anyOf(test.operands, (operand) => matchTest(operand, text));
  const { operator, value } = test;
  if (value.kind === 'number') return compareNumber(operator, value, text);
  const equal = value.kind === 'text' ? matchesWildcards(value.text, text) : findsRegex(value.regex, text);
  if (operator === '=') return equal;
  return operator === '!=' ? not(equal) : unknown('ordering-of-text');
}

function compareNumber(operator: string, { value }: NumberValue, text: string): Answer {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  switch (operator) {
    case '=':
      return yesIf(number === value);
    case '!=':
      return yesIf(number !== value);
    case '<':
      return yesIf(number < value);
    case '<=':
      return yesIf(number <= value);
    case '>':
      return yesIf(number > value);
    default:
      return yesIf(number >= value);
  }
}
