import type { Condition, Expression, NumberValue, Ordering, Selector, Step, Value } from './ast.js';
import { type Answer, allOf, anyOf, NO, not, unknown, YES, yesIf } from './match-answer.js';
import { findsRegex } from './match-regex.js';

/** A node that is not there. */
const MISSING = Symbol('missing');

export function matchExpression(expression: Expression, record: object): Answer {
  switch (expression.kind) {
    case 'and':
      return allOf(expression.operands, (operand) => matchExpression(operand, record));
    case 'or':
      return anyOf(expression.operands, (operand) => matchExpression(operand, record));
    default:
      return matchCondition(expression, record);
  }
}

/** "Match values of any element": a wildcard is existential for `=`; for the other conditions nothing is said. */
function matchCondition(condition: Condition, record: object): Answer {
  const wild = condition.selector.some((step) => step.kind === 'any-name' || step.kind === 'any-index');
  if (!wild) return matchNode(condition, find(record, condition.selector));
  const nodes = select([record], condition.selector);
  const positive = condition.kind === 'ordering' || (condition.kind === 'equality' && condition.operator === '=');
  return positive ? anyOf(nodes, (node) => matchNode(condition, node)) : unknown('wildcard-selector');
}

/** The node that a selector without wildcard finds. */
function find(record: object, selector: Selector): unknown {
  let node: unknown = record;
  for (const step of selector) node = step.kind === 'name' ? field(node, step.name) : element(node, step);
  return node;
}

function field(node: unknown, name: string): unknown {
  return isObject(node) && Object.hasOwn(node, name) ? Reflect.get(node, name) : MISSING;
}

function element(node: unknown, step: Step): unknown {
  return step.kind === 'index' && Array.isArray(node) && step.index < node.length ? node[step.index] : MISSING;
}

/** All nodes that a selector finds. */
function select(nodes: readonly unknown[], selector: Selector): readonly unknown[] {
  return selector.reduce<readonly unknown[]>((found, step) => found.flatMap((node) => follow(node, step)), nodes);
}

function follow(node: unknown, step: Step): readonly unknown[] {
  switch (step.kind) {
    case 'name':
      return [field(node, step.name)];
    case 'index':
      return [element(node, step)];
    case 'any-name':
      return isObject(node) ? Object.values(node) : [];
    case 'any-index':
      return Array.isArray(node) ? node : [];
  }
}

function isObject(node: unknown): node is object {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

function matchNode(condition: Condition, node: unknown): Answer {
  switch (condition.kind) {
    case 'not-exists':
      return yesIf(node === MISSING);
    case 'is':
      return matchIs(condition.what, node);
    case 'ordering':
      return matchOrdering(condition, node);
    case 'equality':
      return condition.operator === '=' ? matchEqual(condition.value, node) : matchUnequal(condition.value, node);
  }
}

function matchIs(what: 'NULL' | 'TRUE' | 'FALSE', node: unknown): Answer {
  if (what === 'NULL') return yesIf(node === null);
  const word = what.toLowerCase();
  return node === word ? unknown('is-on-text') : yesIf(typeof node === 'boolean' && String(node) === word);
}

function matchOrdering({ operator, value }: Ordering, node: unknown): Answer {
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
  if (typeof node === 'number') return yesIf(holds(node));
  const asNumber = typeof node === 'string' ? numberOf(node) : null;
  return asNumber !== null && holds(asNumber) ? unknown('ordering-of-text') : NO;
}

/** The number that a text spells, or null. Source: "Strings don't support scientific notation". */
function numberOf(text: string): number | null {
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

/** Both = and != are false on a node that is missing, null, an object or an array. */
function hasNoValue(node: unknown): boolean {
  return node === MISSING || typeof node === 'object';
}

function matchEqual(value: Value, node: unknown): Answer {
  if (hasNoValue(node)) {
    const asksForAnything = value.kind === 'text' && value.text === '*';
    return asksForAnything && node !== MISSING ? unknown('exists-on-container') : NO;
  }
  if (typeof node === 'boolean') {
    const asText = equalsText(value, String(node));
    return asText.kind === 'no' ? NO : unknown('boolean-equality');
  }
  return equals(value, node);
}

function matchUnequal(value: Value, node: unknown): Answer {
  if (hasNoValue(node)) return NO;
  return typeof node === 'boolean' ? unknown('boolean-equality') : not(equals(value, node));
}

function equals(value: Value, node: unknown): Answer {
  if (typeof node === 'string')
    return value.kind === 'number' ? numberEqualsText(value, node) : equalsText(value, node);
  if (typeof node !== 'number') return NO;
  if (value.kind === 'number') return yesIf(value.value === node);
  if (value.kind === 'text' && value.text === '*') return YES;
  return equalsText(value, String(node)).kind === 'no' ? NO : unknown('number-and-text');
}

function numberEqualsText(value: NumberValue, text: string): Answer {
  const same = text === value.text || numberOf(text) === value.value;
  return same ? unknown('number-and-text') : NO;
}

function equalsText(value: Value, text: string): Answer {
  switch (value.kind) {
    case 'number':
      return numberEqualsText(value, text);
    case 'regex':
      return findsRegex(value.regex, text);
    case 'text':
      return matchesWildcards(value.text, text);
  }
}

/**
 * An asterisk at the start or the end matches any run of characters, none included. One inside stands for itself
 * according to the last precise text of AWS, and is a wildcard according to practice.
 */
export function matchesWildcards(pattern: string, text: string): Answer {
  if (pattern === '*') return YES;
  const open = pattern.startsWith('*');
  const close = pattern.length > 1 && pattern.endsWith('*');
  const inner = pattern.slice(open ? 1 : 0, close ? -1 : undefined);
  const literal = matchesPieces([inner], open, close, text);
  if (!inner.includes('*')) return yesIf(literal);
  const wild = matchesPieces(inner.split('*'), open, close, text);
  return literal === wild ? yesIf(literal) : unknown('interior-asterisk');
}

/** Whether the pieces occur in this order, the first at the start and the last at the end unless those are open. */
function matchesPieces(pieces: readonly string[], open: boolean, close: boolean, text: string): boolean {
  let from = 0;
  let to = text.length;
  const middle = [...pieces];
  if (!open) {
    const first = middle.shift() ?? '';
    if (!text.startsWith(first)) return false;
    if (middle.length === 0) return close || text === first;
    from = first.length;
  }
  if (!close) {
    const last = middle.pop() ?? '';
    to = text.length - last.length;
    if (to < from || !text.endsWith(last)) return false;
  }
  for (const piece of middle) {
    const at = text.indexOf(piece, from);
    if (at === -1 || at + piece.length > to) return false;
    from = at + piece.length;
  }
  return true;
}
