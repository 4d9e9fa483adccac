// Rebuilds the golden set: for each sample account its snapshot and every document made from it.
//
//   samples/<name>/<name>.snapshot.json
//   samples/<name>/<account>-cis-<version>.html, .pdf, .json; of one sample in every format, and in French
//   samples/several/                                         all of them together, with the auditor's own file
//   samples/year/<account>/<time>.snapshot.json, as collect writes them
//   samples/year/history.*, <account>-diff.*                 of the year, and of its last month
//
// Usage: node scripts/samples.mjs [--into <folder>] [--format <list>]
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildSnapshot } from '../dist/samples/account-builder.js';
import { SAMPLES } from '../dist/samples/accounts.js';
import { YEAR } from '../dist/samples/year.js';
import { canonicalJson } from '../dist/snapshot/canonical-json.js';
import { digestLine, digestOf } from '../dist/snapshot/seal.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    into: { type: 'string', default: join(root, 'samples') },
    format: { type: 'string' },
  },
});

// The day after the snapshots were taken, so that the same bytes come out whenever this runs.
const SOURCE_DATE_EPOCH = String(Date.parse('2026-11-04T08:00:00Z') / 1000);

/** The sample that shows every format: it has most to say. */
const IN_EVERY_FORMAT = 'gaps';

for (const { name, plan } of SAMPLES) {
  const format = values.format ?? (name === IN_EVERY_FORMAT ? 'all' : 'html,pdf,json');
  const folder = join(values.into, name);
  const snapshot = join(folder, `${name}.snapshot.json`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeSealed(snapshot, canonicalJson(await buildSnapshot(plan)));
  run('report', snapshot, '--out', folder, '--format', format);
  if (name === IN_EVERY_FORMAT) {
    run('report', snapshot, '--lang', 'fr', '--out', folder, '--format', values.format ?? 'html,pdf,markdown');
  }
  console.log(`samples/${name}`);
}

const several = join(values.into, 'several');
rmSync(several, { recursive: true, force: true });
const snapshots = SAMPLES.map(({ name }) => join(values.into, name, `${name}.snapshot.json`));
const engagement = join(root, 'samples', 'engagement', 'engagement.yaml');
run('report', ...snapshots, '--engagement', engagement, '--out', several, '--format', values.format ?? 'html,pdf');
console.log('samples/several');

const year = join(values.into, 'year');
rmSync(year, { recursive: true, force: true });
for (const { file, plan } of YEAR) {
  mkdirSync(dirname(join(year, file)), { recursive: true });
  writeSealed(join(year, file), canonicalJson(await buildSnapshot(plan)));
}
const [before, after] = YEAR.slice(-2).map(({ file }) => join(year, file));
const formats = ['--format', values.format ?? 'text,json,markdown,html,pdf', '--out', year];
run('history', year, ...formats);
run('diff', before, after, ...formats);
console.log('samples/year');

/** As collect leaves it: with its digest beside it. */
function writeSealed(path, text) {
  writeFileSync(path, text);
  writeFileSync(`${path}.sha256`, digestLine(digestOf(text), basename(path)));
}

function run(...args) {
  const { status } = spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, SOURCE_DATE_EPOCH },
  });
  // 1 says that there are findings.
  if (status !== 0 && status !== 1) process.exit(status ?? 3);
}
