// Bad usage and bad input, as a user meets them: one clear line, exit code 2, no stack trace, nothing half written.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORMAT_NAMES } from '../report/outputs/formats.js';
import { type Ran, trailproof } from './built-cli.js';

const GAPS = 'samples/gaps/gaps.snapshot.json';
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailproof-cli-'));
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

describe('report --help', () => {
  it('names every format', async () => {
    const { stdout } = await trailproof(['report', '--help']);
    expect(stdout.replace(/\s+/g, ' ')).toContain(`${FORMAT_NAMES.join(', ')}, separated by commas, or all`);
  });
});

describe('report with bad usage or bad input', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['an unknown option', ['report', GAPS, '--colour'], ["unknown option '--colour'"]],
    ['no snapshot', ['report'], ["missing required argument 'snapshot'"]],
    ['an unknown command', ['repport'], ["unknown command 'repport'"]],
    ['an unknown format', ['report', GAPS, '-f', 'docx'], ['unknown format docx', 'html, pdf, json']],
    ['an empty format', ['report', GAPS, '-f', ','], ['names no format']],
    ['an unknown benchmark', ['report', GAPS, '-b', '9.9.9'], ['9.9.9', '5.0.0']],
    ['an unknown paper', ['report', GAPS, '--paper', 'A0'], ['A0', 'A4']],
    ['a missing file', ['report', 'nowhere.json'], ['nowhere.json: no such file or folder.']],
    ['a pattern that fits nothing', ['report', 'samples/*.nothing'], ['samples/*.nothing: no file fits this pattern.']],
    ['a folder without snapshots', ['report', 'templates'], ['templates: no snapshot']],
    ['a file of another kind', ['report', 'package.json'], ['package.json: not a snapshot']],
  ])('%s', async (_title, args, parts) => {
    const out = join(folder, 'bad');
    expectOneLine(await trailproof([...args, '--out', out]), ...parts);
    expect(existsSync(out)).toBe(false);
  });

  it.each<[string, string | Uint8Array, string]>([
    ['cut.json', '{"kind": "trailproof-snapshot", "calls": [', 'cut off'],
    ['words.json', 'this is not JSON', 'not JSON'],
    ['empty.json', '', 'the file is empty'],
    ['binary.json', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff]), 'not UTF-8'],
    ['newer.json', '{"kind": "trailproof-snapshot", "schemaVersion": 99}', 'newer than this trailproof reads'],
    ['hostile\u001b[31m\nname.json', '{}', 'not a snapshot'],
  ])('an unusable file %j', async (name, content, part) => {
    const file = join(folder, name);
    writeFileSync(file, content);
    const ran = await trailproof(['report', file, '--out', join(folder, 'bad')]);
    expectOneLine(ran, part, name.slice(0, 5));
    // A file's name is text from outside like any other.
    expect(ran.stderr).not.toContain('\u001b');
  });

  it('200 MB of nonsense', async () => {
    const file = join(folder, 'nonsense.json');
    writeFileSync(file, Buffer.alloc(200 * 1024 * 1024, '[{"a":'));
    expectOneLine(await trailproof(['report', file]), 'nonsense.json: not a snapshot');
    rmSync(file);
  });

  it('a snapshot from standard input that is cut off', async () => {
    const whole = readFileSync(GAPS, 'utf8');
    const ran = await trailproof(['report', '-', '--json'], { stdin: whole.slice(0, whole.length / 2) });
    expectOneLine(ran, 'standard input', 'cut off');
  });

  it('a SOURCE_DATE_EPOCH that is no number', async () => {
    expectOneLine(
      await trailproof(['report', GAPS, '--json'], { env: { SOURCE_DATE_EPOCH: 'noon' } }),
      'SOURCE_DATE_EPOCH',
    );
  });

  it('a folder that may not be written', async () => {
    // Root may write anywhere but where the kernel says no.
    const closed = process.getuid?.() === 0 ? '/sys/kernel' : join(folder, 'closed');
    if (process.getuid?.() !== 0) mkdirSync(closed, { mode: 0o500 });
    const ran = await trailproof(['report', GAPS, '-f', 'json', '--out', closed]);
    expectOneLine(ran, `cannot write ${closed}`, 'permission denied');
  });

  it('an --out that is a file', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expectOneLine(await trailproof(['report', GAPS, '-f', 'json', '--out', file]), file);
  });

  it('documents that exist already are left alone, unless asked', async () => {
    const out = join(folder, 'twice');
    const args = ['report', GAPS, '-f', 'json,html', '--out', out];
    expect((await trailproof(args)).status).toBe(1);
    const path = join(out, '222233334444-cis-5.0.0.html');
    writeFileSync(path, 'mine');
    rmSync(join(out, '222233334444-cis-5.0.0.json'));
    expectOneLine(await trailproof(args), `${path} exists already`, '--overwrite');
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect(readdirSync(out)).toEqual(['222233334444-cis-5.0.0.html']);
    expect((await trailproof([...args, '--overwrite'])).status).toBe(1);
    expect(readFileSync(path, 'utf8')).not.toBe('mine');
  });
});

describe('report', () => {
  it('ends with 0 when all is met, and 1 when something is not', async () => {
    const status = async (path: string): Promise<number | null> =>
      (await trailproof(['report', path, '--json'])).status;
    expect(await status('samples/all-pass/all-pass.snapshot.json')).toBe(0);
    expect(await status(GAPS)).toBe(1);
    expect(await status('samples/partly-read/partly-read.snapshot.json')).toBe(1);
  });

  it('prints one JSON document with --json, and writes nothing', async () => {
    const ran = await trailproof(['report', GAPS, '--json'], { cwd: folder, env: {} }).catch(() => null);
    expect(ran?.status).toBe(2);
    const here = await trailproof(['report', GAPS, '--json']);
    expect(JSON.parse(here.stdout)).toMatchObject({ schemaVersion: 1, summary: { total: 16 } });
    expect(here.stderr).toBe('');
  });

  it('takes files, folders, globs and standard input, and each file once', async () => {
    const accounts = async (args: readonly string[], stdin?: string): Promise<number> => {
      const ran = await trailproof(['report', ...args, '--json'], stdin === undefined ? {} : { stdin });
      return JSON.parse(ran.stdout).accounts.length;
    };
    expect(await accounts(['samples/gaps', 'samples/all-pass', 'samples/partly-read'])).toBe(3);
    expect(await accounts(['samples/*/*.snapshot.json'])).toBe(3);
    expect(await accounts([GAPS, 'samples/gaps'])).toBe(1);
    expect(await accounts(['-'], readFileSync(GAPS, 'utf8'))).toBe(1);
  });

  it('gives the same bytes for the same input', async () => {
    const once = (out: string) =>
      trailproof(['report', 'samples/*/*.snapshot.json', '-f', 'html,json', '--out', join(folder, out)], {
        env: { SOURCE_DATE_EPOCH: '1790000000' },
      });
    await once('same-1');
    await once('same-2');
    for (const name of readdirSync(join(folder, 'same-1'))) {
      expect(readFileSync(join(folder, 'same-2', name)).equals(readFileSync(join(folder, 'same-1', name))), name).toBe(
        true,
      );
    }
    expect(readdirSync(join(folder, 'same-1'))).toEqual(
      expect.arrayContaining(['222233334444-cis-5.0.0.html', '3-accounts-cis-5.0.0.html', '3-accounts-cis-5.0.0.json']),
    );
  });

  it('writes HTML and JSON, and says how to get a browser, where there is none', async () => {
    const out = join(folder, 'no-browser');
    const ran = await trailproof(['report', GAPS, '--out', out, '--browser', join(folder, 'no-such-browser')]);
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain('no-such-browser');
    expect(ran.stderr).not.toMatch(/\n\s+at /);
    expect(readdirSync(out).sort()).toEqual(['222233334444-cis-5.0.0.html', '222233334444-cis-5.0.0.json']);
  });
});

describe('help', () => {
  it('is on stdout, with exit code 0', async () => {
    const ran = await trailproof(['--help']);
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    for (const word of ['collect', 'report', '--quiet', '--no-color']) expect(ran.stdout).toContain(word);
  });

  it('tells the version of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await trailproof(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n` });
  });
});
