import type { Condition, Expression, Value } from '../ast.js';
import { printSelector, printValue } from '../print.js';

/**
 * Another spelling of the same tree: other blanks, quotes, order of operands and parentheses. `next` gives numbers in
 * [0, 1).
 */
export function spell(expression: Expression, next: () => number): string {
  return `${blanks(next)}{${blanks(next)}${spelled(expression, next, 'top')}${blanks(next)}}${blanks(next)}`;
}

function spelled(expression: Expression, next: () => number, inside: 'top' | 'and' | 'or'): string {
  if (expression.kind !== 'and' && expression.kind !== 'or') return wrapped(condition(expression, next), next, false);
  const operator = expression.kind === 'and' ? '&&' : '||';
  const operands = [...expression.operands]
    .map((operand) => ({ text: spelled(operand, next, expression.kind), at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ text }) => text);
  const text = operands.join(`${blanks(next)}${operator}${blanks(next)}`);
  return wrapped(text, next, expression.kind === 'or' && inside === 'and');
}

function wrapped(text: string, next: () => number, must: boolean): string {
  if (!must && next() < 0.6) return text;
  const inner = `(${blanks(next)}${text}${blanks(next)})`;
  return next() < 0.2 ? `(${inner})` : inner;
}

function condition(expression: Condition, next: () => number): string {
  const selector = printSelector(expression.selector).replace(/^\$\.([A-Za-z]+)/, (whole, name) =>
    next() < 0.2 ? `$.['${name}']` : whole,
  );
  switch (expression.kind) {
    case 'not-exists':
      return `${selector} NOT EXISTS`;
    case 'is':
      return `${selector} IS ${expression.what}`;
    default:
      return `${selector}${blanks(next)}${expression.operator}${blanks(next)}${value(expression.value, next)}`;
  }
}

function value(given: Value, next: () => number): string {
  const bare = given.kind === 'text' && /^[A-Za-z_.*][A-Za-z_.*-]*$/.test(given.text);
  return bare && next() < 0.5 ? given.text : printValue(given);
}

function blanks(next: () => number): string {
  return ['', '', ' ', '  ', '\n', '\t '][Math.floor(next() * 6)] ?? '';
}
