import type { RequiredEvent } from '../../model.js';
import { and, type Condition, type Expression, or, type Pattern } from '../ast.js';
import { print } from '../print.js';
import type { Requirement } from '../requirement.js';

/** One required event with the pattern that says when it is required. */
export interface Branch {
  readonly event: RequiredEvent;
  readonly pattern: Pattern;
  /** Each a conjunction; together they are the pattern. */
  readonly cases: readonly Pattern[];
}

/** Ours: a benchmark's pattern has far fewer. */
const MAX_CASES = 512;

/**
 * The required events of a requirement's first alternative: one for each event name that its pattern fixes, and one
 * for each disjunct that fixes none.
 */
export function requiredEvents(requirement: Requirement): readonly RequiredEvent[] {
  const [first] = requirement.alternatives;
  return first === undefined ? [] : branchesOf(first).map((branch) => branch.event);
}

/** A pattern split at its outermost choices. */
export function branchesOf(pattern: Pattern): readonly Branch[] {
  const known = CACHE.get(pattern);
  if (known !== undefined) return known;
  const branches = split(pattern);
  CACHE.set(pattern, branches);
  return branches;
}

/** Keyed by the tree itself, which never changes. */
const CACHE = new WeakMap<Pattern, readonly Branch[]>();

function split(pattern: Pattern): readonly Branch[] {
  if (pattern.kind !== 'json') {
    return [{ event: { id: 'any', eventName: null, condition: print(pattern) }, pattern, cases: [pattern] }];
  }
  const groups = new Map<string, { readonly eventName: string | null; readonly cases: Conjunction[] }>();
  for (const conjunction of disjuncts(pattern.expression)) {
    const eventName = eventNameOf(conjunction);
    const id = eventName ?? unique(nameOf(conjunction), groups);
    const group = groups.get(id) ?? { eventName, cases: [] };
    groups.set(id, group);
    group.cases.push(conjunction);
  }
  return [...groups].map(([id, { eventName, cases }]) => {
    const expressions = cases.map((each) => and(each));
    const whole: Pattern = { kind: 'json', expression: or(nonEmpty(expressions)) };
    return {
      event: { id, eventName, condition: print(whole) },
      pattern: whole,
      cases: expressions.map((expression): Pattern => ({ kind: 'json', expression })),
    };
  });
}

type Conjunction = readonly [Condition, ...Condition[]];

/** The disjunctive normal form; one whole disjunct per condition list. */
function disjuncts(expression: Expression): readonly Conjunction[] {
  switch (expression.kind) {
    case 'or':
      return bounded(expression.operands.flatMap(disjuncts));
    case 'and':
      return expression.operands
        .map(disjuncts)
        .reduce((left, right) => bounded(left.flatMap((a) => right.map((b): Conjunction => [...a, ...b]))));
    default:
      return [[expression]];
  }
}

function bounded(conjunctions: readonly Conjunction[]): readonly Conjunction[] {
  if (conjunctions.length > MAX_CASES) throw new RangeError(`A requirement splits into more than ${MAX_CASES} cases.`);
  return conjunctions;
}

function eventNameOf(conjunction: Conjunction): string | null {
  return (
    conjunction.map((each) => (fieldOf(each) === 'eventName' ? fixedText(each) : null)).find((name) => name !== null) ??
    null
  );
}

/** A short name for a condition that names no event. */
function nameOf(conjunction: Conjunction): string {
  for (const condition of conjunction) {
    if (condition.kind !== 'equality' || condition.operator !== '=' || condition.value.kind !== 'text') continue;
    const text = condition.value.text.replaceAll('*', '');
    return fieldOf(condition) === 'userIdentity.type' ? text.toLowerCase() : text;
  }
  return 'event';
}

function unique(name: string, taken: ReadonlyMap<string, unknown>): string {
  let id = name;
  for (let count = 2; taken.has(id); count += 1) id = `${name}-${count}`;
  return id;
}

function fieldOf(condition: Condition): string {
  return condition.selector.map((step) => (step.kind === 'name' ? step.name : '*')).join('.');
}

function fixedText(condition: Condition): string | null {
  if (condition.kind !== 'equality' || condition.operator !== '=' || condition.value.kind !== 'text') return null;
  return condition.value.text.includes('*') ? null : condition.value.text;
}

function nonEmpty(expressions: readonly Expression[]): readonly [Expression, ...Expression[]] {
  const [first, ...rest] = expressions;
  if (first === undefined) throw new RangeError('A pattern has at least one case.');
  return [first, ...rest];
}
