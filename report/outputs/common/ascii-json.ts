import { canonicalJson } from '../../../snapshot/canonical-json.js';

/**
 * JSON in which every character beyond printable ASCII is an escape. The value is the same; the file, read as text,
 * holds no character that hides or turns what stands around it.
 */
export function asciiJson(value: unknown): string {
  return canonicalJson(value).replace(
    /[^\n\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
