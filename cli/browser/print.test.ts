import { mkdtempSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderHtml, SENTINEL_ID } from '../../report/outputs/html.js';
import { HOSTILE_TEXT, poisoned } from '../../report/outputs/testing/hostile.js';
import { MIXED_REPORT } from '../../report/outputs/testing/mixed-report.js';
import { InputError } from '../errors.js';
import { type FoundBrowser, findBrowser, noBrowserMessage } from './find.js';
import { printPdf, withPrinter } from './print.js';
import { pagesOf, readPdf, squeezed } from './testing/read-pdf.js';

const search = await findBrowser(undefined);
if (search.kind === 'none') {
  const message = `${noBrowserMessage(search)} Nothing of printing is tested here.`;
  if (process.env['TRAILPROOF_REQUIRE_BROWSER']) throw new Error(message);
  process.stderr.write(`SKIPPED: ${message}\n`);
}
const browser: FoundBrowser =
  search.kind === 'found' ? search : { kind: 'found', path: '', source: 'installed', env: {} };

// Other tests print at the same time: what is left behind is looked for in a folder of our own.
process.env['TMPDIR'] = mkdtempSync(join(tmpdir(), 'trailproof-test-'));

const TIME = MIXED_REPORT.generatedAt;
const A4 = [595, 842];

function page(body: string): string {
  return `<!doctype html><html lang="en"><head><title>t</title></head><body>${body}<footer id="${SENTINEL_ID}">End of report.</footer></body></html>`;
}

function leftovers(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('trailproof-print-'));
}

describe.skipIf(search.kind === 'none')('a printed report', { timeout: 60_000 }, () => {
  it('says in its text everything about every control, on numbered A4 pages', async () => {
    const document = await readPdf(await printPdf(browser, renderHtml(MIXED_REPORT), { time: TIME }));
    const pages = await pagesOf(document);
    const text = squeezed(pages.join(' '));
    for (const control of MIXED_REPORT.controls) {
      for (const part of [control.id, control.shortTitle, control.headline]) expect(text).toContain(squeezed(part));
      for (const reason of control.reasons) expect(text).toContain(squeezed(reason.message));
      for (const event of control.coverage?.required ?? []) expect(text).toContain(squeezed(event.id));
    }
    expect(pages.at(-1)).toContain('End of report.');
    pages.forEach((page, index) => {
      const number = `Page ${index + 1} of ${pages.length}`;
      if (index === 0) expect(page).not.toContain('Page 1');
      else expect(page).toContain(number);
    });
    const [, , width, height] = (await document.getPage(2)).view;
    expect([width, height].map((side) => Math.round(side ?? 0))).toEqual(A4);
  });

  it('gives its pictures an alternative text', async () => {
    const document = await readPdf(await printPdf(browser, renderHtml(MIXED_REPORT), { time: TIME }));
    const trees = [];
    for (let number = 1; number <= document.numPages; number += 1)
      trees.push(await (await document.getPage(number)).getStructTree());
    expect(JSON.stringify(trees)).toContain('"alt":"The path of the event. Event: works. Trail audit: works.');
  });

  it('is byte for byte the same for the same report, in one browser and in another', async () => {
    const html = renderHtml(MIXED_REPORT);
    const [one, two] = await withPrinter(browser, async ({ print }) => [
      await print(html, { time: TIME }),
      await print(html, { time: TIME }),
    ]);
    const three = await printPdf(browser, html, { time: TIME });
    expect(Buffer.compare(one ?? three, two ?? three)).toBe(0);
    expect(Buffer.compare(one ?? three, three)).toBe(0);
  });

  it('is whole, and fetches nothing, when every text in it is hostile', async () => {
    const report = poisoned(MIXED_REPORT, HOSTILE_TEXT);
    const document = await readPdf(await printPdf(browser, renderHtml(report), { time: TIME }));
    const pages = await pagesOf(document);
    expect(pages.at(-1)).toContain('End of report.');
    expect(squeezed(pages.join(''))).toContain(squeezed('<script>document.title="ran"</script>'));
  });

  it('leaves nothing behind', async () => {
    await printPdf(browser, renderHtml(MIXED_REPORT), { time: TIME });
    expect(leftovers()).toEqual([]);
  });
});

describe.skipIf(search.kind === 'none')('the browser that prints', { timeout: 60_000 }, () => {
  it.each([
    ['an image', (url: string) => `<img src="${url}">`],
    ['a stylesheet', (url: string) => `<style>@import url(${url});</style>`],
    ['a frame', (url: string) => `<iframe src="${url}"></iframe>`],
    ['a background', (url: string) => `<p style="background:url(${url})">x</p>`],
    ['a frame with a page of its own', () => '<iframe src="data:text/html,elsewhere"></iframe>'],
  ])('fetches nothing: %s stops the print', async (_what, body) => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('x');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/i`;
    try {
      await expect(printPdf(browser, page(body(url)), { time: TIME })).rejects.toThrow('nothing may be fetched');
      expect(asked).toEqual([]);
    } finally {
      server.close();
    }
  });

  it('is not led away from the page', async () => {
    const html = page('<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/">');
    const text = await printPdf(browser, html, { time: TIME }).then(
      async (pdf) => (await pagesOf(await readPdf(pdf))).join(''),
      (error: Error) => error.message,
    );
    expect(text).toMatch(/nothing may be fetched|is not the report|^End of report\.$/);
  });

  it('reads no file of the machine', async () => {
    const file = join(import.meta.dirname, 'print.ts');
    const body = `<iframe src="file://${file}"></iframe><object data="file://${file}"></object><embed src="file://${file}">`;
    const text = await printPdf(browser, page(body), { time: TIME }).then(
      async (pdf) => (await pagesOf(await readPdf(pdf))).join(''),
      (error: Error) => error.message,
    );
    expect(text).toMatch(/nothing may be fetched|^End of report\.$/);
  });

  it('runs no script', async () => {
    const pdf = await printPdf(
      browser,
      page('<p id="p">still</p><script>document.getElementById("p").textContent = "ran"</script>'),
      { time: TIME },
    );
    const text = (await pagesOf(await readPdf(pdf))).join('');
    expect(text).toContain('still');
    expect(text).not.toContain('ran');
  });

  it('refuses a page that is not whole', async () => {
    await expect(printPdf(browser, '<!doctype html><p>half', { time: TIME })).rejects.toThrow('not all of it');
  });

  it('is ended, and its profile removed, when it does not finish in time', async () => {
    const before = Date.now();
    await expect(printPdf(browser, renderHtml(MIXED_REPORT), { time: TIME, timeoutMs: 1 })).rejects.toThrow(InputError);
    expect(Date.now() - before).toBeLessThan(15_000);
    expect(leftovers()).toEqual([]);
  });

  it('that does not start is named', async () => {
    const broken: FoundBrowser = { kind: 'found', path: '/bin/false', source: '--browser', env: {} };
    await expect(printPdf(broken, page(''), { time: TIME })).rejects.toThrow(
      'the browser does not start: /bin/false: it ended at once',
    );
    expect(leftovers()).toEqual([]);
  });
});
