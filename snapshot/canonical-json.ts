/**
 * JSON with keys sorted and array order kept, two blanks of indentation and a final line break: the one spelling
 * of a value, so that equal snapshots are equal files.
 *
 * @param value plain data; `undefined` members are left out, as JSON.stringify does.
 */
export function canonicalJson(value: unknown): string {
  return `${JSON.stringify(sortKeys(value), null, 2)}\n`;
}

/** The same on one line: fit as a sort key or for comparing two values. */
export function canonicalLine(value: unknown): string {
  return JSON.stringify(sortKeys(value)) ?? '';
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  // A null prototype, so that a key such as __proto__ stays a key.
  const sorted: Record<string, unknown> = Object.create(null);
  for (const [key, member] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    sorted[key] = sortKeys(member);
  return sorted;
}
