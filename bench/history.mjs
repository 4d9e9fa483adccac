// How many snapshots a second `history` takes in, and whether its memory stays flat: 5,000 snapshots of 100 accounts of
// usual size (30 filters, 40 alarms), fifty dates each, of which every tenth brings a change. The bars: under 60 s and
// under 400 MB on two cores.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSnapshot } from '../dist/samples/account-builder.js';
import { gapsAccount, goodAccount } from '../dist/samples/accounts.js';
import { canonicalJson } from '../dist/snapshot/canonical-json.js';

const ACCOUNTS = 100;
const DATES = 50;
const EVERY = 10;
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const FIRST = Date.parse('2025-11-03T08:00:00.000Z');

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'trailproof-history-'));

/** The account as it is at a date: drift adds up, and what is volatile moves every time. */
function planAt(index, date) {
  const id = String(100_000_000_000 + index);
  const at = new Date(FIRST + date * WEEK_MS).toISOString();
  const plan = index % 3 === 0 ? gapsAccount(id, null, at) : goodAccount(id, null, at);
  const delivered = new Date(Date.parse(at) - 240_000).toISOString();
  const drifts = Math.floor((date + index) / EVERY);
  const own = Array.from({ length: 15 }, (_, number) => ({
    ...plan.metricFilters[0],
    filterName: `own-${number}`,
    filterPattern: `{ ($.eventSource = "service${number}.amazonaws.com") && ($.eventName = "Delete*") }`,
    metricTransformations: [{ metricName: `Own${number}`, metricNamespace: 'Own', metricValue: '1' }],
  }));
  const alarms = Array.from({ length: 25 }, (_, number) => ({
    ...plan.metricAlarms[0],
    AlarmName: `own-${number}`,
    AlarmArn: `arn:aws:cloudwatch:eu-west-1:${id}:alarm:own-${number}`,
    MetricName: `Own${number % 15}`,
    Namespace: 'Own',
  }));
  return {
    ...plan,
    trails: plan.trails.map((one) => ({
      ...one,
      status: { ...one.status, LatestCloudWatchLogsDeliveryTime: delivered, LatestDeliveryTime: delivered },
    })),
    metricFilters: [...plan.metricFilters, ...own],
    metricAlarms: [...plan.metricAlarms, ...alarms].map((alarm, number) => ({
      ...alarm,
      StateUpdatedTimestamp: delivered,
      ...(number === drifts % 15 ? { Threshold: 5 + drifts } : {}),
    })),
  };
}

let bytes = 0;
for (let index = 0; index < ACCOUNTS; index += 1) {
  for (let date = 0; date < DATES; date += 1) {
    const plan = planAt(index, date);
    const path = join(folder, plan.id, `${plan.at.replaceAll(/[:.]/g, '-')}.snapshot.json`);
    const text = canonicalJson(await buildSnapshot(plan));
    bytes += text.length;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

const tellMemory = `data:text/javascript,process.on('exit',()=>process.stderr.write('maxrss '+process.resourceUsage().maxRSS))`;
const start = process.hrtime.bigint();
const ran = spawnSync(
  process.execPath,
  ['--import', tellMemory, join(root, 'dist/cli/main.js'), 'history', folder, '--json', '--quiet'],
  { encoding: 'utf8', maxBuffer: 1024 * 1024 * 1024 },
);
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
rmSync(folder, { recursive: true });
if (ran.status !== 0 && ran.status !== 1) throw new Error(ran.stderr);
const { summary } = JSON.parse(ran.stdout);
const megabytes = Number(/maxrss ([0-9]+)/.exec(ran.stderr)?.[1]) / 1024;
console.log(
  `${summary.snapshots} snapshots (${(bytes / 1e6).toFixed(0)} MB) of ${summary.accounts} accounts in ${seconds.toFixed(1)} s: ` +
    `${(summary.snapshots / seconds).toFixed(0)} snapshots per second, peak memory ${megabytes.toFixed(0)} MB`,
);
if (seconds > 60 || megabytes > 400) {
  console.error('over the bar: 60 s and 400 MB');
  process.exitCode = 1;
}
