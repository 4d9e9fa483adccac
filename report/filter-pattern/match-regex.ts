import type { Regex, RegexItem } from './ast.js';
import { type Answer, anyOf, NO, unknown, YES, yesIf } from './match-answer.js';

/** One character to consume; `optional`: may be skipped; `repeats`: may be consumed again. */
interface Slot {
  readonly ranges: readonly { readonly from: number; readonly to: number }[];
  readonly optional: boolean;
  readonly repeats: boolean;
}

const MAX_SLOTS = 4096;
/** Slots times characters: about a tenth of a second. */
const MAX_WORK = 20_000_000;

/**
 * Whether the regular expression is found anywhere in the text, by stepping all positions at once, so that time is
 * bounded by slots times characters whatever the expression. `unknown` with rule `size` above our bounds.
 */
export function findsRegex(regex: Regex, text: string): Answer {
  return anyOf(regex.alternatives, (alternative) => findsAlternative(alternative, text));
}

function findsAlternative(items: readonly RegexItem[], text: string): Answer {
  const anchored = anchoredSlots(items);
  if (anchored === 'never') return NO;
  if (anchored === 'too-large') return unknown('size');
  const { slots, fromStart, toEnd } = anchored;
  const characters = [...text];
  if (slots.length * characters.length > MAX_WORK) return unknown('size');
  let active = new Uint8Array(slots.length + 1);
  reach(active, 0, slots);
  if (active[slots.length] === 1 && (!toEnd || characters.length === 0)) return YES;
  for (const character of characters) {
    active = advance(active, character.codePointAt(0) ?? 0, slots);
    if (!fromStart) reach(active, 0, slots);
    if (active[slots.length] === 1 && !toEnd) return YES;
  }
  return yesIf(active[slots.length] === 1);
}

function advance(active: Uint8Array, code: number, slots: readonly Slot[]): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(slots.length + 1);
  slots.forEach((slot, index) => {
    if (active[index] !== 1 || !slot.ranges.some((range) => range.from <= code && code <= range.to)) return;
    if (slot.repeats) reach(next, index, slots);
    reach(next, index + 1, slots);
  });
  return next;
}

/** Marks a position and those behind it that can be reached without a character. */
function reach(active: Uint8Array, from: number, slots: readonly Slot[]): void {
  for (let index = from; active[index] !== 1; index += 1) {
    active[index] = 1;
    if (slots[index]?.optional !== true) return;
  }
}

interface Anchored {
  readonly slots: readonly Slot[];
  readonly fromStart: boolean;
  readonly toEnd: boolean;
}

/** An anchor inside a sequence holds only if everything on its outer side is empty. */
function anchoredSlots(items: readonly RegexItem[]): Anchored | 'never' | 'too-large' {
  const start = items.findLastIndex((item) => item.kind === 'start');
  const end = items.findIndex((item) => item.kind === 'end');
  const outside = [...items.slice(0, start + 1), ...(end === -1 ? [] : items.slice(end))];
  if (outside.some((item) => item.kind === 'characters' && item.min > 0)) return 'never';
  const slots: Slot[] = [];
  for (const item of items.slice(start + 1, end === -1 ? undefined : end)) {
    if (item.kind !== 'characters') continue;
    const { ranges, min, max } = item;
    if (slots.length + Math.max(min, max ?? 0) + 1 > MAX_SLOTS) return 'too-large';
    for (let count = 0; count < min; count += 1) slots.push({ ranges, optional: false, repeats: false });
    if (max === null) slots.push({ ranges, optional: true, repeats: true });
    else for (let count = min; count < max; count += 1) slots.push({ ranges, optional: true, repeats: false });
  }
  return { slots, fromStart: start !== -1, toEnd: end !== -1 };
}
