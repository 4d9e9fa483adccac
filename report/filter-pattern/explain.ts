import type { Condition, DelimitedField, Expression, FieldTest, Pattern, Term, Value } from './ast.js';
import { printSelector, printValue } from './print.js';

/** A pattern for people. */
export interface Explanation {
  /** Which of the five forms it is. */
  readonly form: string;
  /** The tree, one line a node, two blanks a level. */
  readonly tree: readonly string[];
  /** What it matches, in sentences. */
  readonly words: readonly string[];
}

/** The tree of a pattern and what it matches in words. */
export function explain(pattern: Pattern): Explanation {
  switch (pattern.kind) {
    case 'everything':
      return { form: 'match everything', tree: ['everything'], words: ['Matches every log event.'] };
    case 'json':
      return {
        form: 'JSON pattern',
        tree: expressionTree(pattern.expression, ''),
        words: [
          `Matches a log event that is a JSON object in which ${inWords(pattern.expression)}.`,
          ...cautions(pattern.expression),
        ],
      };
    case 'terms':
      return {
        form: 'unstructured terms',
        tree: ['terms', ...pattern.terms.map(({ sign, text }) => `  ${sign} ${JSON.stringify(text)}`)],
        words: termWords(pattern.terms),
      };
    case 'regex':
      return {
        form: 'regular expression',
        tree: [`matches %${pattern.regex.source}%`],
        words: [`Matches a log event in whose text the regular expression %${pattern.regex.source}% is found.`],
      };
    case 'delimited':
      return {
        form: 'space-delimited pattern',
        tree: ['fields', ...pattern.fields.flatMap(fieldTree)],
        words: delimitedWords(pattern.fields),
      };
  }
}

function expressionTree(expression: Expression, indent: string): readonly string[] {
  if (expression.kind !== 'and' && expression.kind !== 'or') return [indent + conditionWords(expression)];
  const head = expression.kind === 'and' ? 'all of (&&)' : 'any of (||)';
  return [indent + head, ...expression.operands.flatMap((operand) => expressionTree(operand, `${indent}  `))];
}

function inWords(expression: Expression): string {
  if (expression.kind !== 'and' && expression.kind !== 'or') return conditionWords(expression);
  const join = expression.kind === 'and' ? ' and ' : ' or ';
  return expression.operands
    .map((operand) => (operand.kind === 'and' || operand.kind === 'or' ? `(${inWords(operand)})` : inWords(operand)))
    .join(join);
}

function conditionWords(condition: Condition): string {
  const place = printSelector(condition.selector).slice(1).replace(/^\./, '');
  switch (condition.kind) {
    case 'not-exists':
      return `${place} is not there`;
    case 'is':
      return `${place} is ${condition.what.toLowerCase()}`;
    case 'ordering':
      return `${place} is a number ${condition.operator} ${condition.value.text}`;
    case 'equality':
      return condition.operator === '='
        ? `${place} ${equalWords(condition.value)}`
        : `${place} is there and not one that ${equalWords(condition.value)}`;
  }
}

function equalWords(value: Value): string {
  if (value.kind === 'regex') return `contains what ${printValue(value)} matches`;
  if (value.kind === 'number') return `is ${value.text}`;
  const { text } = value;
  if (text === '*') return 'has any value';
  const open = text.startsWith('*');
  const close = text.endsWith('*');
  const core = JSON.stringify(text.slice(open ? 1 : 0, close ? -1 : undefined));
  if (open && close) return `contains ${core}`;
  return open ? `ends with ${core}` : close ? `starts with ${core}` : `is ${core}`;
}

/** What people get wrong about the conditions that are used. */
function cautions(expression: Expression): readonly string[] {
  const conditions = conditionsIn(expression);
  const unequal = conditions.filter((each) => each.kind === 'equality' && each.operator === '!=');
  const inner = conditions.filter(
    (each) => each.kind === 'equality' && each.value.kind === 'text' && each.value.text.slice(1, -1).includes('*'),
  );
  return [
    ...(unequal.length === 0
      ? []
      : ['A != condition is false when the field is missing, null, an object or an array: such events do not match.']),
    ...(inner.length === 0
      ? []
      : ['Whether an asterisk inside a value is a wildcard is not documented; only those at its ends surely are.']),
  ];
}

function conditionsIn(expression: Expression): readonly Condition[] {
  return expression.kind === 'and' || expression.kind === 'or'
    ? expression.operands.flatMap(conditionsIn)
    : [expression];
}

function termWords(terms: readonly Term[]): readonly string[] {
  const listed = (sign: Term['sign']): string =>
    terms
      .filter((term) => term.sign === sign)
      .map((term) => JSON.stringify(term.text))
      .join(', ');
  const [required, optional, excluded] = [listed('required'), listed('optional'), listed('excluded')];
  if (required === '' && excluded === '') return [`Matches a log event whose text contains one of ${optional}.`];
  const parts = [
    ...(required === '' ? [] : [`contains all of ${required}`]),
    ...(excluded === '' ? [] : [`contains none of ${excluded}`]),
  ];
  return [
    `Matches a log event whose text ${parts.join(' and ')}.`,
    ...(optional === '' ? [] : [`The optional terms ${optional} are ignored beside the others.`]),
  ];
}

function delimitedWords(fields: readonly DelimitedField[]): readonly string[] {
  if (fields.every((field) => field.kind === 'ellipsis')) return ['Matches every log event.'];
  return [
    'Matches a log event whose text splits at blanks into these fields.',
    'How a CloudTrail record, which is JSON, splits into fields is not documented.',
  ];
}

function fieldTree(field: DelimitedField): readonly string[] {
  if (field.kind === 'ellipsis') return ['  any number of fields'];
  if (field.test === null) return [`  ${field.name === '' ? 'a field' : field.name}`];
  return [`  ${field.name}`, ...testTree(field.test, '    ')];
}

function testTree(test: FieldTest, indent: string): readonly string[] {
  if (test.kind === 'comparison') return [`${indent}${test.operator} ${printValue(test.value)}`];
  const head = test.kind === 'and' ? 'all of (&&)' : 'any of (||)';
  return [indent + head, ...test.operands.flatMap((operand) => testTree(operand, `${indent}  `))];
}
