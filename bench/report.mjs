// How long `report` and `--help` take as whole processes, as ratios to what Node takes to start at all.
// The bars: --help within twice `node -e 0`; report to HTML and JSON under 1 s wall on two cores.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'trailproof-bench-'));
const main = join(root, 'dist/cli/main.js');
const ROUNDS = 15;

/** Median wall time of a process, in milliseconds. Rounds of all subjects take turns, so that load falls on all alike. */
const subjects = {
  'node -e 0': ['-e', '0'],
  'trailproof --help': [main, '--help'],
  'trailproof report (html, json)': [
    ...[main, 'report', join(root, 'samples/gaps/gaps.snapshot.json')],
    ...['--format', 'html,json', '--out', out, '--overwrite', '--quiet'],
  ],
};
const times = new Map(Object.keys(subjects).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, args] of Object.entries(subjects)) {
    const start = process.hrtime.bigint();
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root });
    if (status !== 0 && status !== 1) throw new Error(`${name}: ${stderr}`);
    times.get(name).push(Number(process.hrtime.bigint() - start) / 1e6);
  }
}
rmSync(out, { recursive: true });

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const base = median(times.get('node -e 0'));
for (const [name, list] of times) {
  const ms = median(list);
  console.log(`${name.padEnd(34)} ${ms.toFixed(0).padStart(6)} ms   ${(ms / base).toFixed(2).padStart(6)} x node -e 0`);
}
