import type { Paging } from './collector.js';

/** Plain JSON data, as it goes into a snapshot. */
export type Plain = Readonly<Record<string, unknown>>;

/**
 * Turns one answer of the SDK into plain data: dates as ISO 8601, bytes as base64, `$metadata` and absent members
 * left out.
 *
 * @param text applied to every string, so that nothing secret passes.
 */
export function plainAnswer(answer: object, text: (value: string) => string): Plain {
  return plainMembers(answer, text);
}

function plainMembers(value: object, text: (value: string) => string): Plain {
  const members = Object.entries(value)
    .filter(([key, member]) => key !== '$metadata' && member !== undefined && typeof member !== 'function')
    .map(([key, member]): [string, unknown] => [key, plain(member, text)]);
  return Object.fromEntries(members);
}

function plain(value: unknown, text: (value: string) => string): unknown {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((item) => plain(item, text));
  return plainMembers(value, text);
}

/**
 * Joins the pages of one call: the lists of items one after the other, tokens dropped, anything else as the first
 * page has it. A list that no page has stays absent.
 */
export function joinPages(pages: readonly Plain[], paging: Pick<Paging, 'token' | 'items'> | null): Plain {
  const first = pages[0] ?? {};
  if (paging === null) return first;
  const joined: Record<string, unknown> = { ...first };
  delete joined[paging.token];
  for (const key of paging.items) {
    const lists = pages.map((page) => page[key]).filter((list) => Array.isArray(list));
    if (lists.length > 0) joined[key] = lists.flat(1);
  }
  return joined;
}
