import { canonicalJson } from '../../snapshot/canonical-json.js';
import type { History } from '../compare/history.js';

/** The history as it stands, keys sorted; its schema is published in `docs/schema/history.schema.json`. */
export function renderHistoryJson(history: History): string {
  return canonicalJson(history);
}
