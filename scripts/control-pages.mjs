// Writes docs/controls/<slug>.md from the controls themselves. Usage: node scripts/control-pages.mjs [--into <folder>]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BENCHMARKS } from '../dist/report/benchmarks/benchmarks.js';
import { CONTROLS } from '../dist/report/controls/controls.js';
import { explainControl } from '../dist/report/controls/explain-control.js';

const { values } = parseArgs({
  options: { into: { type: 'string', default: fileURLToPath(new URL('../docs/controls', import.meta.url)) } },
});
mkdirSync(values.into, { recursive: true });
for (const control of CONTROLS) {
  writeFileSync(join(values.into, `${control.slug}.md`), explainControl(control, BENCHMARKS));
}
