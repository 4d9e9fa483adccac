import { say } from '../language/phrase.js';
import type { DelimitedField, DelimitedPattern, FieldTest } from './ast.js';
import { textOrNumber } from './json-parser.js';
import { MAX_REGEXES } from './limits.js';
import { parseRegex } from './regex-parser.js';
import type { Scanner } from './scanner.js';

/**
 *     delimited = "[" [ field { "," field } ] "]" ;
 *     field     = "..." | name | name operator value { ( "&&" | "||" ) name operator value } | (empty) ;
 *
 * Source: "Using filter patterns to match terms in space-delimited log events" in the CloudWatch Logs page on filter
 * pattern syntax. A test that joins two fields is refused (awsdocs/amazon-cloudwatch-logs-user-guide#21).
 */
export function parseDelimited(scanner: Scanner): DelimitedPattern {
  const open = scanner.position;
  scanner.position += 1;
  const state: State = { scanner, regexes: 0 };
  const fields: DelimitedField[] = [];
  scanner.skipBlanks();
  if (!scanner.take(']')) {
    do fields.push(field(state));
    while (scanner.take(','));
    if (scanner.atEnd) scanner.malformed(say`Expected a closing ] for the pattern that opens here.`, open);
    if (!scanner.take(']')) scanner.malformed(say`Expected a comma or ] after the field, found ${scanner.found()}.`);
  }
  scanner.skipBlanks();
  if (!scanner.atEnd) scanner.malformed(say`Expected the end of the pattern after ], found ${scanner.found()}.`);
  return { kind: 'delimited', fields };
}

interface State {
  readonly scanner: Scanner;
  regexes: number;
}

function field(state: State): DelimitedField {
  const { scanner } = state;
  scanner.skipBlanks();
  if (scanner.take('...')) {
    scanner.skipBlanks();
    return { kind: 'ellipsis' };
  }
  const at = scanner.position;
  const name = scanner.run(/[A-Za-z0-9_]/);
  scanner.skipBlanks();
  if (/[,\]]/.test(scanner.peek())) return { kind: 'field', name, test: null };
  if (name === '') scanner.malformed(say`Expected a field name, ... or ], found ${scanner.found()}.`);
  scanner.position = at;
  return { kind: 'field', name, test: disjunction(state, name) };
}

function disjunction(state: State, name: string): FieldTest {
  const operands = [conjunction(state, name)];
  while (state.scanner.take('||')) operands.push(conjunction(state, name));
  return joined('or', operands);
}

function conjunction(state: State, name: string): FieldTest {
  const operands = [comparison(state, name)];
  while (state.scanner.take('&&')) operands.push(comparison(state, name));
  return joined('and', operands);
}

function joined(kind: 'and' | 'or', operands: readonly FieldTest[]): FieldTest {
  const only = operands.length === 1 ? operands[0] : undefined;
  return only ?? { kind, operands };
}

function comparison(state: State, name: string): FieldTest {
  const { scanner } = state;
  scanner.skipBlanks();
  const at = scanner.position;
  const found = scanner.run(/[A-Za-z0-9_]/);
  if (found === '') scanner.malformed(say`Expected the field name "${name}", found ${scanner.found(at)}.`, at);
  if (found !== name) {
    scanner.malformed(say`A test can be about its own field only; expected "${name}", found "${found}".`, at);
  }
  scanner.skipBlanks();
  for (const operator of ['!=', '<=', '>=', '=', '<', '>'] as const) {
    if (!scanner.take(operator)) continue;
    scanner.skipBlanks();
    const test: FieldTest = { kind: 'comparison', operator, value: value(state) };
    scanner.skipBlanks();
    return test;
  }
  return scanner.malformed(say`Expected an operator after the field name, found ${scanner.found()}.`);
}

function value(state: State): ReturnType<typeof textOrNumber> {
  const { scanner } = state;
  if (scanner.peek() !== '%') return textOrNumber(scanner);
  state.regexes += 1;
  if (state.regexes > MAX_REGEXES) scanner.malformed(say`AWS allows ${MAX_REGEXES} regular expressions in a pattern.`);
  return { kind: 'regex', regex: parseRegex(scanner) };
}
