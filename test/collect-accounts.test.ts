// Which accounts are read, and with which credentials.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { indexSchema } from '../snapshot/index-schema.js';
import { parseSnapshot } from '../snapshot/parse-snapshot.js';
import type { Snapshot } from '../snapshot/schema.js';
import { type Ran, trailproof } from './built-cli.js';
import { STEADY } from './collecting.js';
import { describeWithMoto } from './server/describe-with-moto.js';
import { FAKE_ACCOUNT, FAKE_CREDENTIALS, fakeAwsEnvironment } from './server/fake-aws.js';
import { type FaultServer, json, onlyRegions, type Rule, refusal, startFaultServer } from './server/fault-server.js';

const ROLE = 'arn:aws:iam::111111111111:role/audit';
const DEVICE = `arn:aws:iam::${FAKE_ACCOUNT}:mfa/auditor`;
const EXTERNAL_ID = 'agreed-with-the-client';

await describeWithMoto('collect', (moto) => {
  async function server(...rules: readonly Rule[]): Promise<FaultServer> {
    const started = await startFaultServer(moto.url, [...rules, ...STEADY]);
    onTestFinished(started.stop);
    return started;
  }

  async function collect(
    started: FaultServer,
    args: readonly string[],
    more: { readonly stdin?: string; readonly env?: Readonly<Record<string, string>> } = {},
  ): Promise<Ran & { readonly out: string; readonly snapshots: readonly Snapshot[] }> {
    const out = await mkdtemp(join(tmpdir(), 'trailproof-accounts-'));
    onTestFinished(() => rm(out, { recursive: true, force: true }));
    const env = { ...fakeAwsEnvironment(started.url), ...more.env };
    const ran = await trailproof(['collect', '--out', out, ...args], { env, stdin: more.stdin ?? '' });
    const names = (await readdir(out, { recursive: true })).filter((name) => name.endsWith('.snapshot.json')).sort();
    const snapshots = await Promise.all(
      names.map(async (name) => {
        const parsed = parseSnapshot(await readFile(join(out, name)));
        if (parsed.kind !== 'snapshot') throw new Error(parsed.problem);
        return parsed.snapshot;
      }),
    );
    const texts = await Promise.all(
      (await readdir(out, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')),
    );
    for (const secret of [...Object.values(FAKE_CREDENTIALS), EXTERNAL_ID]) {
      expect(`${ran.stdout}${ran.stderr}${texts.join('')}`).not.toContain(secret);
    }
    return { ...ran, out, snapshots };
  }

  it('reads the account of a role, with the external id, as the role', async () => {
    const started = await server();
    const { snapshots } = await collect(started, ['--role-arn', ROLE, '--external-id', EXTERNAL_ID]);
    expect(snapshots.map(({ account, caller }) => [account.id, caller.arn])).toEqual([
      ['111111111111', 'arn:aws:sts::111111111111:assumed-role/audit/trailproof'],
    ]);
    const [assumed] = started.requests.filter(({ operation }) => operation === 'AssumeRole');
    const sent = new URLSearchParams(assumed?.body);
    expect([sent.get('RoleArn'), sent.get('ExternalId')]).toEqual([ROLE, EXTERNAL_ID]);
  });

  it('asks for an MFA code, signs in with it once, and takes the role from there', async () => {
    const started = await server();
    const { snapshots, stderr } = await collect(started, ['--role-arn', ROLE, '--mfa-serial', DEVICE], {
      stdin: '123456\n',
    });
    expect(stderr).toContain(`MFA code of ${DEVICE}: `);
    const sent = started.requests.filter(({ operation }) => operation === 'GetSessionToken');
    expect(sent.map(({ body }) => new URLSearchParams(body).get('TokenCode'))).toEqual(['123456']);
    expect(snapshots).toHaveLength(1);
  });

  it.each([
    ['', 'an MFA code is needed'],
    ['12345\n', 'an MFA code has six digits'],
  ])('says that %j is no MFA code', async (stdin, message) => {
    const { status, stderr } = await collect(await server(), ['--mfa-serial', DEVICE], { stdin });
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });

  it('takes an MFA code that a profile asks for', async () => {
    const started = await server();
    const folder = await mkdtemp(join(tmpdir(), 'trailproof-profile-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const config = join(folder, 'config');
    const keys = `aws_access_key_id = ${FAKE_CREDENTIALS.accessKeyId}\naws_secret_access_key = ${FAKE_CREDENTIALS.secretAccessKey}`;
    await writeFile(
      config,
      `[profile base]\nregion = us-east-1\n${keys}\n[profile audit]\nregion = us-east-1\nrole_arn = ${ROLE}\nsource_profile = base\nmfa_serial = ${DEVICE}\n`,
    );
    const env = { AWS_CONFIG_FILE: config, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '' };
    const { snapshots, stderr } = await collect(started, ['--profile', 'audit', '--mfa-code', '654321'], { env });
    expect(stderr).not.toContain('MFA code of');
    expect(snapshots.map(({ account }) => account.id)).toEqual(['111111111111']);
    const [assumed] = started.requests.filter(({ operation }) => operation === 'AssumeRole');
    expect(new URLSearchParams(assumed?.body).get('TokenCode')).toBe('654321');
  });

  it('reads every account of an organisation but those that are suspended, and says so', async () => {
    const member = (Id: string, Name: string, Status: string) => ({ Id, Name, Status });
    const page = (NextToken: string | undefined, ...Accounts: readonly object[]) => json({ Accounts, NextToken });
    const started = await server(
      { operation: 'ListAccounts', times: 1, fault: page('more', member('222222222222', 'two', 'ACTIVE')) },
      {
        operation: 'ListAccounts',
        fault: page(
          undefined,
          member('333333333333', 'gone', 'SUSPENDED'),
          member(FAKE_ACCOUNT, 'management', 'ACTIVE'),
        ),
      },
    );
    const { snapshots, stdout, stderr } = await collect(started, ['--org', '--role-name', 'audit', '--json']);
    expect(snapshots.map(({ account }) => [account.id, account.alias])).toEqual([
      [FAKE_ACCOUNT, 'management'],
      ['222222222222', 'two'],
    ]);
    expect(stderr).toContain('account 333333333333: skipped: the account is suspended');
    const index = indexSchema.parse(JSON.parse(await readFile(JSON.parse(stdout).index, 'utf8')));
    expect(index.accounts.map(({ id, outcome, role, problem }) => [id, outcome, role, problem])).toEqual([
      [FAKE_ACCOUNT, expect.stringMatching(/complete/), null, null],
      ['222222222222', expect.stringMatching(/complete/), 'arn:aws:iam::222222222222:role/audit', null],
      ['333333333333', 'skipped', 'arn:aws:iam::333333333333:role/audit', 'the account is suspended'],
    ]);
    expect(index.calls.map(({ operation }) => operation)).toEqual(['ListAccounts', 'ListAccounts', 'AssumeRole']);
    expect(started.requests.filter(({ body }) => body.includes('333333333333'))).toEqual([]);
  });

  it('does not take a list of accounts for whole that never ends', async () => {
    const page = json({ Accounts: [{ Id: '222222222222', Name: 'two', Status: 'ACTIVE' }], NextToken: 'again' });
    const { status, stderr, snapshots } = await collect(await server({ operation: 'ListAccounts', fault: page }), [
      '--org',
    ]);
    expect(stderr).toContain('the accounts of the organisation cannot be listed (EndlessPages)');
    expect(snapshots).toEqual([]);
    expect(status).toBe(2);
  });

  it('says that the accounts of the organisation may not be listed', async () => {
    const started = await server({ operation: 'ListAccounts', fault: refusal('AccessDeniedException') });
    const { status, stderr } = await collect(started, ['--org']);
    expect(stderr).toMatch(
      /^trailproof: the accounts of the organisation cannot be listed \(AccessDeniedException\): .*\n$/,
    );
    expect(status).toBe(2);
  });

  it('goes on with the others where one account cannot be read, begun or written', async () => {
    const started = await server({ operation: 'AssumeRole', times: 1, fault: refusal('AccessDenied') });
    const out = await mkdtemp(join(tmpdir(), 'trailproof-accounts-'));
    onTestFinished(() => rm(out, { recursive: true, force: true }));
    const ids = ['111111111111', '222222222222', '333333333333', '444444444444'];
    const list = join(out, 'accounts.json');
    await writeFile(list, JSON.stringify(ids.map((id) => ({ id }))));
    await mkdir(join(out, '.unfinished'));
    await writeFile(join(out, '.unfinished', '222222222222-2026.jsonl'), 'nonsense\n');
    await writeFile(join(out, '333333333333'), 'no folder');
    const args = ['collect', '--accounts', list, '--out', out, '--parallel', '1', '--json'];
    const { status, stdout } = await trailproof([...args, '--resume'], { env: fakeAwsEnvironment(started.url) });
    const { accounts } = indexSchema.parse(JSON.parse(await readFile(JSON.parse(stdout).index, 'utf8')));
    expect(accounts.map(({ id, outcome, problem }) => [id, outcome, problem])).toEqual([
      ['111111111111', 'failed', expect.stringContaining('cannot be assumed (AccessDenied)')],
      ['222222222222', 'failed', expect.stringContaining('line 1 is damaged')],
      ['333333333333', 'failed', expect.stringContaining('not a folder')],
      ['444444444444', expect.stringMatching(/complete$/), null],
    ]);
    expect(status).toBe(1);
  });

  it('does not take a role that cannot be renewed for a permission that is missing', async () => {
    // Sessions are renewed in their last five minutes: this one is good for the first few calls.
    const { accessKeyId, secretAccessKey, sessionToken } = FAKE_CREDENTIALS;
    const keys = `<AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${secretAccessKey}</SecretAccessKey><SessionToken>${sessionToken}</SessionToken>`;
    const expiration = new Date(Date.now() + 5 * 60_000 + 5_000).toISOString();
    const credentials = `<Credentials>${keys}<Expiration>${expiration}</Expiration></Credentials>`;
    const body = `<AssumeRoleResponse><AssumeRoleResult>${credentials}</AssumeRoleResult></AssumeRoleResponse>`;
    const started = await server(
      { operation: 'AssumeRole', times: 1, fault: { kind: 'answer', type: 'text/xml', body } },
      { operation: 'AssumeRole', fault: refusal('AccessDenied') },
      { operation: 'DescribeRegions', fault: { kind: 'delay', milliseconds: 6_000 } },
    );
    const { snapshots } = await collect(started, ['--role-arn', `arn:aws:iam::${FAKE_ACCOUNT}:role/audit`]);
    const trails = snapshots[0]?.calls.filter(({ operation }) => operation === 'DescribeTrails') ?? [];
    const outcomes = trails.map(({ outcome }) => `${outcome.kind} ${outcome.kind === 'ok' ? '' : outcome.error.name}`);
    expect(new Set(outcomes)).toEqual(new Set(['failed CredentialsProviderError']));
  });

  it('asks each account for those log groups that lie in it', async () => {
    const started = await server();
    const group = (account: string) => `arn:aws:logs:us-east-1:${account}:log-group:central`;
    const list = join(await mkdtemp(join(tmpdir(), 'trailproof-list-')), 'accounts.yaml');
    onTestFinished(() => rm(dirname(list), { recursive: true, force: true }));
    await writeFile(list, '- id: 111111111111\n- id: 222222222222\n');
    const named = ['--log-group', group('111111111111'), '--log-group', group('222222222222')];
    const { snapshots } = await collect(started, ['--accounts', list, ...named]);
    expect(snapshots.map(({ logGroups }) => logGroups)).toEqual([[group('111111111111')], [group('222222222222')]]);
    const groups = snapshots.flatMap(({ calls }) => calls.filter(({ operation }) => operation === 'DescribeLogGroups'));
    expect(groups.map(({ outcome }) => outcome.kind)).toEqual(['ok', 'ok']);
    const strange = await collect(started, ['--accounts', list, '--log-group', group('333333333333')]);
    expect(strange.stderr).toContain('333333333333:log-group:central is in none of the accounts that are read');
    expect(strange.status).toBe(2);
  });

  it('tells of each account what was not read, by account, with the permission that was missing', async () => {
    const started = await server({ operation: 'ListAccountAliases', fault: refusal('AccessDenied') });
    const list = join(await mkdtemp(join(tmpdir(), 'trailproof-list-')), 'accounts.yaml');
    onTestFinished(() => rm(dirname(list), { recursive: true, force: true }));
    await writeFile(list, '- id: 222222222222\n- id: 111111111111\n');
    const { stdout, stderr } = await collect(started, ['--accounts', list, '--json']);
    expect(stderr.split('\n').filter((line) => line.includes('not read'))).toEqual([
      'account 111111111111: not read: iam ListAccountAliases: denied (AccessDenied) in us-east-1',
      'account 222222222222: not read: iam ListAccountAliases: denied (AccessDenied) in us-east-1',
    ]);
    const { snapshots } = JSON.parse(stdout);
    expect(snapshots.map(({ account }: Snapshot) => account.id)).toEqual(['111111111111', '222222222222']);
    expect(snapshots[0].missing).toMatchObject([
      { operation: 'ListAccountAliases', permission: 'iam:ListAccountAliases' },
    ]);
  });

  it('does not take one account for another', async () => {
    const started = await server({
      operation: 'AssumeRole',
      fault: {
        kind: 'answer',
        type: 'text/xml',
        body: `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>${FAKE_CREDENTIALS.accessKeyId}</AccessKeyId><SecretAccessKey>${FAKE_CREDENTIALS.secretAccessKey}</SecretAccessKey><SessionToken>${FAKE_CREDENTIALS.sessionToken}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
      },
    });
    const { status, stdout, snapshots } = await collect(started, ['--role-arn', ROLE]);
    expect(stdout).toContain(`the credentials for account 111111111111 are those of account ${FAKE_ACCOUNT}`);
    expect(snapshots).toEqual([]);
    expect(status).toBe(1);
  });

  it.each([
    ['aws-us-gov', 'us-gov-west-1', 'us-gov-west-1'],
    ['aws-cn', 'cn-north-1', 'cn-northwest-1'],
  ])('reads an account of partition %s', async (partition, iam, organizations) => {
    const regions = partition === 'aws-cn' ? ['cn-north-1', 'cn-northwest-1'] : ['us-gov-east-1', 'us-gov-west-1'];
    // Where no region is named, the keys are tried in the first region of each partition.
    const unknown: Rule = { operation: 'GetCallerIdentity', fault: refusal('InvalidClientTokenId') };
    const foreign = ['us-east-1', ...(partition === 'aws-cn' ? ['us-gov-west-1'] : [])];
    const started = await server(...foreign.map((region) => ({ ...unknown, region })), onlyRegions(regions));
    const env = { AWS_REGION: '', AWS_DEFAULT_REGION: '' };
    const { snapshots, stderr } = await collect(started, [], { env });
    expect(stderr).not.toContain('fault of ours');
    const [snapshot] = snapshots;
    expect(snapshot?.account.partition).toBe(partition);
    expect(snapshot?.regions).toEqual(regions);
    const where = (operation: string) => snapshot?.calls.find((call) => call.operation === operation)?.region;
    expect([where('ListAccountAliases'), where('DescribeOrganization')]).toEqual([iam, organizations]);
  });
});
