// That evidence is untouched can be told with tools that are not ours, and with `verify`.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { canonicalJson } from '../snapshot/canonical-json.js';
import { digestLine, digestOf } from '../snapshot/seal.js';
import { type Ran, trailproof } from './built-cli.js';
import { STEADY } from './collecting.js';
import { describeWithMoto } from './server/describe-with-moto.js';
import { fakeAwsEnvironment } from './server/fake-aws.js';
import { startFaultServer } from './server/fault-server.js';
import { seedAccount } from './server/seed.js';

const run = promisify(execFile);

await describeWithMoto('a seal', (moto) => {
  let place: string;
  let sealed: string;

  beforeAll(async () => {
    await seedAccount(moto);
    place = await mkdtemp(join(tmpdir(), 'trailproof-seal-'));
    await run('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', join(place, 'key.pem')]);
    await run('openssl', ['pkey', '-in', join(place, 'key.pem'), '-pubout', '-out', join(place, 'public.pem')]);
    const server = await startFaultServer(moto.url, STEADY);
    const out = join(place, 'out');
    await trailproof(['collect', '--out', out, '--sign-key', join(place, 'key.pem')], {
      env: fakeAwsEnvironment(server.url),
    });
    await server.stop();
    const [name = ''] = (await readdir(out, { recursive: true })).filter((one) => one.endsWith('.snapshot.json'));
    sealed = join(out, name);
    return () => rm(place, { recursive: true, force: true });
  }, 60_000);

  /** A copy of the snapshot with its seals, to be spoilt. */
  async function copy(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'trailproof-copy-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await cp(dirname(sealed), folder, { recursive: true });
    return join(folder, basename(sealed));
  }

  const verify = (...args: readonly string[]): Promise<Ran> => trailproof(['verify', ...args]);
  const publicKey = () => ['--public-key', join(place, 'public.pem')];

  it('is one that sha256sum and openssl accept', async () => {
    const { stdout } = await run('sha256sum', ['-c', `${basename(sealed)}.sha256`], { cwd: dirname(sealed) });
    expect(stdout).toBe(`${basename(sealed)}: OK\n`);
    const args = [
      '-verify',
      '-pubin',
      '-inkey',
      join(place, 'public.pem'),
      '-rawin',
      '-in',
      sealed,
      '-sigfile',
      `${sealed}.sig`,
    ];
    expect((await run('openssl', ['pkeyutl', ...args])).stdout).toContain('Signature Verified Successfully');
  });

  it('holds, and so do ledger and index', async () => {
    const { status, stdout } = await verify(join(place, 'out'), ...publicKey());
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toEqual([
      `ok  ${sealed}: snapshot: digest, signature, schema, form, ledger`,
      expect.stringMatching(/^ok {2}.*\.index\.json: index: schema, snapshots$/),
    ]);
    expect(status).toBe(0);
  });

  it('says that a signature was not looked at without a key', async () => {
    expect((await verify(sealed)).stdout).toContain('(the signature was not checked: give --public-key)');
  });

  it('shows one changed byte, wherever it is', async () => {
    const path = await copy();
    const bytes = await readFile(sealed);
    for (const place_ of [1, Math.floor(bytes.length / 3), bytes.length - 2]) {
      const changed = Buffer.from(bytes);
      changed[place_] = (changed[place_] ?? 0) ^ 1;
      await writeFile(path, changed);
      const { status, stdout } = await verify(path, ...publicKey());
      expect(stdout).toContain(`BAD ${path}: snapshot`);
      expect(stdout).toContain(
        `it was changed: its SHA-256 is ${digestOf(changed)}, it was sealed as ${digestOf(bytes)}`,
      );
      expect(stdout).toContain('the signature is not that of this file by this key');
      expect(status).toBe(1);
    }
  });

  it('shows a change that was sealed anew, by its signature', async () => {
    const path = await copy();
    const changed = (await readFile(path, 'utf8')).replace('"IsLogging": false', '"IsLogging": true');
    await writeFile(path, changed);
    await writeFile(`${path}.sha256`, digestLine(digestOf(changed), basename(path)));
    const { status, stdout } = await verify(path, ...publicKey());
    expect(stdout).toContain('the signature is not that of this file by this key');
    expect(status).toBe(1);
  });

  it.each([
    [
      'a call taken out',
      (snapshot: Editable) => snapshot.calls.splice(call(snapshot, 'GetTrailStatus'), 1),
      /cloudtrail:GetTrailStatus in [\w-]+: the call is missing/,
    ],
    [
      'a call put in',
      (snapshot: Editable) => snapshot.calls.splice(0, 0, { ...firstCall(snapshot), region: 'aa-test-1' }),
      /cloudtrail:DescribeTrails in aa-test-1: nothing led to this call|cloudtrail:\w+ in aa-test-1: nothing led/,
    ],
    [
      'an item taken out',
      (snapshot: Editable) => snapshot.calls[call(snapshot, 'DescribeAlarms')]?.outcome.answer?.['MetricAlarms']?.pop(),
      /its items are not those that it lists/,
    ],
    [
      'another account',
      (snapshot: Editable) => Object.assign(snapshot.account, { id: '999999999999' }),
      /account\.id is not the account that GetCallerIdentity names/,
    ],
    [
      'a region left out',
      (snapshot: Editable) => snapshot.regions.pop(),
      /regions are not those that DescribeRegions names/,
    ],
    [
      'a time outside the run',
      (snapshot: Editable) => Object.assign(snapshot.calls[3]?.trace ?? {}, { startedAt: '2020-01-01T00:00:00.000Z' }),
      /call 3 .*: it lies outside the time of its run/,
    ],
  ])('and ledger show %s, though all seals were made anew', async (_, edit, problem) => {
    const path = await copy();
    const snapshot = JSON.parse(await readFile(path, 'utf8'));
    edit(snapshot);
    const changed = canonicalJson(snapshot);
    await writeFile(path, changed);
    await writeFile(`${path}.sha256`, digestLine(digestOf(changed), basename(path)));
    const { status, stdout } = await verify(path);
    expect(stdout).toMatch(problem);
    expect(status).toBe(1);
  });

  it('ties a report to its snapshot', async () => {
    const out = join(place, 'report');
    await trailproof(['report', sealed, '--out', out, '--format', 'json,html']);
    const names = (await readdir(out)).map((name) => join(out, name));
    const whole = await verify(sealed, ...names);
    expect(whole.stdout.match(/^ok .*: report: digests$/gm)).toHaveLength(2);
    expect(whole.status).toBe(0);
    const other = await copy();
    await writeFile(other, `${await readFile(other, 'utf8')} `);
    const { status, stdout } = await verify(other, ...names, '--json');
    const reports = JSON.parse(stdout).files.filter(({ kind }: { readonly kind: string }) => kind === 'report');
    expect(reports).toHaveLength(2);
    for (const { problems } of reports) {
      expect(problems).toEqual([
        `none of the given files is the snapshot ${digestOf(await readFile(sealed))} that it was made from`,
      ]);
    }
    expect(status).toBe(1);
  });

  it('of an index shows a snapshot that is gone or changed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trailproof-copy-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await cp(join(place, 'out'), folder, { recursive: true });
    const [index = ''] = (await readdir(folder)).filter((name) => name.endsWith('.index.json'));
    const [account = ''] = (await readdir(folder)).filter((name) => /^[0-9]+$/.test(name));
    await rm(join(folder, account), { recursive: true });
    expect((await verify(join(folder, index))).stdout).toMatch(/\.snapshot\.json is not there/);
  });

  it('cannot be made with a key that does not fit, and says so before anything is asked', async () => {
    const rsa = join(place, 'rsa.pem');
    await run('openssl', ['genpkey', '-algorithm', 'rsa', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', rsa]);
    const { status, stderr } = await trailproof(['collect', '--sign-key', rsa], {
      env: fakeAwsEnvironment('http://127.0.0.1:1'),
    });
    expect(stderr).toMatch(/^trailproof: --sign-key .*: an Ed25519 key is needed, this is rsa; .*\n$/);
    expect(status).toBe(2);
  });
});

interface Editable {
  readonly account: object;
  readonly regions: string[];
  readonly calls: {
    readonly operation: string;
    readonly region: string;
    readonly trace: object;
    readonly outcome: { readonly kind: string; readonly answer?: Record<string, unknown[]> };
  }[];
}

function firstCall({ calls }: Editable): Editable['calls'][number] {
  const [first] = calls;
  if (first === undefined) throw new Error('There is no call.');
  return first;
}

function call({ calls }: Editable, operation: string): number {
  return calls.findIndex((one) => one.operation === operation && one.outcome.kind === 'ok');
}
