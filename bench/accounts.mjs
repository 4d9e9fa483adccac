// What a report on 200 accounts costs: a rollup and a document for each account, as HTML and PDF. Accounts are of usual
// size (30 filters, 40 alarms), most alike, as in one organization. The bars, on two cores: 5 minutes, 1 GB of memory for
// this process's child and its browsers together, and a rollup that is open in 2 s.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer';
import { findBrowser } from '../dist/cli/browser/find.js';
import { buildSnapshot } from '../dist/samples/account-builder.js';
import { gapsAccount, goodAccount } from '../dist/samples/accounts.js';
import { canonicalJson } from '../dist/snapshot/canonical-json.js';

const ACCOUNTS = Number(process.env.ACCOUNTS ?? 200);
const AT = '2026-11-03T09:14:02.000Z';
const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** One of the organization's accounts; some lack a trail, some alarms, and of some not all could be read. */
function planOf(index) {
  const id = String(100_000_000_000 + index * 7919);
  const alias = index % 5 === 4 ? null : `team-${index % 9}-${index % 2 === 0 ? 'dev' : 'prod'}-${index}`;
  const plan = index % 3 === 0 ? gapsAccount(id, alias, AT) : goodAccount(id, alias, AT);
  const filters = Array.from({ length: 15 }, (_, number) => ({
    ...plan.metricFilters[0],
    filterName: `own-${number}`,
    filterPattern: `{ ($.eventSource = "service${number}.amazonaws.com") && ($.eventName = "Delete*") && ($.userIdentity.userName != "robot-${index % 10 === 0 ? index : 0}") }`,
    metricTransformations: [{ metricName: `Own${number}`, metricNamespace: 'Own', metricValue: '1' }],
  }));
  const alarms = Array.from({ length: 25 }, (_, number) => ({
    ...plan.metricAlarms[0],
    AlarmName: `own-${number}`,
    AlarmArn: `arn:aws:cloudwatch:eu-west-1:${id}:alarm:own-${number}`,
    MetricName: `Own${number}`,
    Namespace: 'Own',
  }));
  const refused = {
    operation: 'cloudwatch:DescribeAlarms',
    region: 'eu-west-1',
    name: 'AccessDenied',
    message: 'The caller may not do this.',
  };
  return {
    ...plan,
    trails: index % 7 === 0 ? [] : plan.trails,
    metricFilters: [...plan.metricFilters, ...filters],
    metricAlarms: [...plan.metricAlarms.slice(index % 4 === 1 ? 3 : 0), ...alarms],
    securityHub: index % 13 === 2 ? [] : plan.securityHub,
    faults: index % 11 === 0 ? [...plan.faults, refused] : plan.faults,
  };
}

/** Memory of a process and of all that it has started, in MB; pages that several share are counted once, by share. */
function treeMemory(root) {
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It has ended since.
    }
  }
  const isOurs = (pid) => pid === root || (parents.has(pid) && parents.get(pid) > 1 && isOurs(parents.get(pid)));
  const sum = { rss: 0, pss: 0 };
  for (const pid of [...parents.keys()].filter(isOurs)) {
    try {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      sum.rss += Number(/^Rss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024;
      sum.pss += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024;
    } catch {
      // The same.
    }
  }
  return sum;
}

const folder = mkdtempSync(join(tmpdir(), 'trailproof-accounts-'));
try {
  const snapshots = join(folder, 'snapshots');
  const out = join(folder, 'out');
  mkdirSync(snapshots);
  let bytes = 0;
  for (let index = 0; index < ACCOUNTS; index += 1) {
    const plan = planOf(index);
    const text = canonicalJson(await buildSnapshot(plan));
    bytes += text.length;
    writeFileSync(join(snapshots, `${plan.id}.snapshot.json`), text);
  }

  const start = performance.now();
  const child = spawn(process.execPath, [MAIN, 'report', snapshots, '--out', out, '--format', 'html,pdf'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let progress = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    progress += text;
  });
  const peak = { rss: 0, pss: 0 };
  const linux = process.platform === 'linux';
  const watch = setInterval(() => {
    if (!linux) return;
    const now = treeMemory(child.pid);
    peak.rss = Math.max(peak.rss, now.rss);
    peak.pss = Math.max(peak.pss, now.pss);
  }, 250);
  const status = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(watch);
  const seconds = (performance.now() - start) / 1000;
  if (status !== 1) throw new Error(`the report ended with ${status}: ${progress}`);
  const files = readdirSync(out);
  if (files.length !== 2 * (ACCOUNTS + 1)) throw new Error(`${files.length} files were written`);

  const browser = await findBrowser(undefined);
  if (browser.kind === 'none') throw new Error('no browser to measure with');
  const launched = await puppeteer.launch({
    executablePath: browser.path,
    env: { ...process.env, ...browser.env },
    pipe: true,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const rollup = files.find((name) => name.startsWith(`${ACCOUNTS}-accounts-`) && name.endsWith('.html'));
  const opened = [];
  for (let round = 0; round < 5; round += 1) {
    const page = await launched.newPage();
    const from = performance.now();
    await page.goto(pathToFileURL(join(out, rollup)).href, { waitUntil: 'load' });
    // Laid out and painted, not only read.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    opened.push(performance.now() - from);
    await page.close();
  }
  await launched.close();
  const opening = Math.max(...opened);

  console.log(
    `${ACCOUNTS} accounts (${(bytes / 1e6).toFixed(0)} MB of snapshots): ${files.length} documents in ${seconds.toFixed(0)} s`,
  );
  if (linux)
    console.log(
      `peak memory of the process and its browser: ${peak.pss.toFixed(0)} MB (${peak.rss.toFixed(0)} MB where shared pages are counted for each)`,
    );
  console.log(
    `the rollup (${(readFileSync(join(out, rollup)).length / 1e6).toFixed(1)} MB) is open in ${opening.toFixed(0)} ms at most`,
  );
  if (seconds > 300 || peak.pss > 1024 || opening > 2000) {
    console.error('over the bar: 300 s, 1024 MB, 2000 ms');
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
