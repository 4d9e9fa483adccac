// The whole way, once: an AWS API server is asked, a snapshot is written, and with the network cut it becomes HTML, PDF
// and JSON.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, PutMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { goodAccount } from '../samples/accounts.js';
import { parseSnapshot } from '../snapshot/parse-snapshot.js';
import { type Ran, trailproof } from './built-cli.js';
import { describeWithMoto } from './server/describe-with-moto.js';
import { FAKE_ACCOUNT, FAKE_CREDENTIALS, fakeAwsEnvironment } from './server/fake-aws.js';
import type { Moto } from './server/moto.js';

const REGION = 'eu-west-1';
const GROUP = 'org/audit/cloudtrail';

/** A prefix that runs a command without any network, where the system lets us. */
const UNSHARE = ['unshare', '-rn'];
const canCutNetwork = spawnSync(UNSHARE[0] ?? '', [...UNSHARE.slice(1), 'true']).status === 0;

/** The account of the all-pass sample, less the alarm for changes to VPCs, made with the `aws` command line and the SDK. */
async function seed(moto: Moto): Promise<void> {
  const aws = (...args: readonly string[]): Promise<unknown> => moto.aws(...args, '--region', REGION);
  const plan = goodAccount(FAKE_ACCOUNT, null, '2026-11-03T09:14:02.000Z');
  const groupArn = `arn:aws:logs:${REGION}:${FAKE_ACCOUNT}:log-group:${GROUP}:*`;
  await aws(
    's3api',
    'create-bucket',
    '--bucket',
    'audit',
    '--create-bucket-configuration',
    `LocationConstraint=${REGION}`,
  );
  await aws('logs', 'create-log-group', '--log-group-name', GROUP);
  await aws(
    ...['cloudtrail', 'create-trail', '--name', 'audit', '--s3-bucket-name', 'audit', '--is-multi-region-trail'],
    ...['--cloud-watch-logs-log-group-arn', groupArn],
    ...['--cloud-watch-logs-role-arn', `arn:aws:iam::${FAKE_ACCOUNT}:role/to-logs`],
  );
  await aws('cloudtrail', 'start-logging', '--name', 'audit');
  await aws(
    ...['cloudtrail', 'put-event-selectors', '--trail-name', 'audit', '--event-selectors'],
    '[{"ReadWriteType":"All","IncludeManagementEvents":true}]',
  );
  await aws('sns', 'create-topic', '--name', 'security-alarms');
  const topic = `arn:aws:sns:${REGION}:${FAKE_ACCOUNT}:security-alarms`;
  await aws(
    'sns',
    'subscribe',
    '--topic-arn',
    topic,
    '--protocol',
    'email',
    '--notification-endpoint',
    'soc@example.com',
  );

  const config = { endpoint: moto.url, region: REGION, credentials: { ...FAKE_CREDENTIALS } };
  const logs = new CloudWatchLogsClient(config);
  const cloudwatch = new CloudWatchClient(config);
  for (const filter of plan.metricFilters) {
    const [transformation] = filter['metricTransformations'] as {
      metricName: string;
      metricNamespace: string;
      metricValue: string;
    }[];
    await logs.send(
      new PutMetricFilterCommand({
        logGroupName: GROUP,
        filterName: String(filter['filterName']),
        filterPattern: String(filter['filterPattern']),
        metricTransformations: transformation === undefined ? [] : [transformation],
      }),
    );
    if (filter['filterName'] === 'cis-4-14') continue;
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: String(filter['filterName']),
        Namespace: transformation?.metricNamespace,
        MetricName: transformation?.metricName,
        Statistic: 'Sum',
        Period: 300,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        AlarmActions: [topic],
      }),
    );
  }
}

await describeWithMoto('from an AWS API server to a PDF', (moto) => {
  let folder: string;
  let collected: Ran;
  let snapshot: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trailproof-way-'));
    await seed(moto);
    collected = await trailproof(['collect', '--out', folder, '--region', REGION], {
      env: fakeAwsEnvironment(moto.url),
    });
    const account = join(folder, FAKE_ACCOUNT);
    const written = existsSync(account) ? readdirSync(account).filter((name) => name.endsWith('.snapshot.json')) : [];
    snapshot = join(account, written[0] ?? '');
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('collects a snapshot, and names it', () => {
    // moto does not know GetEnabledStandards; nothing else may be missing.
    expect(collected.status, collected.stderr).toBe(1);
    const missing = collected.stderr.split('\n').filter((line) => /not read/i.test(line) && line.includes(':'));
    expect(missing.length).toBeGreaterThan(0);
    for (const line of missing) expect(line).toContain('GetEnabledStandards');
    expect(snapshot).toMatch(/\.snapshot\.json$/);
    expect(collected.stdout).toContain(snapshot);
    expect(parseSnapshot(readFileSync(snapshot)).kind).toBe('snapshot');
  });

  it('makes all three documents of it with the network cut, and finds the missing alarm', async () => {
    if (!canCutNetwork)
      process.stderr.write('*** unshare -rn is not allowed here: the network stays up in this test\n');
    const out = join(folder, 'out');
    const ran = await trailproof(['report', snapshot, '--format', 'html,pdf,json', '--out', out], {
      env: { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
      under: canCutNetwork ? UNSHARE : [],
    });
    expect(ran.stderr.trim()).toBe('Printing the PDF ...');
    expect(ran.status).toBe(1);
    const base = `${FAKE_ACCOUNT}-cis-5.0.0`;
    expect(readdirSync(out).sort()).toEqual([`${base}.html`, `${base}.json`, `${base}.pdf`]);
    const report = JSON.parse(readFileSync(join(out, `${base}.json`), 'utf8'));
    const outcomes = report.controls.map(
      (control: { id: string; outcome: string }) => `${control.id} ${control.outcome}`,
    );
    expect(outcomes.filter((line: string) => !line.endsWith('pass'))).toEqual(['4.14 fail', '4.16 fail']);
    expect(
      readFileSync(join(out, `${base}.pdf`))
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect(readFileSync(join(out, `${base}.html`), 'utf8')).toContain('VPC changes');
  }, 120_000);
});
