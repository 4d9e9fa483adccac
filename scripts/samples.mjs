// Rebuilds the golden set: for each sample account its snapshot and every document made from it.
//
//   samples/<name>/<name>.snapshot.json
//   samples/<name>/<account>-cis-<version>.html, .pdf, .json
//
// Usage: node scripts/samples.mjs [--into <folder>] [--format html,pdf,json]
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildSnapshot } from '../dist/samples/account-builder.js';
import { SAMPLES } from '../dist/samples/accounts.js';
import { canonicalJson } from '../dist/snapshot/canonical-json.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    into: { type: 'string', default: join(root, 'samples') },
    format: { type: 'string', default: 'html,pdf,json' },
  },
});

// The day after the snapshots were taken, so that the same bytes come out whenever this runs.
const SOURCE_DATE_EPOCH = String(Date.parse('2026-11-04T08:00:00Z') / 1000);

for (const { name, plan } of SAMPLES) {
  const folder = join(values.into, name);
  const snapshot = join(folder, `${name}.snapshot.json`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(snapshot, canonicalJson(await buildSnapshot(plan)));
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'dist/cli/main.js'), 'report', snapshot, '--out', folder, '--format', values.format],
    { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, SOURCE_DATE_EPOCH } },
  );
  // 1 says that the account has findings.
  if (status !== 0 && status !== 1) process.exit(status ?? 3);
  console.log(`samples/${name}`);
}
