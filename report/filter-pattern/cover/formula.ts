import { type Phrase, say } from '../../language/phrase.js';
import type { Condition, Expression, Pattern, Regex, Selector, Step, Term } from '../ast.js';
import { UNSETTLED_RULES, type UnsettledRule } from '../unsettled-rules.js';
import { conditionSet, rulesOf } from './condition-set.js';
import { FREE_TEXT_FIELDS, KNOWN_INSIDE, TEXT_FIELDS, TOP_FIELDS } from './event-model.js';
import { type NodeSet, STRING } from './node-state.js';
import type { Mode } from './readings.js';
import { containing, containingAny, exactly, matching, type TextSet } from './texts.js';

/** A place in an event. */
export interface Path {
  readonly key: string;
  /** Names and indexes only. */
  readonly steps: readonly (string | number)[];
  /** The names joined by dots, or null where a step is an index or a name holds a dot. */
  readonly field: string | null;
}

/** What is asked of an event, without negation: a negative literal is the complement of its set. */
export type Formula =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'literal'; readonly path: Path; readonly set: NodeSet; readonly positive: boolean }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Formula[] };

/** That a pattern matches, or that it does not, as formulas. */
export interface Translated {
  /** Says what was asked, or something stronger: an event for it is likely an event for what was asked. */
  readonly formula: Formula;
  /** Says what was asked, or something weaker: no event for it means no event for what was asked. */
  readonly necessary: Formula;
}

export const TRUE: Formula = { kind: 'constant', value: true };
export const FALSE: Formula = { kind: 'constant', value: false };

/** The formula for `pattern` matching (`wanted`) or not matching, in a mode. */
export function translate(pattern: Pattern, mode: Mode, wanted: boolean): Translated {
  const strong: Builder = { mode, wanted, weak: false, strengthened: false };
  const formula = patternFormula(pattern, strong);
  if (!strong.strengthened) return { formula, necessary: formula };
  return { formula, necessary: patternFormula(pattern, { ...strong, weak: true }) };
}

interface Builder {
  readonly mode: Mode;
  readonly wanted: boolean;
  /** Leave out what can only be said by an example. */
  readonly weak: boolean;
  strengthened: boolean;
}

/** A formula that stands for one of many ways in which something can be so. */
function example(formula: Formula, builder: Builder): Formula {
  if (builder.weak) return TRUE;
  builder.strengthened = true;
  return formula;
}

function patternFormula(pattern: Pattern, builder: Builder): Formula {
  switch (pattern.kind) {
    case 'everything':
      return constant(builder.wanted);
    case 'json':
      return expressionFormula(pattern.expression, builder);
    case 'terms':
      return termsFormula(pattern.terms, builder);
    case 'regex':
      return regexFormula(pattern.regex, builder);
    case 'delimited': {
      if (pattern.fields.every((field) => field.kind === 'ellipsis')) return constant(builder.wanted);
      return unsettled(builder);
    }
  }
}

/** What no reading settles: false where only what is sure counts, true where all that is possible does. */
function unsettled({ mode, wanted }: Builder): Formula {
  return constant((mode === 'possible') === wanted);
}

function expressionFormula(expression: Expression, builder: Builder): Formula {
  if (expression.kind === 'and' || expression.kind === 'or') {
    const kind = (expression.kind === 'and') === builder.wanted ? 'all' : 'any';
    return joined(
      kind,
      expression.operands.map((operand) => expressionFormula(operand, builder)),
    );
  }
  return conditionFormula(expression, builder);
}

function conditionFormula(condition: Condition, builder: Builder): Formula {
  const wild = condition.selector.findIndex((step) => step.kind === 'any-name' || step.kind === 'any-index');
  if (wild === -1) return literal(pathOf(condition.selector), conditionSet(condition, builder.mode), builder.wanted);
  const existential = condition.kind === 'ordering' || (condition.kind === 'equality' && condition.operator === '=');
  if (!existential) return unsettled(builder);
  const set = conditionSet(condition, builder.mode);
  const paths = instances(condition.selector, wild).map(pathOf);
  const literals = paths.map((path) => literal(path, set, builder.wanted));
  return builder.wanted ? example(joined('any', literals), builder) : joined('all', literals);
}

/** Concrete selectors that a wildcard surely takes in; of indexes and free names, one that stands for any. */
function instances(selector: Selector, wild: number): readonly Selector[] {
  const before = selector.slice(0, wild);
  const after = selector.slice(wild + 1);
  const place = before.map((step) => (step.kind === 'name' ? step.name : '*')).join('.');
  const names = wild === 0 ? TOP_FIELDS : [...(KNOWN_INSIDE.get(place) ?? []), 'value'];
  const steps: readonly Step[] =
    selector[wild]?.kind === 'any-index'
      ? [{ kind: 'index', index: 0 }]
      : names.map((name) => ({ kind: 'name', name }));
  return steps.map((step) => [...before, step, ...after]);
}

function termsFormula(terms: readonly Term[], builder: Builder): Formula {
  const optionalOnly = terms.every((term) => term.sign === 'optional');
  const decisive = optionalOnly ? terms : terms.filter((term) => term.sign !== 'optional');
  const asked = decisive.map(({ text, sign }) => ({ text, wanted: (sign !== 'excluded') === builder.wanted }));
  if (optionalOnly === builder.wanted) {
    const few = builder.weak ? asked : asked.slice(0, MAX_EXAMPLES);
    if (few.length < asked.length) builder.strengthened = true;
    return joined(
      'any',
      few.map(({ text, wanted }) => termFormula(text, builder, wanted)),
    );
  }
  const plain = asked.filter(({ text }) => isPlain(text));
  const present = plain.filter(({ wanted }) => wanted).map(({ text }) => text);
  const absent = plain.filter(({ wanted }) => !wanted).map(({ text }) => text);
  return joined('all', [
    ...asked.filter(({ text }) => !isPlain(text)).map(({ text, wanted }) => termFormula(text, builder, wanted)),
    // Taken together, as there may be hundreds of them.
    ...(present.length === 0 ? [] : [someText(togetherIn(present), builder, true)]),
    ...(absent.length === 0 ? [] : [someText(containingAny(absent), builder, false)]),
  ]);
}

/** Of hundreds of ways in which a pattern may come true, a few are tried first. */
const MAX_EXAMPLES = 6;

/** A term that stands in a record where a text or a name of a field contains it, and nowhere else. */
function isPlain(term: string): boolean {
  return /^[\x20-\x7e]*$/.test(term) && !/["\\]/.test(term) && !mayRunAcrossFields(term) && !standsInEvery(term);
}

/** The name of a field that every record has. */
function standsInEvery(term: string): boolean {
  const quoted = wholeToken(term);
  return TOP_FIELDS.some((name) => (quoted === undefined ? name.includes(term) : name === quoted));
}

function wholeToken(term: string): string | undefined {
  return /^"([^"\\]*)"$/.exec(term)?.[1];
}

function togetherIn(terms: readonly string[]): TextSet {
  const [first = '', ...rest] = terms;
  return rest.length === 0 ? containing(first) : exactly(terms.join(' '));
}

/** The raw text of the record contains the term, or does not. Looks only into fields that the model knows. */
function termFormula(term: string, builder: Builder, wanted: boolean): Formula {
  // That a text surely has it, or surely not, is more than anything that is known here says.
  if (mayRunAcrossFields(term)) return unsettled(builder);
  const quoted = wholeToken(term);
  if (standsInEvery(term)) return constant(wanted);
  const plain = /^[\x20-\x7e]*$/.test(term) && !/["\\]/.test(quoted ?? term);
  if (!plain) return wanted ? example(FALSE, builder) : TRUE;
  return someText(quoted === undefined ? containing(term) : exactly(quoted), builder, wanted);
}

/** JSON's own punctuation in the term: it may span several fields, and their order and spacing are not known. */
function mayRunAcrossFields(term: string): boolean {
  const pieces = term.split('"');
  return [0, 1].some(
    (parity) =>
      pieces.some((piece, index) => index % 2 === parity && /[\s{}[\],:]/.test(piece)) &&
      pieces.every((piece, index) => index % 2 !== parity || standsBetweenTexts(piece)),
  );
}

/** Whether JSON can have this outside its quotes: punctuation, numbers, and (in part at the ends) its three words. */
function standsBetweenTexts(piece: string): boolean {
  const words = piece.split(/[\s{}[\],:]+/);
  const last = words.length - 1;
  return words.every((word, index) => {
    if (/^[0-9.eE+-]*$/.test(word)) return true;
    return ['true', 'false', 'null'].some(
      (known) =>
        word === known ||
        (index === 0 && known.endsWith(word)) ||
        (index === last && known.startsWith(word)) ||
        (last === 0 && known.includes(word)),
    );
  });
}

function someText(set: TextSet, builder: Builder, wanted: boolean): Formula {
  const node: NodeSet = { kinds: STRING, texts: { set, positive: true }, numbers: null };
  const fields = wanted ? FREE_TEXT_FIELDS : TEXT_FIELDS;
  const literals = fields.map((field) => literal(fieldPath(field), node, wanted));
  return wanted ? example(joined('any', literals), builder) : joined('all', literals);
}

function regexFormula(regex: Regex, builder: Builder): Formula {
  const free = regex.alternatives.filter((items) => items.every((item) => item.kind === 'characters'));
  if (builder.mode === 'possible') return unsettled(builder);
  if (free.length === 0) return builder.wanted ? example(FALSE, builder) : TRUE;
  // Of the fields whose text stands in the record as it is, without escapes.
  const set = matching({ source: `free ${regex.source}`, alternatives: free });
  const node: NodeSet = { kinds: STRING, texts: { set, positive: true }, numbers: null };
  const literals = ['eventName', 'eventSource', 'eventType'].map((field) =>
    literal(fieldPath(field), node, builder.wanted),
  );
  return builder.wanted ? example(joined('any', literals), builder) : joined('all', literals);
}

function joined(kind: 'all' | 'any', parts: readonly Formula[]): Formula {
  const absorbing = kind === 'any';
  if (parts.some((part) => part.kind === 'constant' && part.value === absorbing)) return constant(absorbing);
  const open = parts.filter((part) => part.kind !== 'constant');
  const only = open.length === 1 ? open[0] : undefined;
  if (open.length === 0) return constant(!absorbing);
  return only ?? { kind, parts: open };
}

function constant(value: boolean): Formula {
  return value ? TRUE : FALSE;
}

function literal(path: Path, set: NodeSet, positive: boolean): Formula {
  return { kind: 'literal', path, set, positive };
}

export function pathOf(selector: Selector): Path {
  return toPath(
    selector.map((step) => {
      if (step.kind === 'name') return step.name;
      return step.kind === 'index' ? step.index : '*';
    }),
  );
}

export function fieldPath(field: string): Path {
  return toPath(field.split('.'));
}

export function toPath(steps: readonly (string | number)[]): Path {
  const named = steps.every((step) => typeof step === 'string' && !step.includes('.'));
  return { key: JSON.stringify(steps), steps, field: named ? steps.join('.') : null };
}

const PATHS = new WeakMap<Pattern, readonly Path[]>();

/** The places that a pattern's conditions are about, wildcards left out. */
export function pathsOf(pattern: Pattern): readonly Path[] {
  const paths = PATHS.get(pattern) ?? pathsIn(pattern);
  PATHS.set(pattern, paths);
  return paths;
}

function pathsIn(pattern: Pattern): readonly Path[] {
  switch (pattern.kind) {
    case 'json':
      return conditionsOf(pattern.expression)
        .filter(({ selector }) => !selector.some((step) => step.kind === 'any-name' || step.kind === 'any-index'))
        .map(({ selector }) => pathOf(selector));
    case 'terms':
      return TEXT_FIELDS.map(fieldPath);
    default:
      return [];
  }
}

export function conditionsOf(expression: Expression): readonly Condition[] {
  return expression.kind === 'and' || expression.kind === 'or'
    ? expression.operands.flatMap(conditionsOf)
    : [expression];
}

/** The unsettled rules that may decide what a pattern matches; `kinds` says what can stand at a place. */
export function unsettledRulesOf(pattern: Pattern, kinds: (path: Path) => number): ReadonlySet<UnsettledRule> {
  const rules = new Set<UnsettledRule>();
  if (pattern.kind === 'delimited') rules.add('fields-of-record');
  if (pattern.kind === 'terms' || pattern.kind === 'regex') rules.add('text-of-record');
  if (pattern.kind !== 'json') return rules;
  for (const condition of conditionsOf(pattern.expression)) {
    const wild = condition.selector.some((step) => step.kind === 'any-name' || step.kind === 'any-index');
    const existential = condition.kind === 'ordering' || (condition.kind === 'equality' && condition.operator === '=');
    if (wild && !existential) rules.add('wildcard-selector');
    for (const rule of rulesOf(condition, wild ? 255 : kinds(pathOf(condition.selector)))) rules.add(rule);
  }
  return rules;
}

/** The note for an unsettled rule that a verdict leans on. */
export function ruleNote(rule: UnsettledRule): Phrase {
  return say`Not settled by AWS's documentation: ${UNSETTLED_RULES[rule]}.`;
}
