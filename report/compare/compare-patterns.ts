import { and, type Expression, or, type Pattern } from '../filter-pattern/ast.js';
import { parse } from '../filter-pattern/parser.js';
import { print, printExpression } from '../filter-pattern/print.js';
import type { PatternChange } from './diff.js';

/**
 * Compares two filter patterns as trees: blanks, quotes, parentheses, the order of operands and repeated ones are no
 * difference. Patterns that are other trees are called different, also where they may match the same events.
 */
export function comparePatterns(before: string, after: string): PatternChange {
  const [one, other] = [parse(before), parse(after)];
  if (one.kind !== 'parsed' || other.kind !== 'parsed') return { meaning: 'unknown', added: [], removed: [] };
  const [from, to] = [ordered(one.pattern), ordered(other.pattern)];
  if (print(from) === print(to)) return { meaning: 'same', added: [], removed: [] };
  const [had, has] = [conditionsOf(from), conditionsOf(to)];
  return {
    meaning: 'different',
    added: has.filter((condition) => !had.includes(condition)),
    removed: had.filter((condition) => !has.includes(condition)),
  };
}

/** What the pattern offers as alternatives. */
function conditionsOf(pattern: Pattern): readonly string[] {
  if (pattern.kind !== 'json') return [print(pattern)];
  const { expression } = pattern;
  return expression.kind === 'or' ? expression.operands.map(printExpression) : [printExpression(expression)];
}

function ordered(pattern: Pattern): Pattern {
  switch (pattern.kind) {
    case 'json':
      return { kind: 'json', expression: orderedExpression(pattern.expression) };
    case 'terms':
      return { kind: 'terms', terms: unique(pattern.terms, ({ sign, text }) => `${sign} ${text}`) };
    case 'everything':
    case 'regex':
    case 'delimited':
      return pattern;
  }
}

function orderedExpression(expression: Expression): Expression {
  if (expression.kind !== 'and' && expression.kind !== 'or') return expression;
  const [first, ...rest] = unique(expression.operands.map(orderedExpression), printExpression);
  if (first === undefined) return expression;
  return expression.kind === 'and' ? and([first, ...rest]) : or([first, ...rest]);
}

function unique<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, item]) => item);
}
