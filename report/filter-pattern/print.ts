import type { Condition, DelimitedField, Expression, FieldTest, Pattern, Selector, Step, Term, Value } from './ast.js';
import { MAX_PATTERN_LENGTH } from './limits.js';

/**
 * The one canonical spelling: one blank around operators, text always quoted, `&&` inside `||` in parentheses. Where
 * that would be longer than AWS allows, the shortest spelling instead, which is never longer than what was parsed.
 * `parse(print(pattern))` equals `pattern` for every tree that `parse` makes.
 */
export function print(pattern: Pattern): string {
  const readable = printIn(READABLE, pattern);
  return readable.length <= MAX_PATTERN_LENGTH ? readable : printIn(SHORT, pattern);
}

/** An expression as it stands between the braces, in the readable spelling. */
export function printExpression(expression: Expression): string {
  return expressionIn(READABLE, expression);
}

/** A value as it stands after an operator, in the readable spelling. */
export function printValue(value: Value): string {
  return valueIn(READABLE, value);
}

interface Spelling {
  readonly blank: string;
  readonly alwaysQuote: boolean;
  readonly groupAnd: boolean;
}

const READABLE: Spelling = { blank: ' ', alwaysQuote: true, groupAnd: true };
const SHORT: Spelling = { blank: '', alwaysQuote: false, groupAnd: false };
const BARE = /^[A-Za-z0-9_.*-]+$/;
const NUMBER = /^-?(\d+(\.\d*)?|\.\d+)([eE]-?\d+)?$/;

function printIn(spelling: Spelling, pattern: Pattern): string {
  const { blank } = spelling;
  switch (pattern.kind) {
    case 'everything':
      return '" "';
    case 'json':
      return `{${blank}${expressionIn(spelling, pattern.expression)}${blank}}`;
    case 'terms':
      return pattern.terms.map(term).join(' ');
    case 'regex':
      return `%${pattern.regex.source}%`;
    case 'delimited':
      return `[${pattern.fields.map((each) => field(spelling, each)).join(`,${blank}`)}]`;
  }
}

function expressionIn(spelling: Spelling, expression: Expression): string {
  const { blank } = spelling;
  switch (expression.kind) {
    case 'or':
      return expression.operands.map((each) => operand(spelling, each, spelling.groupAnd)).join(`${blank}||${blank}`);
    case 'and':
      return expression.operands.map((each) => operand(spelling, each, true)).join(`${blank}&&${blank}`);
    default:
      return conditionIn(spelling, expression);
  }
}

function operand(spelling: Spelling, expression: Expression, grouped: boolean): string {
  const text = expressionIn(spelling, expression);
  return grouped && (expression.kind === 'and' || expression.kind === 'or') ? `(${text})` : text;
}

function conditionIn(spelling: Spelling, condition: Condition): string {
  const selector = printSelector(condition.selector);
  switch (condition.kind) {
    case 'equality':
    case 'ordering':
      return [selector, condition.operator, valueIn(spelling, condition.value)].join(spelling.blank);
    case 'is':
      return `${selector} IS ${condition.what}`;
    case 'not-exists':
      return `${selector} NOT EXISTS`;
  }
}

/** A selector in its only canonical spelling. */
export function printSelector(selector: Selector): string {
  return `$${selector.map(printStep).join('')}`;
}

function printStep(step: Step): string {
  switch (step.kind) {
    case 'name':
      return /^[A-Za-z0-9_-]+$/.test(step.name) ? `.${step.name}` : `.['${step.name}']`;
    case 'index':
      return `[${step.index}]`;
    case 'any-name':
      return '.*';
    case 'any-index':
      return '[*]';
  }
}

function valueIn(spelling: Spelling, value: Value): string {
  switch (value.kind) {
    case 'text':
      return !spelling.alwaysQuote && BARE.test(value.text) && !NUMBER.test(value.text)
        ? value.text
        : quote(value.text);
    case 'number':
      return value.text;
    case 'regex':
      return `%${value.regex.source}%`;
  }
}

function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

function term({ sign, text }: Term): string {
  const prefix = { required: '', optional: '?', excluded: '-' }[sign];
  return prefix + (/^[A-Za-z0-9_]+$/.test(text) ? text : quote(text));
}

function field(spelling: Spelling, each: DelimitedField): string {
  if (each.kind === 'ellipsis') return '...';
  return each.test === null ? each.name : fieldTest(spelling, each.name, each.test);
}

function fieldTest(spelling: Spelling, name: string, test: FieldTest): string {
  const { blank } = spelling;
  if (test.kind === 'comparison') return [name, test.operator, valueIn(spelling, test.value)].join(blank);
  const operator = test.kind === 'and' ? '&&' : '||';
  return test.operands.map((each) => fieldTest(spelling, name, each)).join(`${blank}${operator}${blank}`);
}
