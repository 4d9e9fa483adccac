import { fieldState, type Scene, type Tie, type World } from './event-model.js';
import { FALSE, type Formula, type Path, TRUE, toPath } from './formula.js';
import { ARRAY, type Effort, MISSING, type NodeState, narrow, OBJECT, STRING, TooMuchWork } from './node-state.js';

/** An event is looked for that satisfies all the formulas in one world of the model. */
export interface Problem {
  readonly scene: Scene;
  readonly world: World;
  readonly relaxed: ReadonlySet<Tie>;
  readonly formulas: readonly Formula[];
}

/** What the places of an event can still be when every formula holds, as a tree. */
export interface Place {
  readonly path: Path;
  readonly state: NodeState;
  readonly children: readonly Place[];
}

/** `exhausted`: no assignment is left that was not tried; `doubtful`: one could not be tried within bounds. */
export type SearchResult = { readonly found: boolean; readonly doubtful: boolean };

/**
 * Tries every way to satisfy the formulas, and hands each to `accept` until that takes one. Complete: the branches
 * of a disjunction exclude each other, and conditions on one place are intersected exactly.
 * @throws TooMuchWork past the bound
 */
export function search(problem: Problem, effort: Effort, accept: (places: readonly Place[]) => boolean): SearchResult {
  const context: Context = { problem, effort, accept, doubtful: false, initial: new Map() };
  const found = branch(new Map(), problem.formulas, context);
  return { found, doubtful: context.doubtful };
}

/** Whether the formulas contradict each other at first sight: without trying anything. */
export function isPlainlyImpossible(problem: Problem, effort: Effort): boolean {
  const context: Context = { problem, effort, accept: () => false, doubtful: false, initial: new Map() };
  try {
    return propagate(new Map(), problem.formulas, context) === null;
  } catch (error) {
    if (error instanceof TooMuchWork) return false;
    throw error;
  }
}

interface Context {
  readonly problem: Problem;
  readonly effort: Effort;
  readonly accept: (places: readonly Place[]) => boolean;
  doubtful: boolean;
  readonly initial: Map<string, NodeState>;
}

type States = ReadonlyMap<string, { readonly path: Path; readonly state: NodeState }>;

function branch(states: States, formulas: readonly Formula[], context: Context): boolean {
  const settled = propagate(states, formulas, context);
  if (settled === null) return false;
  const places = placesOf(settled.states, context);
  if (places.some((place) => possibleKinds(place) === 0)) return false;
  const choice = smallest(settled.open);
  if (choice === undefined) {
    const accepted = context.accept(places);
    if (!accepted) context.doubtful = true;
    return accepted;
  }
  const others = settled.open.filter((formula) => formula !== choice);
  const excluded: Formula[] = [];
  for (const part of choice.parts) {
    if (branch(settled.states, [part, ...excluded, ...others], context)) return true;
    if (part.kind === 'literal') excluded.push({ ...part, positive: !part.positive });
  }
  return false;
}

interface Disjunction {
  readonly kind: 'all' | 'any';
  readonly parts: readonly Formula[];
}

function smallest(open: readonly Disjunction[]): Disjunction | undefined {
  let best: Disjunction | undefined;
  for (const each of open) if (best === undefined || each.parts.length < best.parts.length) best = each;
  return best;
}

/** Takes in everything that leaves no choice; null on a contradiction. */
function propagate(
  from: States,
  formulas: readonly Formula[],
  context: Context,
): { readonly states: States; readonly open: readonly Disjunction[] } | null {
  const states = new Map(from);
  let pending: readonly Formula[] = formulas;
  for (;;) {
    const open: Disjunction[] = [];
    let changed = false;
    const queue = [...pending];
    for (let formula = queue.shift(); formula !== undefined; formula = queue.shift()) {
      const simple = simplify(formula, states, context);
      if (simple.kind === 'constant') {
        if (!simple.value) return null;
      } else if (simple.kind === 'literal') {
        const next = narrowed(simple, states, context);
        if (next === null) return null;
        states.set(simple.path.key, { path: simple.path, state: next });
        changed = true;
      } else if (simple.kind === 'all') {
        queue.unshift(...simple.parts);
      } else {
        open.push(simple);
      }
    }
    if (!changed || open.length === 0) return { states, open };
    pending = open;
  }
}

/** What is left of a formula in the light of what is known; constants only at the top. */
export function simplify(formula: Formula, states: States, context: Context): Formula {
  if (formula.kind === 'constant') return formula;
  if (formula.kind === 'literal') return simplifyLiteral(formula, states, context);
  const absorbing = formula.kind === 'any';
  const parts: Formula[] = [];
  for (const part of formula.parts) {
    const simple = simplify(part, states, context);
    if (simple.kind !== 'constant') parts.push(simple);
    else if (simple.value === absorbing) return simple;
  }
  const [first, second] = parts;
  if (first === undefined) return absorbing ? FALSE : TRUE;
  return second === undefined ? first : { kind: formula.kind, parts };
}

function simplifyLiteral(literal: Formula & { kind: 'literal' }, states: States, context: Context): Formula {
  if (narrowed(literal, states, context) === null) return FALSE;
  const state = stateAt(literal.path, states, context);
  // Whether an open set of texts lies inside another is left to the search.
  const cheap = state.choices !== null || (state.kinds & STRING) === 0 || literal.set.texts === null;
  if (!cheap) return literal;
  return narrowed({ ...literal, positive: !literal.positive }, states, context) === null ? TRUE : literal;
}

function narrowed(literal: Formula & { kind: 'literal' }, states: States, context: Context): NodeState | null {
  const { effort } = context;
  effort.steps -= 1;
  if (effort.steps < 0) throw new TooMuchWork('too many steps');
  return narrow(stateAt(literal.path, states, context), literal.set, literal.positive, effort);
}

function stateAt(path: Path, states: States, context: Context): NodeState {
  return states.get(path.key)?.state ?? initialState(path, context);
}

function initialState(path: Path, { initial, problem }: Context): NodeState {
  const known = initial.get(path.key);
  if (known !== undefined) return known;
  const state = fieldState(path.field, problem.scene, problem.world, problem.relaxed);
  initial.set(path.key, state);
  return state;
}

/** The places that were asked about, with those that contain them. */
function placesOf(states: States, context: Context): readonly Place[] {
  interface Draft {
    readonly path: Path;
    readonly state: NodeState;
    readonly children: Draft[];
  }
  const drafts = new Map<string, Draft>();
  const tops: Draft[] = [];
  const draftOf = (path: Path): Draft => {
    const known = drafts.get(path.key);
    if (known !== undefined) return known;
    const draft: Draft = { path, state: stateAt(path, states, context), children: [] };
    drafts.set(path.key, draft);
    if (path.steps.length === 1) tops.push(draft);
    else draftOf(toPath(path.steps.slice(0, -1))).children.push(draft);
    return draft;
  };
  for (const { path } of states.values()) draftOf(path);
  context.effort.steps -= 2 * drafts.size;
  return tops;
}

/** The kinds that a place can be when those inside it are looked at too; 0 if none. */
export function possibleKinds(place: Place): number {
  const { state, children } = place;
  if (children.length === 0) return state.kinds;
  const inner = children.map((child) => ({ child, kinds: possibleKinds(child) }));
  const absent = inner.every(({ kinds }) => (kinds & MISSING) !== 0);
  let kinds = absent ? state.kinds & ~(OBJECT | ARRAY) : 0;
  if ((state.kinds & OBJECT) !== 0 && fitsObject(inner)) kinds |= OBJECT;
  if ((state.kinds & ARRAY) !== 0 && arrayLength(inner) !== null) kinds |= ARRAY;
  return kinds;
}

interface Inner {
  readonly child: Place;
  readonly kinds: number;
}

function fitsObject(inner: readonly Inner[]): boolean {
  return inner.every(({ child, kinds }) =>
    typeof child.path.steps.at(-1) === 'string' ? kinds !== 0 : (kinds & MISSING) !== 0,
  );
}

/** A length that an array can have with these elements, or null. */
export function arrayLength(inner: readonly Inner[]): number | null {
  const elements = inner.map(({ child, kinds }) => ({ index: child.path.steps.at(-1), kinds }));
  const lengths = [0, ...elements.flatMap(({ index }) => (typeof index === 'number' ? [index + 1] : []))];
  const fits = (length: number): boolean =>
    elements.every(({ index, kinds }) =>
      typeof index === 'number' && index < length ? (kinds & ~MISSING) !== 0 : (kinds & MISSING) !== 0,
    );
  return lengths.sort((a, b) => a - b).find(fits) ?? null;
}
