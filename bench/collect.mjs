// How long a collection takes beside the longest chain of calls that depend on each other, and how much memory a large
// account needs. Usage: node bench/collect.mjs [--json] [word in the name of a case]...; dist/ must be built.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSyntheticAws } from './_synthetic-aws.mjs';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const DELAY = 100;
const CASES = [
  { name: 'small account', filters: 15, alarms: 15, topics: 1, delay: DELAY },
  { name: 'large account', filters: 120, alarms: 2_500, topics: 60, delay: DELAY },
  { name: 'crowd of 20,000 alarms', filters: 120, alarms: 20_000, topics: 60, delay: 0 },
  { name: 'crowd of 20,000 alarms, all stored', filters: 120, alarms: 20_000, topics: 60, delay: 0, scope: 'full' },
];

/** Runs the command and tells how long it took and the most memory that it held. */
async function measure({ scope = 'needed', ...size }) {
  const server = await startSyntheticAws(size);
  const out = mkdtempSync(join(tmpdir(), 'trailproof-bench-'));
  try {
    const env = {
      PATH: process.env.PATH,
      AWS_ACCESS_KEY_ID: 'AKIAFAKEFAKEFAKEFAKE',
      AWS_SECRET_ACCESS_KEY: 'fake/secret/access/key/of/forty/character',
      AWS_ENDPOINT_URL: server.url,
      AWS_REGION: 'us-east-1',
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
    };
    // Tells the most memory that the process held, in KiB, as its last word.
    const hook = `data:text/javascript,process.on('exit',()=>process.stderr.write('MAXRSS '+process.resourceUsage().maxRSS))`;
    const started = performance.now();
    const child = spawn(
      process.execPath,
      ['--import', hook, MAIN, 'collect', '--out', out, '--scope', scope, '--quiet'],
      { env },
    );
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const status = await new Promise((resolve) => child.once('close', resolve));
    const whole = performance.now() - started;
    const rss = /MAXRSS ([0-9]+)/.exec(stderr)?.[1];
    if (status !== 0 || rss === undefined) throw new Error(`collect ended with ${status}: ${stderr}`);
    const [name] = readdirSync(out, { recursive: true }).filter((one) => one.endsWith('.snapshot.json'));
    const { startedAt, endedAt, calls } = JSON.parse(readFileSync(join(out, name), 'utf8'));
    const took = Date.parse(endedAt) - Date.parse(startedAt);
    const chain = server.chain * size.delay;
    return {
      took,
      whole: Math.round(whole),
      chain,
      ratio: chain === 0 ? null : took / chain,
      calls: calls.length,
      megabytes: Number(rss) / 1024,
    };
  } finally {
    rmSync(out, { recursive: true, force: true });
    await server.stop();
  }
}

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const wanted = CASES.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const results = [];
for (const { name, ...size } of wanted) results.push({ name, ...(await measure(size)) });
if (process.argv.includes('--json')) console.log(JSON.stringify(results));
else {
  for (const { name, took, whole, chain, ratio, calls, megabytes } of results) {
    const beside = ratio === null ? '' : `; longest chain ${chain} ms, ratio ${ratio.toFixed(2)}`;
    console.log(`${name}: ${calls} calls in ${took} ms (command ${whole} ms), ${megabytes.toFixed(0)} MB${beside}`);
  }
}
