// Several accounts, as a user meets them: a rollup and a document for each, or all in one.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../cli/browser/find.js';
import { trailproof } from './built-cli.js';

const SNAPSHOTS = ['gaps', 'all-pass', 'partly-read'].map((name) => `samples/${name}/${name}.snapshot.json`);
const TWO = SNAPSHOTS.slice(0, 2);
const GAPS = '222233334444-cis-5.0.0';
const SOURCE_DATE_EPOCH = String(Date.parse('2026-11-04T08:00:00Z') / 1000);
const NO_BROWSER = { PUPPETEER_EXECUTABLE_PATH: join(tmpdir(), 'no-such-browser') };

let folder: string;
let names: readonly string[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailproof-report-accounts-'));
  names = SNAPSHOTS.map((path): string => `${JSON.parse(readFileSync(path, 'utf8')).account.id}-cis-5.0.0`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(out: string, snapshots: readonly string[], ...args: readonly string[]) {
  return trailproof(['report', ...snapshots, '--out', join(folder, out), ...args], { env: { SOURCE_DATE_EPOCH } });
}

describe('a report on several accounts', () => {
  it('is a rollup and a page for each account; other formats are one file about all', async () => {
    const { status, stdout } = await run('three', SNAPSHOTS, '-f', 'html,json,csv,markdown,sarif');
    expect(status).toBe(1);
    const all = '3-accounts-cis-5.0.0';
    const files = [...['csv', 'html', 'json', 'md', 'sarif'].map((suffix) => `${all}.${suffix}`)];
    expect(readdirSync(join(folder, 'three')).sort()).toEqual(
      [...files, ...names.map((name) => `${name}.html`)].sort(),
    );
    for (const name of [all, ...names]) expect(stdout).toContain(join(folder, 'three', `${name}.html`));
    const rollup = readFileSync(join(folder, 'three', `${all}.html`), 'utf8');
    for (const name of names) expect(rollup).toContain(`href="${name}.html"`);
    expect(rollup).not.toContain('id="a1-account"');
  });

  it('gives each account the page that a report on it alone is, where nothing leads into another', async () => {
    await run('alone', TWO.slice(0, 1), '-f', 'html');
    const page = (out: string) => readFileSync(join(folder, out, `${GAPS}.html`), 'utf8');
    expect(page('three') === page('alone')).toBe(true);
  });

  it('names every snapshot by its digest, so that it can be verified', async () => {
    const { status, stdout } = await trailproof(['verify', ...SNAPSHOTS, join(folder, 'three')]);
    expect(stdout).not.toMatch(/none of the given files/);
    expect(status).toBe(0);
  });

  it('is one document with --combined, the rollup first', async () => {
    await run('combined', TWO, '-f', 'html', '--combined');
    expect(readdirSync(join(folder, 'combined'))).toEqual(['2-accounts-cis-5.0.0.html']);
    const page = readFileSync(join(folder, 'combined', '2-accounts-cis-5.0.0.html'), 'utf8');
    const places = ['id="overview"', 'id="grid"', 'id="accounts"', 'id="a1-account"', 'id="a2-account"'];
    const found = places.map((place) => page.indexOf(place));
    expect(found.every((at) => at > 0)).toBe(true);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  it('prints one JSON document with --json', async () => {
    const { stdout } = await run('json', TWO, '--json');
    expect(JSON.parse(stdout).accounts).toHaveLength(2);
    expect(existsSync(join(folder, 'json'))).toBe(false);
  });

  it('writes nothing where any of its files is there already', async () => {
    mkdirSync(join(folder, 'taken'));
    writeFileSync(join(folder, 'taken', `${GAPS}.html`), 'mine');
    const { status, stderr } = await run('taken', TWO, '-f', 'json,html');
    expect(status).toBe(2);
    expect(stderr).toContain(`${GAPS}.html exists already`);
    expect(readdirSync(join(folder, 'taken'))).toEqual([`${GAPS}.html`]);
    expect((await run('taken', TWO, '-f', 'json,html', '--overwrite')).status).toBe(1);
    expect(readdirSync(join(folder, 'taken'))).toHaveLength(4);
    expect(readFileSync(join(folder, 'taken', `${GAPS}.html`), 'utf8')).not.toBe('mine');
  });

  it('shows pseudonyms only, in names of files too', async () => {
    await run('redacted', TWO, '-f', 'html', '--redact-key', 'secret');
    const files = readdirSync(join(folder, 'redacted'));
    expect(files).toHaveLength(3);
    const text = files.map((name) => name + readFileSync(join(folder, 'redacted', name), 'utf8')).join();
    expect(text).not.toContain('222233334444');
    expect(text).not.toContain('2222 3333 4444');
    const rollup = readFileSync(join(folder, 'redacted', '2-accounts-cis-5.0.0.html'), 'utf8');
    for (const name of files.filter((one) => !one.startsWith('2-'))) expect(rollup).toContain(`href="${name}"`);
  });

  it('has in each page the waivers that are about its account, and in the rollup all', async () => {
    const file = join(folder, 'engagement.yaml');
    const waiver = (account: string, reason: string) =>
      `  - { control: cloudtrail-config-changes, account: "${account}", reason: ${reason}, owner: O, approver: A, expires: 2027-01-31 }`;
    const other = names[1]?.slice(0, 12) ?? '';
    writeFileSync(
      file,
      ['waivers:', waiver('222233334444', 'ours-alone'), waiver(other, 'theirs-alone'), ''].join('\n'),
    );
    await run('waived', TWO, '-f', 'html', '--engagement', file);
    const has = (name: string) => {
      const page = readFileSync(join(folder, 'waived', `${name}.html`), 'utf8');
      return ['ours-alone', 'theirs-alone'].map((reason) => page.includes(reason));
    };
    expect(has('2-accounts-cis-5.0.0')).toEqual([true, true]);
    expect(has(GAPS)).toEqual([true, false]);
    expect(has(names[1] ?? '')).toEqual([false, true]);
  });

  it('leaves the pages and the data where there is no browser', async () => {
    const { status, stderr } = await trailproof(
      ['report', ...TWO, '-f', 'html,pdf,json', '--out', join(folder, 'unprinted'), '--browser', '/no/such/browser'],
      { env: NO_BROWSER },
    );
    expect(status).toBe(2);
    expect(stderr).toContain('/no/such/browser');
    expect(readdirSync(join(folder, 'unprinted'))).toHaveLength(4);
  });
});

const search = await findBrowser(undefined);
if (search.kind === 'none') {
  if (process.env['TRAILPROOF_REQUIRE_BROWSER']) throw new Error('no browser: nothing of printing is tested here');
  process.stderr.write('SKIPPED: no browser. Nothing of printing several accounts is tested here.\n');
}

describe.skipIf(search.kind === 'none')('the prints of several accounts', { timeout: 180_000 }, () => {
  it('are one for each page; of one that fails the others do not suffer, and it is told with exit code 2', async () => {
    // A folder of that name cannot be replaced by a file.
    mkdirSync(join(folder, 'printed', `${GAPS}.pdf`), { recursive: true });
    const { status, stderr } = await run('printed', TWO, '-f', 'html,pdf', '--overwrite');
    expect(status).toBe(2);
    expect(stderr).toContain(
      `1 of 3 PDFs could not be made; all else is written. ${join(folder, 'printed', GAPS)}.pdf`,
    );
    expect(stderr).toMatch(/^Printing 1 of 3 \.\.\.$/m);
    expect(stderr).toMatch(/^Printing 3 of 3 \.\.\.$/m);
    const pdfs = ['2-accounts-cis-5.0.0', names[1] ?? ''].map((name) => join(folder, 'printed', `${name}.pdf`));
    for (const pdf of pdfs) expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
    expect(readdirSync(join(folder, 'printed')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('say nothing on the way under --quiet', async () => {
    const { stderr, status } = await run('quiet', TWO, '-f', 'pdf', '--quiet');
    expect(status).toBe(1);
    expect(stderr).toBe('');
    expect(readdirSync(join(folder, 'quiet'))).toHaveLength(3);
  });
});
