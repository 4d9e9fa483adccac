// A snapshot of somebody who means ill, all the way into every document.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pagesOf, readPdf, squeezed } from '../cli/browser/testing/read-pdf.js';
import { NO_BROWSER, Screens } from '../cli/browser/testing/screen.js';
import { LANGS } from '../report/language/languages.js';
import { HOSTILE_TEXT } from '../report/outputs/testing/hostile.js';
import { trailproof } from './built-cli.js';

const SAMPLE = 'samples/gaps/gaps.snapshot.json';
const SOURCE_DATE_EPOCH = String(Date.parse('2026-11-04T08:00:00Z') / 1000);
const FORMATS = ['csv', 'hdf.json', 'html', 'json', 'junit.xml', 'md', 'ocsf.json', 'oscal.json', 'sarif'];

/** What a snapshot must hold to be one, and what says which call an answer is of. */
const FIXED: readonly RegExp[] = [
  /^(?:kind|scope|startedAt|endedAt|regions\..*|account\.id|runs\.\d+\.(?:started|ended)At)$/,
  /^calls\.\d+\.(?:service|operation|region|outcome\.kind|trace\..*)$/,
];

/** Without these no filter or alarm would be reached, and most of a report would not be written. */
const MEANING = /\.(?:filterPattern|ComparisonOperator|Statistic|ReadWriteType|StateValue|Protocol|[A-Z]\w*Time)$/;

type Way = (path: string, text: string) => string;

/** Each way of changing the strings of the sample. */
const WAYS: Readonly<Record<string, Way>> = {
  'in the place of every text': () => HOSTILE_TEXT,
  'behind every name, which stays the same wherever it is said': (path, text) =>
    MEANING.test(path) || /^\d*$/.test(text) ? text : `${text}${HOSTILE_TEXT}`,
  'behind every name, 10,000 letters long': (path, text) =>
    MEANING.test(path) || /^\d*$/.test(text) ? text : `${text}${'W'.repeat(10_000)}`,
};

function changed(value: unknown, way: Way, path = ''): unknown {
  if (typeof value === 'string') return FIXED.some((one) => one.test(path)) ? value : way(path, value);
  if (typeof value !== 'object' || value === null) return value;
  const inner = (key: string, one: unknown): unknown => changed(one, way, path === '' ? key : `${path}.${key}`);
  if (Array.isArray(value)) return value.map((one, index) => inner(String(index), one));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inner(key, one)]));
}

/** In the page: what no text of a snapshot may bring about. */
const FOUND = `({
  sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  foreign: document.querySelectorAll('iframe, object, embed, base, form, link, img:not([src^="data:"])').length,
  scripts: document.querySelectorAll('script').length,
  outside: document.querySelectorAll('a[href]:not([href^="#"])').length,
  handlers: [...document.querySelectorAll('*')].filter((one) =>
    one.getAttributeNames().some((name) => name.startsWith('on'))).length,
  display: getComputedStyle(document.body).display,
})`;
const CLEAN = { sideways: 0, foreign: 0, outside: 0, handlers: 0, display: 'block' };

describe.each(Object.entries(WAYS))('a snapshot with hostile text %s', { timeout: 120_000 }, (_title, way) => {
  const screens = new Screens();
  const asked: string[] = [];
  let server: Server;
  let folder: string;
  let snapshot: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trailproof-hostile-'));
    snapshot = join(folder, 'hostile.snapshot.json');
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('x');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const here = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const text = JSON.stringify(changed(JSON.parse(readFileSync(SAMPLE, 'utf8')), way));
    const bytes = text.replaceAll('192.0.2.1', here);
    writeFileSync(snapshot, bytes);
    writeFileSync(`${snapshot}.sha256`, `${createHash('sha256').update(bytes).digest('hex')}  hostile.snapshot.json\n`);
  });
  afterAll(async () => {
    await screens.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(LANGS)('makes every document, and is only text in each of them: %s', async (lang) => {
    const out = join(folder, lang);
    const args = ['report', snapshot, '--out', out, '--lang', lang, '--format'];
    const all = NO_BROWSER ? 'html,json,csv,markdown,sarif,junit,ocsf,oscal,hdf' : 'all';
    const { status, stdout, stderr } = await trailproof([...args, all], { env: { SOURCE_DATE_EPOCH } });
    expect(stderr).not.toMatch(/at .*\.js:\d+/);
    expect(status).toBe(1);
    // What the terminal would obey, and what turns its lines around.
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    const base = `222233334444-cis-5.0.0${lang === 'en' ? '' : `-${lang}`}`;
    const expected = [...FORMATS, ...(NO_BROWSER ? [] : ['pdf'])].map((suffix) => `${base}.${suffix}`);
    expect(readdirSync(out).sort()).toEqual(expected.sort());
    for (const name of expected.filter((one) => /\.(?:json|sarif)$/.test(one))) {
      JSON.parse(readFileSync(join(out, name), 'utf8'));
    }
    if (NO_BROWSER) return;

    const html = readFileSync(join(out, `${base}.html`), 'utf8');
    expect(html).toContain('http-equiv="Content-Security-Policy"');
    for (const width of [360, 1280]) {
      const { page, noted } = await screens.show(html, { width });
      const found = await page.evaluate(FOUND);
      expect(found).toEqual({ ...CLEAN, scripts: html.match(/<script>/g)?.length });
      expect(await page.title()).not.toBe('ran');
      expect(noted).toEqual([]);
    }

    const pages = await pagesOf(await readPdf(new Uint8Array(readFileSync(join(out, `${base}.pdf`)))));
    expect(squeezed(pages.at(-1) ?? '')).toMatch(/Endofreport\.$|Finduraport\.$|Findurapport\.$/);
    // No page ends with what belongs over a name.
    const level = /(?:LEVEL|NIVEAU|Level|Niveau) [12][^\n]*$/;
    expect(pages.filter((page) => level.test(page.trimEnd()))).toEqual([]);
    expect(asked).toEqual([]);
  });
});
