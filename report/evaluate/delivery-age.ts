const DAY_MS = 24 * 60 * 60 * 1000;

/** `recent`: within a day. `unnamed`: AWS names no time. `unclear`: what it names cannot be read as a time. */
export type DeliveryAge = 'recent' | 'old' | 'unnamed' | 'unclear';

/** How long before the collection began a trail last delivered to its log group. */
export function deliveryAge(last: string | undefined, startedAt: string): DeliveryAge {
  if (last === undefined) return 'unnamed';
  const age = Date.parse(startedAt) - Date.parse(last);
  if (Number.isNaN(age)) return 'unclear';
  return age > DAY_MS ? 'old' : 'recent';
}
