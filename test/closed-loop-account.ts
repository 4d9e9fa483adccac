// An account of its own on the AWS API server: filled from a plan, collected, and changed by the real `aws` command line.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as trails from '@aws-sdk/client-cloudtrail';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as securityhub from '@aws-sdk/client-securityhub';
import * as sns from '@aws-sdk/client-sns';
import * as sts from '@aws-sdk/client-sts';
import { vi } from 'vitest';
import type { AccountPlan, Json } from '../samples/account-builder.js';
import type { Snapshot } from '../snapshot/schema.js';
import { snapshotOf } from './collecting.js';
import { FAKE_CREDENTIALS, fakeAwsEnvironment } from './server/fake-aws.js';
import { pythonEnvironment } from './server/python-environment.js';

export interface Account {
  readonly id: string;
  /** For child processes: the account's own credentials. */
  readonly environment: Readonly<Record<string, string>>;
  readonly collect: () => Promise<Snapshot>;
}

/** Fills an account with what the plan says, as far as the server knows it. */
export async function openAccount(url: string, plan: AccountPlan): Promise<Account> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const home = { endpoint: url, region: plan.regions[0] ?? 'us-east-1', credentials: { ...FAKE_CREDENTIALS } };
  const assumed = await new sts.STSClient(home).send(
    new sts.AssumeRoleCommand({ RoleArn: `arn:aws:iam::${plan.id}:role/tests`, RoleSessionName: 'tests' }),
  );
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = assumed.Credentials ?? {};
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  await fill(plan, (region) => ({ endpoint: url, region, credentials: { ...credentials } }));
  const environment = {
    ...fakeAwsEnvironment(url),
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    AWS_SESSION_TOKEN: SessionToken,
    AWS_REGION: home.region,
    AWS_DEFAULT_REGION: home.region,
  };
  return { id: plan.id, environment, collect: () => collectWith(environment) };
}

async function collectWith(environment: Readonly<Record<string, string>>): Promise<Snapshot> {
  for (const [name, value] of Object.entries(environment)) if (name.startsWith('AWS_')) vi.stubEnv(name, value);
  try {
    return await snapshotOf({});
  } finally {
    vi.unstubAllEnvs();
  }
}

type Config = (region: string) => trails.CloudTrailClientConfig & {
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
};

// The plans are of AWS's own answers, which these inputs take as they are.
const given = <Input>(input: Json): Input => input as Input;

const regionOf = (arn: unknown): string => String(arn).split(':')[3] ?? '';

async function fill(plan: AccountPlan, config: Config): Promise<void> {
  const [first] = plan.regions;
  for (const group of plan.logGroups) {
    const { logGroupName, logGroupClass } = group;
    const client = new logs.CloudWatchLogsClient(config(regionOf(group['arn'])));
    await client.send(new logs.CreateLogGroupCommand(given({ logGroupName, logGroupClass })));
  }
  for (const { trail, status, selectors } of plan.trails) {
    const client = new CloudTrailClient(config(trail.HomeRegion));
    const { Name, IsMultiRegionTrail, IncludeGlobalServiceEvents, CloudWatchLogsLogGroupArn } = trail;
    const CloudWatchLogsRoleArn = CloudWatchLogsLogGroupArn === undefined ? undefined : trail['CloudWatchLogsRoleArn'];
    const S3BucketName = 'audit-of-all-accounts';
    const made = { Name, IsMultiRegionTrail, IncludeGlobalServiceEvents, S3BucketName };
    await client.send(
      new trails.CreateTrailCommand(given({ ...made, CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn })),
    );
    if (status['IsLogging'] === true) await client.send(new trails.StartLoggingCommand({ Name }));
    await client.send(new trails.PutEventSelectorsCommand(given({ TrailName: Name, ...selectors })));
  }
  for (const filter of plan.metricFilters) {
    const group = plan.logGroups.find((one) => one['logGroupName'] === filter['logGroupName']);
    const client = new logs.CloudWatchLogsClient(config(regionOf(group?.['arn']) || String(first)));
    const { filterName, filterPattern, logGroupName, metricTransformations } = filter;
    await client.send(
      new logs.PutMetricFilterCommand(given({ filterName, filterPattern, logGroupName, metricTransformations })),
    );
  }
  for (const { arn, subscriptions } of plan.topics) {
    const client = new sns.SNSClient(config(regionOf(arn)));
    await client.send(new sns.CreateTopicCommand({ Name: String(arn.split(':')[5]) }));
    for (const { Protocol, Endpoint } of subscriptions) {
      await client.send(new sns.SubscribeCommand(given({ TopicArn: arn, Protocol, Endpoint })));
    }
  }
  for (const alarm of plan.metricAlarms) {
    const client = new cloudwatch.CloudWatchClient(config(regionOf(alarm['AlarmArn'])));
    const { AlarmArn: _, StateValue: __, ...input } = alarm;
    await client.send(new cloudwatch.PutMetricAlarmCommand(given(input)));
  }
  for (const region of plan.securityHub) {
    await new securityhub.SecurityHubClient(config(region)).send(new securityhub.EnableSecurityHubCommand({}));
  }
}

export interface RanScript {
  readonly status: number | null;
  readonly output: string;
}

/** A folder with a program `aws`, which is the real one, loaded once and forked for every call. */
export async function awsOnPath(): Promise<{ readonly folder: string; readonly stop: () => Promise<void> }> {
  const python = await pythonEnvironment();
  if (python.kind === 'missing') throw new Error(python.reason);
  const folder = mkdtempSync(join(tmpdir(), 'trailproof-aws-'));
  const [program] = python.aws;
  const socket = join(folder, 'socket');
  const script = fileURLToPath(new URL('closed-loop-aws.py', import.meta.url));
  writeFileSync(join(folder, 'aws'), `#!/bin/sh\nexec '${program}' -I -S '${script}' call '${socket}' "$@"\n`);
  chmodSync(join(folder, 'aws'), 0o755);
  const server = spawn(program, [script, 'serve', socket], { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    server.stdout.once('data', () => resolve());
    server.once('close', () => reject(new Error('the aws command line did not start')));
  });
  return {
    folder,
    stop: async () => {
      const ended = new Promise((resolve) => server.once('close', resolve));
      server.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A server between us and moto that makes PutMetricFilter replace the filter of that name, as AWS does: moto keeps both.
 */
export async function replacingFilters(
  upstream: string,
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks);
    const { host: _, connection: __, 'content-length': ___, ...rest } = request.headers;
    const headers = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
    const target = 'Logs_20140328.PutMetricFilter';
    if (headers['x-amz-target'] === target) {
      const { filterName, logGroupName } = JSON.parse(body.toString());
      await fetch(upstream, {
        method: 'POST',
        headers: { ...headers, 'x-amz-target': 'Logs_20140328.DeleteMetricFilter' },
        body: JSON.stringify({ filterName, logGroupName }),
      });
    }
    const method = request.method ?? 'POST';
    const passed = await fetch(`${upstream}${request.url ?? '/'}`, {
      method,
      headers,
      ...(method === 'GET' ? {} : { body }),
    });
    const answer = Buffer.from(await passed.arrayBuffer());
    const kept = ['content-type', 'x-amzn-errortype', 'x-amzn-requestid'].flatMap((name) => {
      const value = passed.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    response.writeHead(passed.status, { ...Object.fromEntries(kept), 'content-length': answer.length });
    response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Runs a script as a person would. */
export function runScript(
  script: string,
  { environment }: Account,
  folder: string,
  decisions: Readonly<Record<string, string>>,
): Promise<RanScript> {
  const env = { ...environment, ...decisions, PATH: `${folder}:${process.env['PATH']}` };
  const child = spawn('sh', ['-s'], { env });
  child.stdin.end(script);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}
