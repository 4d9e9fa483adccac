// Answers that others have fetched: by the shell script, or by hand.
import { execFile } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { pack } from 'tar-stream';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parseSnapshot } from '../snapshot/parse-snapshot.js';
import type { Snapshot } from '../snapshot/schema.js';
import { ROOT, trailproof } from './built-cli.js';
import { STEADY } from './collecting.js';
import { describeWithMoto } from './server/describe-with-moto.js';
import { FAKE_ACCOUNT, FAKE_CREDENTIALS, fakeAwsEnvironment } from './server/fake-aws.js';
import { json, type Rule, refusal, startFaultServer } from './server/fault-server.js';
import { pythonEnvironment } from './server/python-environment.js';
import { HOME, OTHER, seedAccount, TOPICS, TRAILS } from './server/seed.js';

const run = promisify(execFile);
const SCRIPT = join(ROOT, 'collect/trailproof-collect.sh');

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'trailproof-import-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function snapshotIn(out: string): Promise<Snapshot> {
  const names = (await readdir(out, { recursive: true })).filter((name) => name.endsWith('.snapshot.json'));
  expect(names).toHaveLength(1);
  const parsed = parseSnapshot(await readFile(join(out, names[0] ?? '')));
  if (parsed.kind !== 'snapshot') throw new Error(parsed.problem);
  return parsed.snapshot;
}

/** What a report says, without what tells when and by whom the answers were fetched. */
async function judged(out: string): Promise<object> {
  const { stdout } = await trailproof(['report', out, '--json'], { env: { SOURCE_DATE_EPOCH: '1767225600' } });
  // An example of a lost event bears the time of the snapshot, and ids that follow from it.
  const timeless = (key: string, value: unknown) => (/^(?:eventTime|eventID|requestID)$/.test(key) ? '' : value);
  const report = JSON.parse(stdout.replaceAll(/[0-9-]{10}T[0-9:.]+Z/g, 'then'), timeless);
  return { controls: report.controls, summary: report.summary, filters: report.accounts[0].filters };
}

await describeWithMoto('an export', (moto) => {
  let bin: string;
  beforeAll(async () => {
    await seedAccount(moto);
    // The script calls `aws`; here that is the one of the test environment.
    const environment = await pythonEnvironment();
    if (environment.kind !== 'ready') throw new Error(environment.reason);
    bin = await mkdtemp(join(tmpdir(), 'trailproof-bin-'));
    const command = environment.aws.map((part) => `'${part}'`).join(' ');
    await writeFile(join(bin, 'aws'), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
    return () => rm(bin, { recursive: true, force: true });
  }, 60_000);

  async function environment(...rules: readonly Rule[]) {
    const server = await startFaultServer(moto.url, [...rules, ...STEADY]);
    onTestFinished(server.stop);
    const env = fakeAwsEnvironment(server.url);
    return { ...env, PATH: `${bin}${delimiter}${env['PATH'] ?? ''}` };
  }

  /** Runs the script with a shell that knows nothing but POSIX, where there is one. */
  async function exported(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<string> {
    const { stdout } = await run('sh', [SCRIPT, ...args], { env });
    return stdout.trim();
  }

  it('is made by a script in which shellcheck finds no fault, and which a plain shell reads', async () => {
    const environment_ = await pythonEnvironment();
    if (environment_.kind !== 'ready') throw new Error(environment_.reason);
    const shellcheck = join(dirname(environment_.aws[0]), 'shellcheck');
    const { stdout } = await run(shellcheck, ['--shell=sh', SCRIPT]);
    expect(stdout).toBe('');
    await run('sh', ['-n', SCRIPT]);
  });

  it('is not made with a log group that is none', async () => {
    const failed = exported(await environment(), '--log-group', 'nonsense');
    await expect(failed).rejects.toMatchObject({
      code: 2,
      stderr: 'trailproof-collect: --log-group nonsense is not the ARN of a log group\n',
    });
  });

  it('of the shell script gives the report that a collection gives', async () => {
    // Services of each protocol refuse in a way of their own.
    const env = await environment(
      { operation: 'DescribeHub', region: OTHER, fault: refusal('AccessDeniedException') },
      { operation: 'ListAccountAliases', fault: refusal('AccessDenied') },
      { operation: 'GetTopicAttributes', region: OTHER, fault: refusal('AuthorizationError') },
    );
    const [collected, imported] = [await folder(), await folder()];
    await trailproof(['collect', '--out', collected], { env });
    const archive = await exported(env, '--out', await folder());
    const { status, stdout, stderr } = await trailproof(['import', archive, '--out', imported]);
    expect(stderr).toContain('not read: securityhub DescribeHub: denied (AccessDeniedException) in eu-central-1\n');
    expect(stdout).toContain('NOT READ');
    expect(status).toBe(1);

    const [ours, theirs] = [await snapshotIn(collected), await snapshotIn(imported)];
    const plain = ({ calls }: Snapshot) =>
      calls.map(({ service, operation, region, input, outcome }) => ({
        call: `${service}:${operation} ${region} ${JSON.stringify(input)}`,
        outcome: outcome.kind,
        error: outcome.kind === 'ok' ? null : outcome.error,
        answer: outcome.kind === 'ok' ? outcome.answer : null,
        omitted: outcome.kind === 'ok' ? outcome.omitted : null,
      }));
    expect(plain(theirs)).toEqual(plain(ours));
    expect(theirs.imported).toMatchObject({ manifest: true, files: { 'calls.tsv': expect.any(String) } });
    expect({ account: theirs.account, caller: theirs.caller }).toEqual({ account: ours.account, caller: ours.caller });
    expect(await judged(imported)).toEqual(await judged(collected));
    expect((await trailproof(['verify', imported])).stdout).toMatch(/^ok /);
    for (const secret of Object.values(FAKE_CREDENTIALS)) {
      expect(JSON.stringify(theirs)).not.toContain(secret);
      const { stdout: text } = await run('tar', ['-xzOf', archive]);
      expect(text).not.toContain(secret);
    }

    // The same archive, unpacked and changed.
    const place = await folder();
    await run('tar', ['-xzf', archive, '-C', place, '--strip-components=1']);
    await appendFile(join(place, 'calls/00001.json'), ' ');
    const changed = await trailproof(['import', place, '--out', await folder()]);
    expect(changed.stderr).toMatch(/calls\/00001\.json was changed/);
    expect(changed.status).toBe(2);
    await rm(join(place, 'calls/00001.json'));
    expect((await trailproof(['import', place])).stderr).toMatch(
      /calls\/00001\.json is in MANIFEST\.sha256, and is not/,
    );
    await rm(join(place, 'MANIFEST.sha256'));
    expect((await trailproof(['import', place])).stderr).toMatch(/there is a calls\.tsv and no MANIFEST\.sha256/);
  }, 180_000);

  it('made by hand gives the same controls, as far as the files go', async () => {
    const env = await environment({ operation: 'GetEventSelectors', fault: json({ EventSelectors: [] }) });
    const trails = {
      trailList: [
        {
          Name: 'main',
          TrailARN: TRAILS.main,
          HomeRegion: HOME,
          IsMultiRegionTrail: true,
          CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:${FAKE_ACCOUNT}:log-group:trail/main:*`,
        },
      ],
    };
    const place = await folder();
    await mkdir(join(place, HOME));
    const save = (name: string, value: unknown) => writeFile(join(place, name), JSON.stringify(value));
    await save('describe-trails.json', trails);
    await save('get-trail-status.json', { IsLogging: true, LatestDeliveryTime: '2026-01-02T03:04:05+00:00' });
    await save(`${HOME}/describe-metric-filters.json`, await moto.aws('logs', 'describe-metric-filters'));
    await save(`describe-alarms-${HOME}.json`, await moto.aws('cloudwatch', 'describe-alarms'));
    for (const topic of [TOPICS.security, TOPICS.crowd]) {
      const name = topic.split(':').at(-1);
      await save(
        `list-subscriptions-by-topic-${name}.json`,
        await moto.aws('sns', 'list-subscriptions-by-topic', '--topic-arn', topic),
      );
    }
    await save('notes.txt.json', { anything: true });
    const out = await folder();
    const { status, stderr } = await trailproof(['import', place, '--out', out, '--json']);
    expect(stderr).toContain('no manifest');
    expect(status).toBe(1);
    const snapshot = await snapshotIn(out);
    expect(snapshot.account.id).toBe(FAKE_ACCOUNT);
    expect(snapshot.imported?.manifest).toBe(false);
    const outcomes = snapshot.calls.map(
      ({ operation, region, outcome }) => `${operation} ${region} ${outcome.kind === 'ok' ? 'ok' : outcome.error.name}`,
    );
    expect(outcomes).toEqual(
      expect.arrayContaining([
        `DescribeTrails ${HOME} ok`,
        `GetTrailStatus ${HOME} ok`,
        `GetEventSelectors ${HOME} NotExported`,
        `DescribeMetricFilters ${HOME} ok`,
        `DescribeAlarms ${HOME} ok`,
        `ListSubscriptionsByTopic ${HOME} ok`,
        `GetTopicAttributes ${HOME} NotExported`,
        `GetCallerIdentity ${HOME} NotExported`,
      ]),
    );
    const status_ = snapshot.calls.find(({ operation }) => operation === 'GetTrailStatus')?.outcome;
    expect(status_).toMatchObject({ answer: { LatestDeliveryTime: '2026-01-02T03:04:05.000Z' } });
    expect((await trailproof(['verify', out])).status).toBe(0);
    expect(env['PATH']).toContain(bin);
  }, 120_000);
});

describe('an archive', () => {
  async function archive(
    ...entries: readonly {
      readonly name: string;
      readonly type?: 'file' | 'symlink' | 'link';
      readonly linkname?: string;
    }[]
  ): Promise<string> {
    const tar = pack();
    for (const { name, type = 'file', linkname } of entries) {
      const header = { name, type, ...(linkname === undefined ? {} : { linkname }) };
      if (type === 'file') tar.entry(header, '{}');
      else tar.entry(header);
    }
    tar.finalize();
    const chunks: Uint8Array[] = [];
    for await (const chunk of tar) chunks.push(Buffer.from(chunk as Uint8Array));
    const path = join(await folder(), 'export.tar');
    await writeFile(path, Buffer.concat(chunks));
    return path;
  }

  it.each([
    ['../outside.json', 'climbs out of the folder'],
    ['export/../../outside.json', 'climbs out of the folder'],
    ['/etc/outside.json', 'is not a path inside the archive'],
    ['C:\\outside.json', 'is not a path inside the archive'],
  ])('that holds %s is refused', async (name, problem) => {
    const out = join(await folder(), 'out');
    const { status, stderr } = await trailproof(['import', await archive({ name }), '--out', out]);
    expect(stderr).toContain(problem);
    expect(stderr).toMatch(/^trailproof: [^\n]+\n$/);
    expect(status).toBe(2);
    await expect(readdir(out)).rejects.toThrow('ENOENT');
  });

  it('that holds a file twice is refused, however the two are spelled', async () => {
    const path = await archive({ name: 'export/describe-trails.json' }, { name: './export//describe-trails.json' });
    const { status, stderr } = await trailproof(['import', path]);
    expect(stderr).toContain('stands there twice: the archive is refused');
    expect(status).toBe(2);
  });

  it.each(['symlink', 'link'] as const)('that holds a %s is refused', async (type) => {
    const path = await archive({ name: 'export/describe-trails.json', type, linkname: '/etc/passwd' });
    expect((await trailproof(['import', path])).stderr).toContain(`is a ${type}`);
  });

  it('that is cut off, or none, is refused', async () => {
    const path = join(await folder(), 'export.tar.gz');
    await writeFile(path, 'nothing of the kind');
    expect((await trailproof(['import', path])).stderr).toMatch(/not a whole \.tar\.gz archive/);
  });

  it('or folder that says nothing of an account is refused', async () => {
    const { stderr, status } = await trailproof(['import', await archive({ name: 'export/describe-trails.json' })]);
    expect(stderr).toContain('it does not tell whose account it is: give --account');
    expect(status).toBe(2);
  });

  it('that holds something else than JSON says which file', async () => {
    const place = await folder();
    await writeFile(join(place, 'describe-trails.json'), 'Unable to locate credentials');
    expect((await trailproof(['import', place])).stderr).toContain('describe-trails.json is not JSON');
  });
});

it('does not follow a link out of a folder', async () => {
  const place = await folder();
  await symlink('/etc/passwd', join(place, 'describe-trails.json'));
  const { stderr, status } = await trailproof(['import', place]);
  expect(stderr).toContain('links are not followed');
  expect(status).toBe(2);
});
