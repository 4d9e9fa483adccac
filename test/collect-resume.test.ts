// Collections that are stopped: by a person, by the system, by a full disk.
import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { canonicalJson } from '../snapshot/canonical-json.js';
import { indexSchema } from '../snapshot/index-schema.js';
import { parseSnapshot } from '../snapshot/parse-snapshot.js';
import type { Snapshot } from '../snapshot/schema.js';
import { digestLine, digestOf } from '../snapshot/seal.js';
import { ROOT, trailproof } from './built-cli.js';
import { STEADY } from './collecting.js';
import { describeWithMoto } from './server/describe-with-moto.js';
import { FAKE_ACCOUNT, fakeAwsEnvironment } from './server/fake-aws.js';
import { type FaultServer, type Rule, refusal, type ServerOptions, startFaultServer } from './server/fault-server.js';
import { HOME, seedAccount } from './server/seed.js';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'trailproof-resume-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

const filesIn = (path: string) => readdir(path, { recursive: true });

async function snapshotsIn(out: string): Promise<readonly Snapshot[]> {
  const names = (await filesIn(out)).filter((name) => name.endsWith('.snapshot.json')).sort();
  return await Promise.all(
    names.map(async (name) => {
      const parsed = parseSnapshot(await readFile(join(out, name)));
      if (parsed.kind !== 'snapshot') throw new Error(`${name}: ${parsed.problem}`);
      return parsed.snapshot;
    }),
  );
}

const evidence = ({ calls }: Snapshot) => canonicalJson(calls.map(({ trace, ...call }) => call));

await describeWithMoto('a collection that is stopped', (moto) => {
  beforeAll(() => seedAccount(moto), 60_000);

  async function server(options: ServerOptions, ...rules: readonly Rule[]): Promise<FaultServer> {
    const started = await startFaultServer(moto.url, [...rules, ...STEADY], { cache: true, ...options });
    onTestFinished(started.stop);
    return started;
  }

  it('at any of twenty moments leaves no half file, and --resume makes it whole', async () => {
    const { url } = await server({ delay: 60 });
    const env = fakeAwsEnvironment(url);
    const reference = await folder();
    const started = Date.now();
    await trailproof(['collect', '--out', reference], { env });
    const whole = Date.now() - started;
    const [expected] = await snapshotsIn(reference);
    if (expected === undefined) throw new Error('There is no snapshot to compare with.');
    const moments = Array.from({ length: 20 }, (_, index) => Math.round(((index + Math.random()) / 20) * whole * 1.05));
    const taken = new Set<number>();
    for (const moment of moments) {
      const out = await folder();
      const under = ['timeout', '-s', 'KILL', `${moment / 1000}`];
      await trailproof(['collect', '--out', out], { env, under });
      const killed = await filesIn(out);
      // Whatever bears the name of a snapshot is whole, and sealed.
      for (const snapshot of await snapshotsIn(out)) expect(evidence(snapshot)).toBe(evidence(expected));
      for (const name of killed.filter((one) => one.endsWith('.snapshot.json')))
        expect(killed).toContain(`${name}.sha256`);
      const { status, stderr } = await trailproof(['collect', '--out', out, '--resume'], { env });
      expect(stderr, `killed after ${moment} ms`).not.toMatch(/fault/);
      expect(status).toBe(1);
      const snapshots = await snapshotsIn(out);
      expect(evidence(snapshots.at(-1) ?? expected), `killed after ${moment} ms`).toBe(evidence(expected));
      for (const run of snapshots.at(-1)?.calls.map(({ trace }) => trace.run) ?? []) taken.add(run);
      expect((await filesIn(out)).filter((name) => /\.tmp$|unfinished/.test(name))).toEqual([]);
      expect((await trailproof(['verify', out])).status).toBe(0);
    }
    // Some were stopped on the way, so that calls of two runs stand in one ledger.
    expect(taken).toEqual(new Set([1, 2]));
  }, 240_000);

  it('by Ctrl-C says how to go on, writes the index and no snapshot, and goes on', async () => {
    const { url, requests } = await server(
      {},
      { operation: 'DescribeAlarms', fault: { kind: 'delay', milliseconds: 60_000 } },
    );
    const out = await folder();
    const env = { ...process.env, ...fakeAwsEnvironment(url) };
    const child = spawn(process.execPath, [join(ROOT, 'dist/cli/main.js'), 'collect', '--out', out], { env });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    while (!requests.some(({ operation }) => operation === 'DescribeAlarms')) await sleep(20);
    await sleep(300);
    child.kill('SIGINT');
    const status = await new Promise((resolve) => child.once('close', resolve));
    expect(stderr).toContain('trailproof: interrupted: run the same command with --resume to go on.\n');
    expect(status).toBe(1);
    expect(await snapshotsIn(out)).toEqual([]);
    const names = (await readdir(out)).filter((name) => name.endsWith('.index.json'));
    const index = indexSchema.parse(JSON.parse(await readFile(join(out, names[0] ?? ''), 'utf8')));
    expect(index.accounts).toMatchObject([{ id: FAKE_ACCOUNT, outcome: 'interrupted', snapshot: null }]);

    const again = await server({});
    const resumed = await trailproof(['collect', '--out', out, '--resume'], { env: fakeAwsEnvironment(again.url) });
    expect(resumed.stderr).toContain(`account ${FAKE_ACCOUNT}: taking up the collection of`);
    const asked = new Set(again.requests.map(({ operation }) => operation));
    expect([...asked].toSorted()).toEqual([
      'DescribeAlarms',
      'DescribeHub',
      'GetCallerIdentity',
      'GetEnabledStandards',
      'GetTopicAttributes',
      'ListSubscriptionsByTopic',
    ]);
    const [snapshot] = await snapshotsIn(out);
    expect(snapshot?.runs).toMatchObject([{ endedAt: null }, { endedAt: snapshot?.endedAt }]);
    const runs = snapshot?.calls.map(({ operation, trace }) => `${operation} ${trace.run}`);
    expect(runs).toEqual(expect.arrayContaining(['DescribeTrails 1', 'DescribeAlarms 2', 'GetCallerIdentity 2']));
  });

  it('and ended with holes is taken up again: only what was not ok is asked', async () => {
    const out = await folder();
    const first = await server(
      {},
      { operation: 'DescribeMetricFilters', region: HOME, fault: refusal('AccessDeniedException') },
    );
    expect((await trailproof(['collect', '--out', out], { env: fakeAwsEnvironment(first.url) })).status).toBe(1);
    const second = await server({});
    await trailproof(['collect', '--out', out, '--resume'], { env: fakeAwsEnvironment(second.url) });
    const [before, after] = await snapshotsIn(out);
    const asked = second.requests.map(({ operation, region }) => `${operation} ${region}`);
    const notOk = before?.calls.filter(({ outcome }) => ['denied', 'failed', 'throttled'].includes(outcome.kind)) ?? [];
    for (const { operation, region } of notOk) expect(asked).toContain(`${operation} ${region}`);
    for (const { service, operation, region, input, outcome } of before?.calls ?? []) {
      if (outcome.kind !== 'ok' || operation === 'GetCallerIdentity') continue;
      const same = after?.calls.find(
        (call) =>
          `${call.service}${call.operation}${call.region}${canonicalJson(call.input)}` ===
          `${service}${operation}${region}${canonicalJson(input)}`,
      );
      expect(same?.trace.run, `${operation} in ${region}`).toBe(1);
    }
    expect(
      after?.calls.filter(({ operation, region }) => operation === 'DescribeAlarms' && region === HOME),
    ).toMatchObject([{ outcome: { kind: 'ok' }, trace: { run: 2 } }]);
    expect((await trailproof(['verify', out])).status).toBe(0);
    const other = await trailproof(['collect', '--out', out, '--resume', '--scope', 'full'], {
      env: fakeAwsEnvironment(second.url),
    });
    expect(other.stderr).toContain('was read with --scope needed');
    expect(other.status).toBe(2);
  });

  it('and whose snapshot was changed, or is an import, gives nothing to a new seal', async () => {
    const out = await folder();
    const denied = { operation: 'DescribeHub', region: HOME, fault: refusal('AccessDeniedException') } as const;
    const first = await server({}, denied);
    await trailproof(['collect', '--out', out], { env: fakeAwsEnvironment(first.url) });
    const [name = ''] = (await filesIn(out)).filter((one) => one.endsWith('.snapshot.json'));
    const path = join(out, name);
    const written = await readFile(path, 'utf8');
    const second = await server({});
    const resume = () => trailproof(['collect', '--out', out, '--resume'], { env: fakeAwsEnvironment(second.url) });

    await writeFile(path, written.replace('"IsLogging": true', '"IsLogging": false'));
    const changed = await resume();
    expect(changed.stderr).toContain('it was changed: its SHA-256 is');
    expect(changed.status).toBe(2);
    expect(await snapshotsIn(out)).toHaveLength(1);

    // As `import` would have written it: whole as it may be, nobody of us has asked.
    const imported = { ...JSON.parse(written), imported: { from: 'export', files: {}, manifest: true } };
    const content = canonicalJson(imported);
    await writeFile(path, content);
    await writeFile(`${path}.sha256`, digestLine(digestOf(content), basename(path)));
    expect((await resume()).stderr).not.toContain('taking up');
    const runs = (await snapshotsIn(out)).at(-1)?.runs;
    expect(runs).toHaveLength(1);
  });

  it('by a disk that takes no more writes nothing that looks whole', async () => {
    const { url } = await server({});
    const out = await folder();
    // Files may grow to 8 KiB here: what fails is a write, as on a full disk.
    const under = ['sh', '-c', 'ulimit -f 8; exec "$@"', 'sh'];
    const { status, stderr } = await trailproof(['collect', '--out', out], { env: fakeAwsEnvironment(url), under });
    expect(stderr).toMatch(
      /\ntrailproof: cannot write [^\n]+: the file would be larger than is allowed\. [^\n]*--resume\.\n$/,
    );
    expect(status).toBe(2);
    expect((await filesIn(out)).filter((name) => !/^\.unfinished/.test(name))).toEqual([]);
    const { stdout } = await trailproof(['collect', '--out', out, '--resume', '--json'], {
      env: fakeAwsEnvironment(url),
    });
    expect(JSON.parse(stdout).snapshots).toHaveLength(1);
    expect(await snapshotsIn(out)).toHaveLength(1);
  });

  it('and whose journal was changed says where, and takes nothing from it', async () => {
    const { url } = await server({});
    const out = await folder();
    const under = ['sh', '-c', 'ulimit -f 8; exec "$@"', 'sh'];
    await trailproof(['collect', '--out', out], { env: fakeAwsEnvironment(url), under });
    const [journal = ''] = (await filesIn(out)).filter((name) => name.endsWith('.jsonl'));
    await appendFile(join(out, journal), '\n');
    await writeFile(join(out, journal), `nonsense\n${await readFile(join(out, journal), 'utf8')}`);
    const { status, stderr } = await trailproof(['collect', '--out', out, '--resume'], {
      env: fakeAwsEnvironment(url),
    });
    expect(stderr).toContain('line 1 is damaged');
    expect(status).toBe(2);
  });
});
