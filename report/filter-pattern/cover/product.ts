import type { DFA } from 'refa';
import { MAX_CODE_POINT } from '../ast.js';

/** An automaton, or its complement. */
export interface Side {
  readonly automaton: DFA;
  readonly positive: boolean;
}

/** A text that every side takes, `null` if there is none, `unknown` if `steps` did not suffice to tell. */
export function commonText(sides: readonly Side[], work: { steps: number }): string | null | 'unknown' {
  const tables = sides.map(({ automaton }) => tableOf(automaton));
  const { letters, rows } = alphabetOf(tables);
  work.steps -= rows.reduce((sum, table) => sum + table.length * letters.length, 0) / 4;
  const accepts = (states: readonly number[]): boolean =>
    states.every((state, side) => (state !== DEAD && tables[side]?.finals.has(state)) === sides[side]?.positive);
  const lost = (states: readonly number[]): boolean =>
    states.some((state, side) => state === DEAD && sides[side]?.positive === true);

  const start = tables.map(() => 0);
  const seen = new Set([start.join()]);
  let frontier: { readonly states: readonly number[]; readonly text: string }[] = [{ states: start, text: '' }];
  while (frontier.length > 0) {
    const next: typeof frontier = [];
    for (const { states, text } of frontier) {
      if (accepts(states)) return text;
      for (const [index, letter] of letters.entries()) {
        work.steps -= sides.length;
        if (work.steps < 0) return 'unknown';
        const after = states.map((state, side) => (state === DEAD ? DEAD : (rows[side]?.[state]?.[index] ?? DEAD)));
        if (lost(after)) continue;
        const key = after.join();
        if (seen.has(key)) continue;
        seen.add(key);
        next.push({ states: after, text: text + String.fromCodePoint(letter) });
      }
    }
    frontier = next;
  }
  return null;
}

const DEAD = -1;

interface Transition {
  readonly from: number;
  readonly to: number;
  readonly state: number;
}

interface Table {
  /** By state; state 0 is the initial one. */
  readonly transitions: readonly (readonly Transition[])[];
  readonly finals: ReadonlySet<number>;
}

const TABLES = new WeakMap<DFA, Table>();

function tableOf(automaton: DFA): Table {
  const known = TABLES.get(automaton);
  if (known !== undefined) return known;
  const { initial, getOut, isFinal } = automaton.transitionIterator();
  const numbers = new Map([[initial, 0]]);
  const transitions: Transition[][] = [];
  const finals = new Set<number>();
  for (const [node, number] of numbers) {
    if (isFinal(node)) finals.add(number);
    const row: Transition[] = [];
    for (const [next, characters] of getOut(node)) {
      const state = numbers.get(next) ?? numbers.size;
      numbers.set(next, state);
      for (const { min, max } of characters.ranges) row.push({ from: min, to: max, state });
    }
    transitions.push(row);
  }
  const table: Table = { transitions, finals };
  TABLES.set(automaton, table);
  return table;
}

interface Alphabet {
  /** One character for each class that no automaton tells apart, one that can be read where there is one. */
  readonly letters: readonly number[];
  /** By automaton, state and letter: the state after. */
  readonly rows: readonly (readonly (readonly number[])[])[];
}

function alphabetOf(tables: readonly Table[]): Alphabet {
  const cuts = new Set([0]);
  for (const { transitions } of tables) {
    for (const row of transitions) for (const { from, to } of row) cuts.add(from).add(to + 1);
  }
  const starts = [...cuts].filter((cut) => cut <= MAX_CODE_POINT).sort((a, b) => a - b);
  const indexes = new Map(starts.map((start, index) => [start, index]));
  let classes = starts.map(() => 0);
  let count = 1;
  const wide = tables.map(({ transitions }) =>
    transitions.map((row) => {
      const after = starts.map(() => DEAD);
      for (const { from, to, state } of row) {
        after.fill(state, indexes.get(from) ?? 0, indexes.get(to + 1) ?? starts.length);
      }
      if (row.length > 0 && count < starts.length) {
        const parts = new Map<number, number>();
        const width = transitions.length + 1;
        classes = classes.map((part, index) => {
          const key = part * width + (after[index] ?? DEAD) + 1;
          const known = parts.get(key) ?? parts.size;
          parts.set(key, known);
          return known;
        });
        count = parts.size;
      }
      return after;
    }),
  );
  const best: { readonly index: number; readonly letter: number }[] = [];
  for (const [index, part] of classes.entries()) {
    const letter = readableIn(starts[index] ?? 0, (starts[index + 1] ?? MAX_CODE_POINT + 1) - 1);
    const known = best[part];
    if (known === undefined || rankOf(letter) < rankOf(known.letter)) best[part] = { index, letter };
  }
  return {
    letters: best.map(({ letter }) => letter),
    rows: wide.map((table) => table.map((after) => best.map(({ index }) => after[index] ?? DEAD))),
  };
}

/** Lower is easier to read. */
export function rankOf(letter: number): number {
  const index = READABLE.findIndex(([low, high]) => low <= letter && letter <= high);
  return index === -1 ? READABLE.length : index;
}

const READABLE: readonly (readonly [number, number])[] = [
  [0x61, 0x7a],
  [0x41, 0x5a],
  [0x30, 0x39],
  [0x20, 0x7e],
  [0xa1, 0xd7ff],
];

/** The most readable character of a range. */
export function readableIn(from: number, to: number): number {
  for (const [low, high] of READABLE) if (from <= high && to >= low) return Math.max(from, low);
  return from;
}
