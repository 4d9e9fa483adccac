// The PDF as a file: what its reader, a search engine or a screen reader finds in it.
import { describe, expect, it } from 'vitest';
import { applyEngagement } from '../../report/engagement/apply-engagement.js';
import type { Report } from '../../report/model.js';
import { renderHtml, SENTINEL_ID } from '../../report/outputs/html.js';
import { MIXED_REPORT, TWO_ACCOUNTS } from '../../report/outputs/testing/mixed-report.js';
import { type FoundBrowser, findBrowser, noBrowserMessage } from './find.js';
import { printPdf } from './print.js';
import { linksOf, outlineOf, pagesOf, readPdf, squeezed } from './testing/read-pdf.js';

const search = await findBrowser(undefined);
if (search.kind === 'none') {
  const message = `${noBrowserMessage(search)} Nothing of the PDF is tested here.`;
  if (process.env['TRAILPROOF_REQUIRE_BROWSER']) throw new Error(message);
  process.stderr.write(`SKIPPED: ${message}\n`);
}
const browser: FoundBrowser =
  search.kind === 'found' ? search : { kind: 'found', path: '', source: 'installed', env: {} };

const TIME = MIXED_REPORT.generatedAt;
const SIZES = { A4: [595, 842], Letter: [612, 792] } as const;

function engaged(report: Report): Report {
  return applyEngagement(report, {
    client: 'Example Holdings',
    classification: 'Confidential',
    report: { id: 'EX-2026-11', version: '1.0' },
    people: { author: 'A. Auditor' },
    waivers: [
      { control: 'route-table-changes', reason: 'r', owner: 'o', approver: 'a', expires: '2027-01-01' },
      { control: 'vpc-changes', reason: 'r', owner: 'o', approver: 'a', expires: '2026-01-01' },
    ],
  });
}

const DOCUMENTS = [
  { name: 'one account, A4', report: engaged(MIXED_REPORT), paper: 'A4', pages: 'Page # of #', lang: 'en' },
  { name: 'one account, Letter', report: MIXED_REPORT, paper: 'Letter', pages: 'Page # of #', lang: 'en' },
  { name: 'two accounts', report: engaged(TWO_ACCOUNTS), paper: 'A4', pages: 'Page # of #', lang: 'en' },
  { name: 'one account in French', report: engaged(MIXED_REPORT), paper: 'A4', pages: 'Page # sur #', lang: 'fr' },
] as const;

/** Of ISO 32000-1, 14.8.4, those that Chromium writes, and the two that a finished PDF gives roles to. */
const ROLES = new Set([
  ...[
    'Document',
    'Art',
    'Sect',
    'Div',
    'BlockQuote',
    'Caption',
    'Index',
    'NonStruct',
    'P',
    'H1',
    'H2',
    'H3',
    'H4',
    'H5',
  ],
  ...['L', 'LI', 'Lbl', 'LBody', 'Table', 'TR', 'TH', 'TD', 'THead', 'TBody', 'TFoot', 'Span', 'Quote', 'Note', 'Code'],
  ...['Link', 'Figure', 'Form', 'Em', 'Strong'],
]);

interface Heading {
  readonly level: number;
  readonly title: string;
  readonly anchor: string | null;
}

function textOf(html: string): string {
  const plain = html.replace(/<[^>]+>/g, '');
  return plain
    .replace(/&#(x?)([0-9a-f]+);/gi, (_entity, hex, code) => String.fromCodePoint(Number.parseInt(code, hex ? 16 : 10)))
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}

function headingsOf(html: string): readonly Heading[] {
  return Array.from(html.matchAll(/<h([1-5])([^>]*)>(.*?)<\/h\1>/gs), ([, level, attributes = '', inner = '']) => ({
    level: Number(level),
    title: textOf(inner),
    anchor: /\bid="([^"]+)"/.exec(attributes)?.[1] ?? null,
  }));
}

/** How deep each heading lies under the one before that is above it. */
function nested(headings: readonly Heading[]): readonly { readonly depth: number; readonly title: string }[] {
  const above: number[] = [];
  return headings.map(({ level, title }) => {
    while ((above.at(-1) ?? 0) >= level) above.pop();
    above.push(level);
    return { depth: above.length - 1, title };
  });
}

describe.skipIf(search.kind === 'none').each(DOCUMENTS)('the PDF of $name', { timeout: 60_000 }, (one) => {
  const html = renderHtml(one.report, { paper: one.paper, lang: one.lang });
  const headings = headingsOf(html);
  const body = search.kind === 'none' ? null : printPdf(browser, html, { time: TIME });
  const document = body?.then(readPdf);
  // A print that fails is told by the tests, all of them.
  document?.catch(() => {});
  const opened = async () => {
    if (document === undefined) throw new Error('no browser');
    return document;
  };

  it('has an outline of its headings, in their order and nesting, each on its page', async () => {
    const outline = await outlineOf(await opened());
    expect(outline.map(({ depth, title }) => ({ depth, title }))).toEqual(nested(headings));
    const pages = (await pagesOf(await opened())).map((page) => squeezed(page).toLowerCase());
    for (const { title, page } of outline) {
      expect(pages[page - 1], `${title} on page ${page}`).toContain(squeezed(title).toLowerCase());
    }
  });

  it('has contents that are its headings with an address, in their order, under the right page numbers', async () => {
    const contents = /<nav class="part contents".*?<\/nav>/s.exec(html)?.[0] ?? '';
    const lines = Array.from(
      contents.matchAll(/<a href="#([^"]+)">(.*?)<span class="page"/gs),
      ([, anchor = '', text = '']) => ({ anchor, title: textOf(text) }),
    );
    const [heading] = headingsOf(contents);
    const addressed = headings.filter(({ anchor }) => anchor !== null && anchor !== heading?.anchor);
    expect(lines).toEqual(addressed.map(({ anchor, title }) => ({ anchor, title })));

    const outline = await outlineOf(await opened());
    const links = await linksOf(await opened());
    let next = 0;
    for (const { anchor, title } of lines) {
      // Of several accounts each has controls of the same name.
      const place = outline.findIndex((entry, index) => index >= next && entry.title === title);
      next = place + 1;
      const line = links.find((link) => link.anchor === anchor);
      expect(squeezed(line?.text ?? ''), title).toBe(squeezed(`${title}${outline[place]?.page}`));
    }
  });

  it('has a page number in every place for one, in the contents and elsewhere', async () => {
    const places = Array.from(html.matchAll(/data-page-of="([^"]+)"/g), ([, anchor]) => anchor);
    expect(places.length).toBeGreaterThan(30);
    const opening = await opened();
    const destinations = await opening.getDestinations();
    const links = await linksOf(opening);
    for (const anchor of new Set(places)) {
      const page = (await opening.getPageIndex(destinations[anchor ?? '']?.[0])) + 1;
      const numbered = links.filter((link) => link.anchor === anchor && new RegExp(`(?<!\\d)${page}$`).test(link.line));
      expect(numbered.length, anchor).toBeGreaterThanOrEqual(places.filter((to) => to === anchor).length);
    }
  });

  it('extracts in the order in which it is read', async () => {
    const pages = (await pagesOf(await opened())).map((page) => squeezed(page).toLowerCase());
    let [page, from] = [0, 0];
    for (const entry of await outlineOf(await opened())) {
      if (entry.page !== page) [page, from] = [entry.page, 0];
      const title = squeezed(entry.title).toLowerCase();
      const found = (pages[page - 1] ?? '').indexOf(title, from);
      expect(found, `${entry.title} after what stands before it on page ${page}`).toBeGreaterThanOrEqual(from);
      from = found + title.length;
    }
  });

  it('says of a control that is no pass how it stands right before its name, on the same page', async () => {
    const plain = (text: string): string =>
      squeezed(text)
        .replace(/\u00b7/g, '')
        .toLowerCase();
    const pages = (await pagesOf(await opened())).map(plain);
    const heads = Array.from(
      html.matchAll(/<article class="control (?!pass)[^>]*>.*?(<p class="over.*?<\/p>).*?(<h[345] .*?<\/h[345]>)/gs),
      ([, over = '', title = '']) => plain(textOf(over) + textOf(title)),
    );
    expect(heads.length).toBeGreaterThan(3);
    expect(heads.filter((head) => !pages.some((page) => page.includes(head)))).toEqual([]);
  });

  it('names every control of the report', async () => {
    const text = squeezed((await pagesOf(await opened())).join(''));
    for (const { title } of headings) expect(text.toLowerCase()).toContain(squeezed(title).toLowerCase());
    for (const control of one.report.controls) {
      expect(
        headings.some(({ title }) => title === `${control.id} ${control.shortTitle}`),
        control.slug,
      ).toBe(true);
    }
  });

  it('says on every page but the cover whose it is, and which page of how many', async () => {
    const pages = await pagesOf(await opened());
    const { engagement } = one.report;
    pages.slice(1).forEach((page, index) => {
      const number = one.pages.replace('#', String(index + 2)).replace('#', String(pages.length));
      expect(page).toContain(number);
      if (engagement === undefined) return;
      expect(page.replace(/\s+/g, ' ')).toContain('\u00b7 Example Holdings');
      expect(page).toContain('Confidential');
      expect(page).toContain('EX-2026-11 \u00b7 version 1.0');
    });
    expect(pages[0]).not.toContain(one.pages.replace('#', '1').replace('#', String(pages.length)));
  });

  it('has links that lead somewhere, and say where', async () => {
    const destinations = new Set(Object.keys(await (await opened()).getDestinations()));
    const links = await linksOf(await opened());
    expect(links.length).toBeGreaterThan(30);
    expect(links.filter(({ anchor }) => !destinations.has(anchor))).toEqual([]);
    for (const { anchor, title } of headings) {
      for (const link of links.filter((each) => each.anchor === anchor)) expect(link.contents).toBe(title);
    }
    expect(links.filter(({ contents }) => contents.length < 3 || contents.length > 160)).toEqual([]);
  });

  it('has title and language, in its dictionary and in its metadata', async () => {
    const { info, metadata } = await (await opened()).getMetadata();
    const title = textOf(/<title>(.*?)<\/title>/s.exec(html)?.[1] ?? '');
    expect(info).toMatchObject({ Title: title, Language: one.lang, CreationDate: "D:20261104080000+00'00'" });
    expect(metadata?.get('dc:title')).toBe(title);
    expect(metadata?.get('dc:language')).toBe(one.lang);
    expect(metadata?.get('xmp:createdate')).toBe('2026-11-04T08:00:00Z');
    expect(metadata?.get('pdfuaid:part')).toBeNull();
    expect(await (await opened()).getMarkInfo()).toMatchObject({ Marked: true });
    expect(await (await opened()).getViewerPreferences()).toMatchObject({ DisplayDocTitle: true });
  });

  it('has tags that PDF 1.7 knows, heads of tables with a scope, pictures with a text, and a tab key that follows them', async () => {
    const objects = Buffer.from((await body) ?? [])
      .toString('latin1')
      .split('endobj\n');
    const elements = objects.filter((object) => object.includes('<</Type /StructElem\n'));
    const roles = new Set(elements.map((object) => /\n\/S \/(\w+)/.exec(object)?.[1]));
    expect([...roles].filter((role) => !ROLES.has(role ?? ''))).toEqual([]);
    const of = (role: string): readonly string[] => elements.filter((object) => object.includes(`\n/S /${role}\n`));
    expect(of('TH').length).toBeGreaterThan(10);
    expect(of('TH').filter((object) => !/\/Scope \/(?:Column|Row)/.test(object))).toEqual([]);
    expect(of('Figure').length).toBeGreaterThan(5);
    expect(of('Figure').filter((object) => !/\/Alt [(<]/.test(object))).toEqual([]);
    const pages = objects.filter((object) => object.includes('<</Type /Page\n'));
    expect(pages.filter((object) => !object.includes('\n/Tabs /S\n'))).toEqual([]);
  });

  it('is of one paper throughout', async () => {
    const opening = await opened();
    for (let number = 1; number <= opening.numPages; number += 1) {
      const [, , width = 0, height = 0] = (await opening.getPage(number)).view;
      expect([Math.round(width), Math.round(height)]).toEqual(SIZES[one.paper]);
    }
  });
});

describe.skipIf(search.kind === 'none')('places for page numbers', { timeout: 60_000 }, () => {
  const page = (body: string): string =>
    `<!doctype html><html lang="en"><head><title>t</title></head><body>${body}<footer id="${SENTINEL_ID}">End.</footer></body></html>`;
  const far = '<h2 id="far" style="break-before:page">Far</h2>';

  it('are filled wherever they stand', async () => {
    const cell = '<table><tr><td>first [<span data-page-of="far"></span>]</td></tr></table>';
    const body = `<a href="#far">there</a>${cell}<p>second [<span data-page-of="far"></span>]</p>${far}`;
    const pages = await pagesOf(await readPdf(await printPdf(browser, page(body), { time: TIME })));
    expect(squeezed(pages[0] ?? '')).toContain('first[2]second[2]');
  });

  it('are never left empty', async () => {
    const body = `<p><span data-page-of="far"></span></p>${far}`;
    await expect(printPdf(browser, page(body), { time: TIME })).rejects.toThrow('no link leads to far');
  });

  it('are an error where their numbers move the pages', async () => {
    const body = `<a href="#far">there</a><p style="height:calc(100vh - 5em)"></p><p style="font-size:9in"><span data-page-of="far"></span></p><p id="x">x</p><a href="#x">x</a>${far}`;
    await expect(printPdf(browser, page(body), { time: TIME })).rejects.toThrow('moved while they were numbered');
  });
});
