import { mkdtempSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import { renderHtml, SENTINEL_ID } from '../../report/outputs/html.js';
import { HOSTILE_TEXT, poisoned } from '../../report/outputs/testing/hostile.js';
import { MIXED_REPORT, TWO_ACCOUNTS } from '../../report/outputs/testing/mixed-report.js';
import { InputError } from '../errors.js';
import { type FoundBrowser, findBrowser, noBrowserMessage } from './find.js';
import { printPdf, withPrinter } from './print.js';

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
const LETTER = [612, 792];

async function read(pdf: Uint8Array): Promise<PDFDocumentProxy> {
  return getDocument({ data: pdf.slice(), useSystemFonts: false, verbosity: 0 }).promise;
}

async function pagesOf(document: PDFDocumentProxy): Promise<readonly string[]> {
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const content = await (await document.getPage(number)).getTextContent();
    pages.push(content.items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''));
  }
  return pages;
}

/** Text without blanks: where a line breaks is the browser's matter. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}

function page(body: string): string {
  return `<!doctype html><html lang="en"><head><title>t</title></head><body>${body}<footer id="${SENTINEL_ID}">End of report.</footer></body></html>`;
}

function leftovers(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('trailproof-print-'));
}

interface OutlineItem {
  readonly title: string;
  readonly items: readonly OutlineItem[];
}

function titles(items: readonly OutlineItem[]): readonly string[] {
  return items.flatMap((item) => [item.title, ...titles(item.items)]);
}

describe.skipIf(search.kind === 'none')('a printed report', { timeout: 60_000 }, () => {
  it('says in its text everything about every control, on numbered A4 pages', async () => {
    const document = await read(await printPdf(browser, renderHtml(MIXED_REPORT), { time: TIME }));
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

  it('has a title, a language, tags and an outline of every section and control', async () => {
    const document = await read(await printPdf(browser, renderHtml(MIXED_REPORT), { time: TIME }));
    const { info } = await document.getMetadata();
    expect(info).toMatchObject({
      Title: 'Monitoring of AWS account activity \u00b7 example-prod',
      Language: 'en',
      CreationDate: "D:20261104080000+00'00'",
    });
    expect(await document.getMarkInfo()).toMatchObject({ Marked: true });
    const tree = await (await document.getPage(3)).getStructTree();
    expect(JSON.stringify(tree)).toMatch(/"role":"TH"/);
    const outline = titles((await document.getOutline()) ?? []);
    for (const control of MIXED_REPORT.controls) expect(outline).toContain(`${control.id} ${control.shortTitle}`);
    for (const title of outline) expect(title).not.toMatch(/^(.{3,})\1$/);
    expect(outline[0]).toBe('Monitoring of AWS account activity');
    for (const section of ['1 Summary', '2 Not met', '5 What was read', '6 Method and limits'])
      expect(outline).toContain(section);
  });

  it('gives its pictures an alternative text', async () => {
    const document = await read(await printPdf(browser, renderHtml(MIXED_REPORT), { time: TIME }));
    const trees = [];
    for (let number = 1; number <= document.numPages; number += 1)
      trees.push(await (await document.getPage(number)).getStructTree());
    expect(JSON.stringify(trees)).toContain('"alt":"The path of the event. Event: works. Trail audit: works.');
  });

  it('stands on Letter when that was asked for, cover included', async () => {
    const document = await read(await printPdf(browser, renderHtml(MIXED_REPORT, { paper: 'Letter' }), { time: TIME }));
    for (let number = 1; number <= document.numPages; number += 1) {
      const [, , width, height] = (await document.getPage(number)).view;
      expect([width, height].map((side) => Math.round(side ?? 0))).toEqual(LETTER);
    }
    const [cover, second, third] = await pagesOf(document);
    expect(cover).toContain('State assessed');
    expect(second).toContain('CONTENTS');
    expect(third).toContain('SUMMARY');
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

  it('has contents whose page numbers are right', async () => {
    const pages = await pagesOf(await read(await printPdf(browser, renderHtml(MIXED_REPORT), { time: TIME })));
    const [, contents = ''] = pages;
    expect(contents).toContain('CONTENTS');
    for (const control of MIXED_REPORT.controls) {
      // Number, title and page each stand on a line of their own in the extracted text.
      const rest = contents.slice(contents.indexOf(control.shortTitle) + control.shortTitle.length);
      const number = Number(/\d+/.exec(rest)?.[0]);
      expect(squeezed(pages[number - 1] ?? ''), `${control.id} on page ${number}`).toContain(
        squeezed(control.headline),
      );
    }
  });

  it('holds several accounts', async () => {
    const document = await read(await printPdf(browser, renderHtml(TWO_ACCOUNTS), { time: TIME }));
    const outline = titles((await document.getOutline()) ?? []);
    expect(outline).toContain('2 example-prod');
    expect(outline).toContain('3 4444 5555 6666');
  });

  it('is whole, and fetches nothing, when every text in it is hostile', async () => {
    const report = poisoned(MIXED_REPORT, HOSTILE_TEXT);
    const document = await read(await printPdf(browser, renderHtml(report), { time: TIME }));
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
      async (pdf) => (await pagesOf(await read(pdf))).join(''),
      (error: Error) => error.message,
    );
    expect(text).toMatch(/nothing may be fetched|is not the report|^End of report\.$/);
  });

  it('reads no file of the machine', async () => {
    const file = join(import.meta.dirname, 'print.ts');
    const body = `<iframe src="file://${file}"></iframe><object data="file://${file}"></object><embed src="file://${file}">`;
    const text = await printPdf(browser, page(body), { time: TIME }).then(
      async (pdf) => (await pagesOf(await read(pdf))).join(''),
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
    const text = (await pagesOf(await read(pdf))).join('');
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
