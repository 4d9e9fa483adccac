import { canonicalJson } from '../../snapshot/canonical-json.js';
import type { Diff } from '../compare/diff.js';

/** The comparison as it stands, keys sorted; its schema is published in `docs/schema/diff.schema.json`. */
export function renderDiffJson(diff: Diff): string {
  return canonicalJson(diff);
}
