// Writes the published JSON Schemas of our own formats to docs/schema/. Usage: node scripts/schemas.mjs [--into <folder>]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { engagementSchema } from '../dist/report/engagement/engagement.js';
import { diffSchema } from '../dist/report/outputs/diff-schema.js';
import { historySchema } from '../dist/report/outputs/history-schema.js';
import { reportSchema } from '../dist/report/outputs/report-schema.js';
import { indexSchema } from '../dist/snapshot/index-schema.js';
import { snapshotSchema } from '../dist/snapshot/schema.js';

const { values } = parseArgs({
  options: { into: { type: 'string', default: fileURLToPath(new URL('../docs/schema', import.meta.url)) } },
});
mkdirSync(values.into, { recursive: true });
for (const [name, schema] of Object.entries({
  snapshot: snapshotSchema,
  index: indexSchema,
  report: reportSchema,
  engagement: engagementSchema,
  diff: diffSchema,
  history: historySchema,
})) {
  writeFileSync(join(values.into, `${name}.schema.json`), `${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`);
}
