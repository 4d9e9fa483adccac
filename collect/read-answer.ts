// Cautious readers for what the next calls are derived from: one odd item must not hide the others.
import type { Call } from '../snapshot/schema.js';

export type Item = Readonly<Record<string, unknown>>;

/** The items of a list in a call's answer; none when the call brought no answer or the list is absent. */
export function items(call: Call, list: string): readonly Item[] {
  return call.outcome.kind === 'ok' ? itemsOf(call.outcome.answer, list) : [];
}

/** The objects in a list that is a member of `item`; anything else in it is left out. */
export function itemsOf(item: Item, list: string): readonly Item[] {
  const value = item[list];
  return Array.isArray(value) ? value.filter(isItem) : [];
}

/** The answer with only those items of a list that are kept. What is no object is odd, and left for the reader to see. */
export function withItems(answer: Item, list: string, keep: (item: Item) => boolean): Item {
  const value = answer[list];
  return Array.isArray(value) ? { ...answer, [list]: value.filter((item) => !isItem(item) || keep(item)) } : answer;
}

/** The strings in a list that is a member of `item`. */
export function textsOf(item: Item, list: string): readonly string[] {
  const value = item[list];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

/** A member that is a string with something in it, or null. */
export function textOf(item: Item, key: string): string | null {
  const value = item[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A member that is an object, or null. */
export function itemOf(item: Item, key: string): Item | null {
  const value = item[key];
  return isItem(value) ? value : null;
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
