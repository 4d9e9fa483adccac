// The built program, as a user runs it: `node dist/cli/main.js collect`.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parseSnapshot } from '../snapshot/parse-snapshot.js';
import { type Ran, trailproof as run } from './built-cli.js';
import { describeWithMoto } from './server/describe-with-moto.js';
import { FAKE_ACCOUNT, FAKE_CREDENTIALS, fakeAwsEnvironment } from './server/fake-aws.js';
import { json, onlyRegions, type Rule, refusal, startFaultServer } from './server/fault-server.js';
import { pythonEnvironment } from './server/python-environment.js';
import { FOREIGN_ACCOUNT, HOME, OTHER, seedAccount, TRAILS } from './server/seed.js';

/** Runs the program with this environment and, as far as AWS goes, nothing of our own. */
function trailproof(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ran> {
  const own = Object.keys(process.env).filter((name) => name.startsWith('AWS_'));
  return run(args, { env: { ...Object.fromEntries(own.map((name) => [name, undefined])), ...env } });
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'trailproof-collect-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

const files = (path: string) => readdir(path, { recursive: true });

await describeWithMoto('trailproof collect', (moto) => {
  beforeAll(() => seedAccount(moto), 60_000);

  async function environment(...rules: readonly Rule[]): Promise<Readonly<Record<string, string>>> {
    const standards = { operation: 'GetEnabledStandards', fault: json({ StandardsSubscriptions: [] }) };
    const server = await startFaultServer(moto.url, [...rules, onlyRegions([OTHER, HOME]), standards]);
    onTestFinished(server.stop);
    return fakeAwsEnvironment(server.url);
  }

  it('writes a snapshot and says on stdout where it is and on stderr what was not read', async () => {
    const out = await folder();
    const { status, stdout, stderr } = await trailproof(await environment(), 'collect', '--out', out);
    const names = (await files(join(out, FAKE_ACCOUNT))).sort();
    expect(names).toHaveLength(2);
    const [name = '', seal] = names;
    expect(name).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z\.snapshot\.json$/);
    expect(seal).toBe(`${name}.sha256`);
    const path = join(out, FAKE_ACCOUNT, name);
    const parsed = parseSnapshot(await readFile(path));
    if (parsed.kind !== 'snapshot') throw new Error(parsed.problem);
    expect(parsed.snapshot.account).toEqual({ id: FAKE_ACCOUNT, partition: 'aws', alias: 'seeded' });
    const size = parsed.snapshot.calls.length;
    const lines = stdout.split('\n');
    expect(lines[0]).toBe(`${path}: account ${FAKE_ACCOUNT} (seeded), 2 regions, ${size} calls, 2 not read`);
    expect(lines).toContain('  read     cloudtrail:DescribeTrails             2 of 2');
    expect(lines.filter((line) => line.includes('NOT READ'))).toEqual([
      `  NOT READ logs:DescribeLogGroups                2 of 3  skipped (OtherAccount) in ${OTHER}`,
      `  NOT READ logs:DescribeMetricFilters            2 of 3  skipped (OtherAccount) in ${OTHER}`,
    ]);
    expect(stderr).toBe(
      [
        `reading account ${FAKE_ACCOUNT} as arn:aws:sts::${FAKE_ACCOUNT}:user/moto`,
        `not read: logs DescribeLogGroups: skipped (OtherAccount) in ${OTHER}`,
        `not read: logs DescribeMetricFilters: skipped (OtherAccount) in ${OTHER}`,
        '',
      ].join('\n'),
    );
    expect(status).toBe(1);
  });

  it('ends with 0 when nothing is missing, though the account is in no organisation and Security Hub is off', async () => {
    const trail = { TrailARN: TRAILS.main, Name: 'main', HomeRegion: HOME };
    const env = await environment(
      { operation: 'DescribeTrails', fault: json({ trailList: [trail] }) },
      {
        operation: 'DescribeOrganization',
        fault: { kind: 'error', name: 'AWSOrganizationsNotInUseException', message: 'None.', status: 400 },
      },
    );
    const { status, stdout, stderr } = await trailproof(env, '--quiet', 'collect', '--out', await folder());
    expect(stdout).toMatch(/nothing missing\n/);
    expect(stdout).not.toContain('NOT READ');
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('prints one JSON document under --json', async () => {
    const out = await folder();
    const env = await environment({
      operation: 'DescribeTrails',
      region: OTHER,
      fault: refusal('AccessDeniedException'),
    });
    const { status, stdout } = await trailproof(env, '--quiet', 'collect', '--out', out, '--json');
    const printed = JSON.parse(stdout);
    expect(printed.snapshots).toHaveLength(1);
    const [snapshot] = printed.snapshots;
    expect(snapshot.account.id).toBe(FAKE_ACCOUNT);
    expect(await readFile(snapshot.path, 'utf8')).toContain('trailproof-snapshot');
    expect(snapshot.missing).toContainEqual({
      service: 'cloudtrail',
      operation: 'DescribeTrails',
      region: OTHER,
      input: {},
      outcome: 'denied',
      permission: 'cloudtrail:DescribeTrails',
      error: { name: 'AccessDeniedException', message: 'You are not authorized.' },
    });
    expect(status).toBe(1);
  });

  it('names the permission that was missing', async () => {
    const env = await environment({ operation: 'DescribeHub', fault: refusal('AccessDeniedException') });
    const { stdout } = await trailproof(env, '--quiet', 'collect', '--out', await folder());
    expect(stdout).toContain(
      `  NOT READ securityhub:DescribeHub               0 of 2  denied (AccessDeniedException) in ${OTHER}, ${HOME}; needs securityhub:DescribeHub\n`,
    );
  });

  it('shows a line with a bar on a terminal, and says at the end how the account fared', async () => {
    const python = await pythonEnvironment();
    if (python.kind !== 'ready') throw new Error(python.reason);
    const onTerminal = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';
    const env = { ...(await environment()), TERM: 'xterm' };
    const { status, stdout } = await run(['collect', '--out', await folder()], {
      env,
      under: [python.aws[0], '-c', onTerminal],
    });
    expect(stdout).toMatch(
      new RegExp(`${FAKE_ACCOUNT} #+-* [0-9]+ of [0-9]+ calls, 0 denied, 0 throttled, incomplete`),
    );
    expect(status).toBe(1);
  });

  it('starts from the region that the aws command line would', async () => {
    const { AWS_REGION: _, ...env } = await environment({
      operation: 'DescribeRegions',
      fault: refusal('UnauthorizedOperation'),
    });
    const { stdout } = await trailproof(
      { ...env, AWS_DEFAULT_REGION: OTHER },
      'collect',
      '--out',
      await folder(),
      '--json',
    );
    expect(JSON.parse(stdout).snapshots[0].regions).toEqual([OTHER]);
  });

  it('takes region, endpoint and credentials from a profile', async () => {
    const { AWS_ENDPOINT_URL: endpoint, ...env } = await environment({
      operation: 'DescribeRegions',
      fault: refusal('UnauthorizedOperation'),
    });
    const config = join(await folder(), 'config');
    const { accessKeyId, secretAccessKey } = FAKE_CREDENTIALS;
    const keys = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}`;
    await writeFile(config, `[profile audit]\nregion = ${OTHER}\nendpoint_url = ${endpoint}\n${keys}\n`);
    const bare = Object.entries(env).filter(([name]) => !/^AWS_(?:ACCESS|SECRET|SESSION|REGION|DEFAULT)/.test(name));
    const profiled = { ...Object.fromEntries(bare), AWS_CONFIG_FILE: config };
    const out = await folder();
    const { stdout } = await trailproof(profiled, 'collect', '--profile', 'audit', '--out', out, '--json');
    expect(JSON.parse(stdout).snapshots[0]).toMatchObject({ account: { id: FAKE_ACCOUNT }, regions: [OTHER] });
  });

  it('shows no secret of a command that brings no credentials', async () => {
    const config = join(await folder(), 'config');
    await writeFile(config, '[profile audit]\nregion = us-east-1\ncredential_process = false --password hunter2\n');
    const { AWS_ACCESS_KEY_ID: _, ...env } = fakeAwsEnvironment('http://127.0.0.1:1');
    const args = ['collect', '--profile', 'audit', '--out', await folder()];
    const { status, stderr } = await trailproof({ ...env, AWS_CONFIG_FILE: config }, ...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^trailproof: [^\n]*profile audit[^\n]*\n$/);
    expect(stderr).not.toContain('hunter2');
  });

  it('shows no secret and leaves no file that is not the snapshot', async () => {
    const out = await folder();
    const secrets = Object.values(FAKE_CREDENTIALS);
    const env = await environment({
      operation: 'DescribeHub',
      fault: refusal('AccessDeniedException', secrets.join(' ')),
    });
    const { stdout, stderr } = await trailproof(env, 'collect', '--out', out, '--json');
    const names = (await files(out)).sort().filter((name) => name !== FAKE_ACCOUNT);
    expect(names).toEqual([
      expect.stringMatching(/^[0-9]{12}\/[0-9TZ-]+\.snapshot\.json$/),
      expect.stringMatching(/^[0-9]{12}\/[0-9TZ-]+\.snapshot\.json\.sha256$/),
      expect.stringMatching(/^[0-9TZ-]+\.index\.json$/),
    ]);
    const texts = await Promise.all(names.map((name) => readFile(join(out, name), 'utf8')));
    const text = `${stdout}${stderr}${texts.join('')}`;
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).toContain(FOREIGN_ACCOUNT);
  });

  it('says in one line that the snapshot cannot be written', async () => {
    const file = join(await folder(), 'a-file');
    await writeFile(file, 'mine');
    const { status, stdout, stderr } = await trailproof(await environment(), '--quiet', 'collect', '--out', file);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^trailproof: [^\n]*a-file[^\n]*\n$/);
    expect(await readFile(file, 'utf8')).toBe('mine');
  });
});

describe('trailproof collect, where there is no account', () => {
  const closed = fakeAwsEnvironment('http://127.0.0.1:1');
  const { AWS_ACCESS_KEY_ID: _, ...withoutKey } = closed;

  it.each([
    ['no credentials', withoutKey, [], /no usable AWS credentials: sign in \(aws sso login\)/],
    [
      'an unknown profile',
      closed,
      ['--profile', 'nobody'],
      /no usable AWS credentials for profile nobody: check the name/,
    ],
    [
      'an unreachable endpoint',
      closed,
      [],
      /AWS STS in us-east-1 does not answer \(ECONNREFUSED 127\.0\.0\.1:1\): check/,
    ],
    [
      'an unreachable endpoint that was given',
      closed,
      ['--endpoint-url', 'http://127.0.0.1:9'],
      /http:\/\/127\.0\.0\.1:9 does not answer/,
    ],
    [
      'an endpoint that is no URL',
      closed,
      ['--endpoint-url', 'localhost'],
      /the endpoint is not an http or https URL: give one such as/,
    ],
    ['a region that is none', closed, ['--region', 'Frankfurt!'], /"Frankfurt!" is no region: give one such as/],
  ])('with %s says so in one line, writes nothing and ends with 2', async (_, env, args, message) => {
    const out = await folder();
    const { status, stdout, stderr } = await trailproof(env, 'collect', '--out', join(out, 'snapshots'), ...args);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^trailproof: [^\n]+\.\n$/);
    for (const secret of Object.values(FAKE_CREDENTIALS)) expect(stderr).not.toContain(secret);
    expect(stdout).toBe('');
    expect(await files(out)).toEqual([]);
    expect(status).toBe(2);
  });
});
