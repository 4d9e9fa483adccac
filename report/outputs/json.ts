import { canonicalJson } from '../../snapshot/canonical-json.js';
import type { Report } from '../model.js';

/** The report as it stands, keys sorted; its schema is published in `docs/schema/report.schema.json`. */
export function renderJson(report: Report): string {
  return canonicalJson(report);
}
