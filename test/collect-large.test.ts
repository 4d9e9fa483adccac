// Large collections, as a user runs them: three accounts through roles, in seventeen regions.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { indexSchema } from '../snapshot/index-schema.js';
import { parseSnapshot } from '../snapshot/parse-snapshot.js';
import type { Snapshot } from '../snapshot/schema.js';
import { type Ran, trailproof } from './built-cli.js';
import { answerOf, callsOf } from './collecting.js';
import { describeWithMoto } from './server/describe-with-moto.js';
import { FAKE_CREDENTIALS, fakeAwsEnvironment } from './server/fake-aws.js';
import {
  type FaultServer,
  json,
  onlyRegions,
  type Rule,
  type ServerOptions,
  startFaultServer,
} from './server/fault-server.js';
import {
  ALARMS,
  LARGE,
  LARGE_FILTERS,
  LARGE_TOPICS,
  NORTH,
  ROLE,
  SEVENTEEN,
  SIBLINGS,
  SMALL,
  SOUTH,
  seedLarge,
  subscribers,
} from './server/seed-large.js';

const ACCOUNTS = `accounts:
  - id: ${LARGE}
    role: ${ROLE}
    alias: large
    tags: { stage: prod }
  - id: "${SMALL[0]}"
  - id: ${SMALL[1]}
    role: arn:aws:iam::${SMALL[1]}:role/${ROLE}
`;

const STANDARDS: Rule = { operation: 'GetEnabledStandards', fault: json({ StandardsSubscriptions: [] }) };
// moto answers with the time of day.
const STATUS: Rule = { operation: 'GetTrailStatus', fault: json({ IsLogging: true }) };
const NO_ORGANIZATION: Rule = {
  operation: 'DescribeOrganization',
  fault: { kind: 'error', name: 'AWSOrganizationsNotInUseException', message: 'None.', status: 400 },
};
const AROUND = [onlyRegions(SEVENTEEN), STANDARDS, STATUS, NO_ORGANIZATION];

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'trailproof-large-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function snapshots(out: string): Promise<ReadonlyMap<string, Snapshot>> {
  const found = new Map<string, Snapshot>();
  for (const name of await readdir(out, { recursive: true })) {
    if (!name.endsWith('.snapshot.json')) continue;
    const parsed = parseSnapshot(await readFile(join(out, name)));
    if (parsed.kind !== 'snapshot') throw new Error(`${name}: ${parsed.problem}`);
    found.set(parsed.snapshot.account.id, parsed.snapshot);
  }
  return found;
}

await describeWithMoto('a collection of three accounts', (moto) => {
  beforeAll(() => seedLarge(moto), 240_000);

  async function server(options: ServerOptions, ...rules: readonly Rule[]): Promise<FaultServer> {
    const started = await startFaultServer(moto.url, [...rules, ...AROUND], { pages: true, cache: true, ...options });
    onTestFinished(started.stop);
    return started;
  }

  async function collect(url: string, out: string, ...args: readonly string[]): Promise<Ran> {
    const list = join(out, 'accounts.yaml');
    await writeFile(list, ACCOUNTS);
    return await trailproof(['collect', '--out', out, '--accounts', list, ...args], { env: fakeAwsEnvironment(url) });
  }

  /** Without what no control needs; with all that was put there. */
  function expectSeeded(snapshot: Snapshot | undefined): void {
    if (snapshot === undefined) throw new Error('There is no snapshot of the large account.');
    expect(snapshot.account).toEqual({ id: LARGE, partition: 'aws', alias: 'large', tags: { stage: 'prod' } });
    expect(snapshot.regions).toEqual(SEVENTEEN);
    expect(callsOf(snapshot, 'cloudtrail:DescribeTrails').map(({ region }) => region)).toEqual(SEVENTEEN);
    const filters = callsOf(snapshot, 'logs:DescribeMetricFilters').flatMap(({ region, input }) =>
      answerOf(snapshot, 'logs:DescribeMetricFilters', region, input).metricFilters.map((filter) => ({
        region,
        group: filter.logGroupName,
        name: filter.filterName,
        pattern: filter.filterPattern,
        metric: filter.metricTransformations[0]?.metricName,
      })),
    );
    expect(filters.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual(
      LARGE_FILTERS.map(({ region, group, name, pattern, metric }) => ({ region, group, name, pattern, metric })),
    );
    const alarms = [NORTH, SOUTH].flatMap((region) =>
      answerOf(snapshot, 'cloudwatch:DescribeAlarms', region).MetricAlarms.map((alarm) => [
        region,
        alarm.AlarmName,
        alarm.MetricName,
        alarm.AlarmActions,
      ]),
    );
    expect(alarms.toSorted((a, b) => (String(a[1]) < String(b[1]) ? -1 : 1))).toEqual(
      LARGE_FILTERS.map(({ region, alarm, metric, topic }) => [region, alarm, metric, [topic]]),
    );
    const counts = callsOf(snapshot, 'cloudwatch:DescribeAlarms').map(({ outcome }) =>
      outcome.kind === 'ok' ? [outcome.items, outcome.omitted?.['MetricAlarms'], outcome.pages] : [],
    );
    expect(counts.reduce((sum, [items = 0]) => sum + items, 0)).toBe(ALARMS);
    expect(counts.reduce((sum, [, omitted = 0]) => sum + omitted, 0)).toBe(ALARMS - LARGE_FILTERS.length);
    expect(Math.min(...counts.map(([, , pages = 0]) => pages))).toBeGreaterThan(4);
    const asked = callsOf(snapshot, 'sns:ListSubscriptionsByTopic').map(({ input }) => String(input['TopicArn']));
    expect(asked.toSorted()).toEqual(LARGE_TOPICS);
    for (const topic of LARGE_TOPICS) {
      const { Subscriptions } = answerOf(snapshot, 'sns:ListSubscriptionsByTopic', topic.split(':')[3] ?? '', {
        TopicArn: topic,
      });
      expect(Subscriptions.map(({ Endpoint }) => Endpoint).toSorted()).toEqual(subscribers(topic).toSorted());
    }
    expect(callsOf(snapshot, 'logs:DescribeLogGroups', NORTH)[0]?.outcome).toMatchObject({
      pages: 2,
      items: SIBLINGS + 1,
      omitted: { logGroups: SIBLINGS },
    });
  }

  it('is whole, and equal to what was put there, item by item', async () => {
    const out = await folder();
    const { url } = await server({});
    const { status, stdout, stderr } = await collect(url, out, '--json');
    expect(stderr).not.toMatch(/not read|fault/);
    const found = await snapshots(out);
    expect([...found.keys()].toSorted()).toEqual([LARGE, ...SMALL]);
    expectSeeded(found.get(LARGE));
    const printed = JSON.parse(stdout);
    const index = indexSchema.parse(JSON.parse(await readFile(printed.index, 'utf8')));
    expect(index.accounts.map(({ id, outcome, role }) => [id, outcome, role])).toEqual(
      [LARGE, ...SMALL].map((id) => [id, 'complete', `arn:aws:iam::${id}:role/${ROLE}`]),
    );
    expect(index.calls.map(({ operation, outcome }) => `${operation} ${outcome.kind}`)).toEqual(
      Array(3).fill('AssumeRole ok'),
    );
    expect(status).toBe(0);
    expect((await trailproof(['verify', out])).stdout).toMatch(/^(?:ok .*\n){4}$/);
  });

  it('takes no harm but time from a server that throttles half of all calls', async () => {
    const out = await folder();
    const fault = { kind: 'error', name: 'ThrottlingException', message: 'Rate exceeded', status: 400 } as const;
    const { url } = await server({}, { share: 0.5, fault });
    const { status } = await collect(url, out);
    const found = await snapshots(out);
    expectSeeded(found.get(LARGE));
    for (const { calls } of found.values())
      expect(calls.every(({ trace }) => trace.attempts > trace.throttles)).toBe(true);
    const throttles = [...found.values()]
      .flatMap(({ calls }) => calls)
      .reduce((sum, { trace }) => sum + trace.throttles, 0);
    expect(throttles).toBeGreaterThan(100);
    expect(status).toBe(0);
  });

  it('goes on with the others when one account cannot be read', async () => {
    const out = await folder();
    const { url } = await server(
      {},
      {
        operation: 'AssumeRole',
        times: 1,
        fault: { kind: 'error', name: 'AccessDenied', message: `No: ${FAKE_CREDENTIALS.sessionToken}`, status: 403 },
      },
    );
    const { status, stdout } = await collect(url, out, '--parallel', '1', '--quiet');
    expect([...(await snapshots(out)).keys()].toSorted()).toEqual([...SMALL]);
    expect(stdout).toContain(
      `account ${LARGE} (large): failed: the role arn:aws:iam::${LARGE}:role/${ROLE} cannot be assumed (AccessDenied)`,
    );
    expect(stdout).not.toContain(FAKE_CREDENTIALS.sessionToken);
    expect(stdout).toMatch(/3 accounts, 1 failed, 2 complete/);
    expect(status).toBe(1);
  });
});
