// What a collection may and will ask for, told before it does.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { cloudFormationTemplate, terraformModule } from '../collect/audit-role.js';
import { OPERATIONS } from '../collect/operations.js';
import { AUDIT_ACTIONS, auditPolicy, callerPolicy } from '../collect/policy.js';
import { ROOT, trailproof } from './built-cli.js';
import { between, snapshotOf } from './collecting.js';
import { describeWithMoto } from './server/describe-with-moto.js';
import { fakeAwsEnvironment } from './server/fake-aws.js';
import { pythonEnvironment } from './server/python-environment.js';
import { seedAccount } from './server/seed.js';

const run = promisify(execFile);
const offline = { env: fakeAwsEnvironment('http://127.0.0.1:1') };

await describeWithMoto('the policy', (moto) => {
  beforeAll(() => seedAccount(moto), 60_000);

  it('allows every call that a collection makes, and nothing that none of them needs', async () => {
    const server = await between(moto);
    const snapshot = await snapshotOf();
    const actions = new Map(OPERATIONS.map(({ name, iamAction }) => [name.split(':')[1], iamAction]));
    const sent = new Set(server.requests.map(({ operation }) => actions.get(operation)));
    expect([...sent].toSorted()).toEqual(AUDIT_ACTIONS);
    const calls = new Set(snapshot.calls.map(({ operation }) => actions.get(operation)));
    expect([...calls].toSorted()).toEqual(AUDIT_ACTIONS);
    expect(auditPolicy().Statement.flatMap(({ Action }) => Action)).toEqual(AUDIT_ACTIONS);
  });

  it('stands in the CloudFormation template, in which cfn-lint finds no fault', async () => {
    const environment = await pythonEnvironment();
    if (environment.kind !== 'ready') throw new Error(environment.reason);
    const folder = await mkdtemp(join(tmpdir(), 'trailproof-role-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const path = join(folder, 'role.yaml');
    await writeFile(path, cloudFormationTemplate());
    const python = environment.aws[0];
    const { stdout } = await run(python, [
      '-c',
      'from cfnlint.runner import main; main()',
      '--non-zero-exit-code',
      'informational',
      path,
    ]);
    expect(stdout).toBe('');
  });
});

describe('collect --print-policy', () => {
  it('prints the policy of the identity that reads, and asks nothing', async () => {
    const { status, stdout } = await trailproof(['collect', '--print-policy'], offline);
    expect(JSON.parse(stdout)).toEqual(auditPolicy());
    expect(status).toBe(0);
  });

  it('prints the policy of the identity that takes the role in each account', async () => {
    const { stdout } = await trailproof(['collect', '--org', '--print-policy', 'caller'], offline);
    expect(JSON.parse(stdout)).toEqual(callerPolicy(['arn:*:iam::*:role/trailproof-audit'], true));
  });

  it('names the roles of a list of accounts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trailproof-list-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const list = join(folder, 'accounts.json');
    const own = 'arn:aws:iam::222222222222:role/path/own';
    await writeFile(list, JSON.stringify([{ id: '111111111111' }, { id: '222222222222', role: own }]));
    const { stdout } = await trailproof(['collect', '--accounts', list, '--print-policy', 'caller'], offline);
    expect(JSON.parse(stdout)).toEqual(callerPolicy(['arn:*:iam::111111111111:role/trailproof-audit', own], false));
  });

  it.each([
    ['cloudformation', cloudFormationTemplate(), 'trailproof-audit-role.yaml'],
    ['terraform', terraformModule(), 'trailproof-audit-role.tf'],
  ])('prints %s, as it stands in the documentation', async (form, expected, file) => {
    expect((await trailproof(['collect', '--print-policy', form], offline)).stdout).toBe(expected);
    expect(await readFile(join(ROOT, 'docs/audit-role', file), 'utf8')).toBe(expected);
    for (const action of AUDIT_ACTIONS) expect(expected).toContain(action);
    expect(expected).toMatch(/sts:ExternalId/);
  });

  it('gives CloudFormation a role that only the auditor with the external id may take', () => {
    const template = parse(cloudFormationTemplate(), { logLevel: 'silent' });
    const role = template.Resources.AuditRole.Properties;
    const [trust] = role.AssumeRolePolicyDocument.Statement;
    expect(trust).toMatchObject({
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': 'ExternalId' } },
    });
    expect(role.Policies[0].PolicyDocument.Statement[0].Action).toEqual(AUDIT_ACTIONS);
  });

  it('knows no other form', async () => {
    const { status, stderr } = await trailproof(['collect', '--print-policy', 'pulumi'], offline);
    expect(stderr).toBe('trailproof: --print-policy knows json, caller, cloudformation and terraform.\n');
    expect(status).toBe(2);
  });
});

describe('collect --dry-run', () => {
  it('lists every call and where it is made, and asks nothing', async () => {
    const { status, stdout } = await trailproof(['collect', '--dry-run'], offline);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.split(/ +/)[0])).toEqual(OPERATIONS.map(({ name }) => name));
    expect(lines.find((line) => line.startsWith('cloudtrail:DescribeTrails'))).toMatch(/ every region$/);
    expect(status).toBe(0);
    const { stdout: printed } = await trailproof(['collect', '--dry-run', '--json'], offline);
    expect(JSON.parse(printed).calls).toHaveLength(OPERATIONS.length);
  });

  it('lists the calls that lead to the accounts', async () => {
    const args = ['collect', '--org', '--mfa-serial', 'arn:aws:iam::111111111111:mfa/auditor', '--dry-run'];
    const { stdout } = await trailproof(args, offline);
    const names = stdout.split('\n').map((line) => line.split(/ +/)[0]);
    expect(names.slice(0, 4)).toEqual([
      'sts:GetSessionToken',
      'organizations:ListAccounts',
      'sts:AssumeRole',
      'sts:GetCallerIdentity',
    ]);
  });
});

describe('collect with options that do not go together', () => {
  it.each([
    [
      ['--org', '--role-arn', 'arn:aws:iam::111111111111:role/x'],
      '--role-arn, --accounts and --org each say what to read',
    ],
    [['--external-id', 'abc'], '--external-id is for a role'],
    [['--role-arn', 'arn:aws:s3:::bucket'], 'is not the ARN of a role'],
    [['--log-group', 'nonsense'], '--log-group nonsense is not the ARN of a log group'],
    [['--accounts', 'nowhere.yaml'], 'nowhere.yaml: no such file'],
    [['--parallel', '0'], 'expected a whole number'],
    [['--scope', 'half'], 'needed, full'],
    [['--sign-key', 'nowhere.pem'], '--sign-key nowhere.pem: no such file'],
  ])('%j says so in one line', async (args, message) => {
    const { status, stderr, stdout } = await trailproof(['collect', ...args], offline);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});
