// `diff`, `history` and `report --since` as a user meets them.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diffSchema } from '../report/outputs/diff-schema.js';
import { historySchema } from '../report/outputs/history-schema.js';
import { reportSchema } from '../report/outputs/report-schema.js';
import { YEAR } from '../samples/year.js';
import { type Ran, trailproof } from './built-cli.js';

const GAPS = 'samples/gaps/gaps.snapshot.json';
const month = (number: number): string => join('samples/year', YEAR[number - 1]?.file ?? '');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailproof-diff-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function expectOneLine(ran: Ran, ...parts: readonly string[]): void {
  const lines = ran.stderr.trimEnd().split('\n');
  expect(lines, ran.stderr).toHaveLength(1);
  for (const part of parts) expect(lines[0]).toContain(part);
  expect(ran.stderr).not.toMatch(/\n\s+at /);
  expect(ran.stdout).toBe('');
  expect(ran.status).toBe(2);
}

describe('diff and history with bad usage or bad input', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['one side only', ['diff', GAPS], ["missing required argument 'after'"]],
    ['no snapshot', ['history'], ["missing required argument 'snapshot'"]],
    ['an unknown format', ['diff', GAPS, GAPS, '-f', 'docx'], ['unknown format docx', 'markdown']],
    ['an empty format', ['history', GAPS, '-f', ','], ['names no format']],
    ['two formats for one output', ['diff', GAPS, GAPS, '-f', 'json,markdown'], ['json, markdown', '--out']],
    ['an unknown benchmark', ['diff', GAPS, GAPS, '-b', '9.9.9'], ['9.9.9', '5.0.0']],
    ['an unknown earlier benchmark', ['diff', GAPS, GAPS, '--before-benchmark', 'x'], ['version x', '5.0.0']],
    ['an unknown condition', ['diff', GAPS, GAPS, '--fail-on', 'mondays'], ['mondays', 'regressed']],
    ['a missing file', ['diff', GAPS, 'nowhere.json'], ['nowhere.json: no such file or folder.']],
    ['a file of another kind', ['history', 'package.json'], ['package.json: not a snapshot']],
    ['two accounts', ['diff', month(1), GAPS], ['444455556666', '222233334444', '--across']],
    ['standard input twice', ['diff', '-', '-'], ['standard input']],
    [
      'several snapshots of an account',
      ['diff', 'samples/year', GAPS],
      ['more than one snapshot of account 444455556666'],
    ],
    ['several accounts across', ['diff', 'samples/*/*.snapshot.json', GAPS, '--across'], ['--across', '3']],
    ['an earlier snapshot of another account', ['report', GAPS, '--since', month(1)], ['no snapshot of an account']],
  ])('%s', async (_title, args, parts) => {
    const out = join(folder, 'bad');
    expectOneLine(await trailproof(args.includes('-f') ? args : [...args, '--out', out]), ...parts);
    expect(existsSync(out)).toBe(false);
  });

  it('a snapshot among many that is cut off is named', async () => {
    const broken = join(folder, 'broken.snapshot.json');
    writeFileSync(broken, readFileSync(GAPS, 'utf8').slice(0, 5000));
    expectOneLine(await trailproof(['history', 'samples/year', broken]), 'broken.snapshot.json', 'cut off');
  });

  it('documents that exist already are left alone, unless asked', async () => {
    const out = join(folder, 'twice');
    const args = ['history', month(1), month(2), '-f', 'json,markdown', '--out', out];
    expect((await trailproof(args)).status).toBe(0);
    writeFileSync(join(out, 'history.md'), 'mine');
    expectOneLine(await trailproof(args), 'exists already', '--overwrite');
    expect(readFileSync(join(out, 'history.md'), 'utf8')).toBe('mine');
    expect((await trailproof([...args, '--overwrite'])).status).toBe(0);
    expect(readFileSync(join(out, 'history.md'), 'utf8')).not.toBe('mine');
  });
});

describe('diff', () => {
  const status = async (...args: readonly string[]): Promise<number | null> =>
    (await trailproof(['diff', ...args])).status;

  it('ends with 1 on a regression, and only then, unless told otherwise', async () => {
    const [regression, fix, respelled] = [
      [month(3), month(4)],
      [month(5), month(6)],
      [month(2), month(3)],
    ] as const;
    expect(await status(...regression)).toBe(1);
    expect(await status(...regression, '--fail-on', 'never')).toBe(0);
    expect(await status(...fix)).toBe(0);
    expect(await status(...fix, '--fail-on', 'any')).toBe(1);
    expect(await status(...respelled)).toBe(0);
    expect(await status(...respelled, '--fail-on', 'any')).toBe(1);
    expect(await status(month(1), month(1), '--fail-on', 'any')).toBe(0);
    // A right was lost: nothing is known to be worse.
    expect(await status(month(6), month(7))).toBe(0);
  });

  it('counts as any change that less could be read, and that an account is missing', async () => {
    const { calls, ...rest } = JSON.parse(readFileSync(month(2), 'utf8'));
    const denied = { kind: 'denied', error: { name: 'AccessDeniedException', message: 'no' } };
    const less = calls.map((call: { readonly operation: string }) =>
      call.operation === 'DescribeOrganization' ? { ...call, outcome: denied } : call,
    );
    const [partly, sides] = [join(folder, 'partly.snapshot.json'), join(folder, 'sides')];
    writeFileSync(partly, JSON.stringify({ ...rest, calls: less }));
    expect(await status(month(2), partly, '--fail-on', 'any')).toBe(1);
    expect(await status(month(2), partly)).toBe(0);
    mkdirSync(sides);
    copyFileSync(GAPS, join(sides, 'gaps.snapshot.json'));
    copyFileSync(month(1), join(sides, 'month.snapshot.json'));
    expect(await status(sides, month(1), '--fail-on', 'any')).toBe(1);
    expect(await status(sides, month(1))).toBe(0);
  });

  it('prints one JSON document that fits its schema', async () => {
    const ran = await trailproof(['diff', month(3), month(4), '--json']);
    expect(ran.stderr).toBe('');
    const diff = diffSchema.parse(JSON.parse(ran.stdout));
    const [account] = diff.accounts;
    expect(account?.controls).toHaveLength(16);
    expect(account?.controls.find(({ slug }) => slug === 'cloudtrail-config-changes')).toMatchObject({
      before: 'pass',
      after: 'fail',
      change: 'regressed',
      causes: [{ kind: 'configuration', paths: ['filterPattern'] }],
      events: {
        gained: [],
        lost: [
          { eventName: 'DeleteTrail', link: 'metric-filter', resource: { name: 'cis-4-5' } },
          { eventName: 'StopLogging', link: 'metric-filter', resource: { name: 'cis-4-5' } },
        ],
      },
    });
    expect(account?.resources).toMatchObject([
      { kind: 'metric-filter', change: 'changed', fields: [{ path: 'filterPattern' }] },
    ]);
  });

  it('says when the sides are swapped, and compares two accounts when asked', async () => {
    expect((await trailproof(['diff', month(4), month(3)])).stdout).toContain('was given second');
    const across = await trailproof(['diff', month(12), GAPS, '--across', '--json']);
    expect(diffSchema.parse(JSON.parse(across.stdout))).toMatchObject({
      across: true,
      accounts: [{ notes: [{ code: 'across' }] }],
    });
  });

  it('tells of a waiver that expired between the two', async () => {
    const file = join(folder, 'engagement.yaml');
    const waiver = '{ control: organizations-changes, reason: moving, owner: A, approver: B, expires: 2026-02-20 }';
    writeFileSync(file, `waivers:\n  - ${waiver}\n`);
    const ran = await trailproof(['diff', month(3), month(4), '--engagement', file]);
    expect(ran.stderr).toBe('');
    expect(ran.stdout).toContain('Because no waiver lies over it any more, as before (moving).');
    expect((await trailproof(['diff', month(3), month(4)])).stdout).not.toContain('waiver');
    expectOneLine(await trailproof(['diff', month(3), month(4), '--engagement', 'nowhere.yaml']), 'no such file');
  });

  it('takes standard input for one side', async () => {
    const ran = await trailproof(['diff', month(3), '-', '--json'], { stdin: readFileSync(month(4), 'utf8') });
    expect(JSON.parse(ran.stdout).summary.controls.regressed).toBe(1);
  });

  it('writes no colour and no line wider than asked into a pipe', async () => {
    const { stdout } = await trailproof(['diff', month(1), month(12)]);
    expect(stdout).not.toContain('\u001b');
    for (const line of stdout.split('\n')) expect(Array.from(line).length, line).toBeLessThanOrEqual(100);
  });
});

describe('history', () => {
  it('prints one JSON document that fits its schema', async () => {
    const ran = await trailproof(['history', 'samples/year', '--json']);
    const history = historySchema.parse(JSON.parse(ran.stdout));
    expect(history.summary).toMatchObject({ accounts: 1, snapshots: 12, failing: 1 });
    // The last month brought a regression.
    expect(ran.status).toBe(1);
    expect((await trailproof(['history', 'samples/year', '--json', '--fail-on', 'never'])).status).toBe(0);
  });

  it('ends with 1 on a regression that snapshots in between could not tell', async () => {
    const series = join(folder, 'series');
    mkdirSync(series);
    const later = { ...JSON.parse(readFileSync(month(4), 'utf8')), startedAt: '2026-06-20T08:00:00.000Z' };
    writeFileSync(
      join(series, 'later.snapshot.json'),
      JSON.stringify({ ...later, endedAt: '2026-06-20T08:01:00.000Z' }),
    );
    const ran = await trailproof(['history', month(3), month(7), series, '--json']);
    const { accounts } = historySchema.parse(JSON.parse(ran.stdout));
    const control = accounts[0]?.controls.find(({ slug }) => slug === 'cloudtrail-config-changes');
    expect(control?.outcomes).toEqual(['pass', 'not-assessed', 'fail']);
    expect(ran.status).toBe(1);
  });

  it('gives several accounts a line each, worst first', async () => {
    const { stdout } = await trailproof(['history', 'samples/year', 'samples/*/*.snapshot.json']);
    const accounts = stdout.split('\n').flatMap((line) => /^(\d{12}) /.exec(line)?.[1] ?? []);
    expect(accounts).toEqual(['222233334444', '333344445555', '444455556666', '111122223333']);
  });

  it('gives the same bytes for the same input', async () => {
    const once = async (name: string): Promise<readonly string[]> => {
      const out = join(folder, name);
      await trailproof(['history', 'samples/year', '-f', 'html,markdown,json,text', '--out', out], {
        env: { SOURCE_DATE_EPOCH: '1790000000' },
      });
      return readdirSync(out)
        .sort()
        .map((file) => readFileSync(join(out, file), 'utf8'));
    };
    expect(await once('same-1')).toEqual(await once('same-2'));
  });
});

describe('report --since', () => {
  it('adds what changed to the report', async () => {
    const out = join(folder, 'since');
    await trailproof(['report', month(12), '--since', month(11), '-f', 'html,json', '--out', out]);
    const name = '444455556666-cis-5.0.0';
    const report = reportSchema.parse(JSON.parse(readFileSync(join(out, `${name}.json`), 'utf8')));
    expect(report.changes?.summary.controls).toMatchObject({ regressed: 1, fixed: 1 });
    expect(readFileSync(join(out, `${name}.html`), 'utf8')).toContain('Changes since the last report');
    const without = await trailproof(['report', month(12), '--json']);
    expect(JSON.parse(without.stdout)).not.toHaveProperty('changes');
  });

  it('redacts it with the rest', async () => {
    const ran = await trailproof(['report', month(10), '--since', month(9), '--redact', '--json']);
    expect(ran.stdout).not.toContain('444455556666');
    expect(ran.stdout).not.toContain('network-on-call@example.com');
    expect(ran.stdout).not.toContain('example-bank');
    expect(JSON.parse(ran.stdout).changes.accounts).toHaveLength(1);
  });
});
