// The rollup of several accounts on paper and on a screen, in a real browser.
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import puppeteer from 'puppeteer';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../report/model.js';
import { renderHtml } from '../../report/outputs/html.js';
import { MIXED_REPORT } from '../../report/outputs/testing/mixed-report.js';
import { type FoundBrowser, findBrowser, noBrowserMessage } from './find.js';
import { printPdf } from './print.js';

const search = await findBrowser(undefined);
if (search.kind === 'none') {
  const message = `${noBrowserMessage(search)} Nothing of the rollup in a browser is tested here.`;
  if (process.env['TRAILPROOF_REQUIRE_BROWSER']) throw new Error(message);
  process.stderr.write(`SKIPPED: ${message}\n`);
}
const browser: FoundBrowser =
  search.kind === 'found' ? search : { kind: 'found', path: '', source: 'installed', env: {} };

/** So many that the grid goes over several pages. */
const COUNT = 90;

function manyAccounts(): Report {
  const [account] = MIXED_REPORT.accounts;
  if (account === undefined) throw new Error('the report by hand has an account');
  const ids = Array.from({ length: COUNT }, (_, index) => String(100_000_000_000 + index * 7919));
  return {
    ...MIXED_REPORT,
    accounts: ids.map((id, index) => ({ ...account, id, alias: `account-number-${index}` })),
    controls: ids.flatMap((id, index) =>
      MIXED_REPORT.controls.map((control, place) => ({
        ...control,
        account: id,
        ...(place === 0 && index < 40 ? { outcome: 'fail' as const } : {}),
      })),
    ),
  };
}
const MANY = manyAccounts();

async function textsOf(document: PDFDocumentProxy): Promise<readonly string[]> {
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const content = await (await document.getPage(number)).getTextContent();
    pages.push(
      content.items
        .map((item) => ('str' in item ? item.str : ''))
        .join(' ')
        .replace(/\s+/g, ' '),
    );
  }
  return pages;
}

interface OutlineItem {
  readonly title: string;
  readonly items: readonly OutlineItem[];
}

function titlesOf(items: readonly OutlineItem[]): readonly string[] {
  return items.flatMap((item) => [item.title, ...titlesOf(item.items)]);
}

const squeezed = (text: string): string => text.replace(/\s+/g, '');

describe.skipIf(search.kind === 'none')('the rollup in print', { timeout: 120_000 }, () => {
  it.each(['A4', 'Letter'] as const)(
    'says all on %s, with the heads of the grid on each of its pages',
    async (paper) => {
      const html = renderHtml(MANY, { paper, ownDocuments: 'named' });
      const document = await getDocument({
        data: await printPdf(browser, html, { time: MANY.generatedAt }),
        verbosity: 0,
      }).promise;
      const pages = await textsOf(document);
      const whole = squeezed(pages.join(''));
      expect(whole).toContain(squeezed('In 90 of 90 accounts something would go unnoticed or is not met.'));
      expect(whole).toContain(squeezed('The metric filter does not see all of the events'));
      expect(whole).toContain(squeezed('and 82 more accounts'));
      for (const { id, alias } of MANY.accounts) {
        expect(whole).toContain(id.replace(/(\d{4})(?=\d)/g, '$1 ').replace(/\s/g, ''));
        expect(whole).toContain(alias ?? '');
        expect(whole).toContain(`${id}-cis-5.0.0`);
      }
      // Every page of the grid has its columns' numbers, and none is cut off at the right.
      const grid = pages.filter((text) => /\b4\.1 4\.2 4\.3 .*4\.16\b/.test(text));
      expect(grid.length).toBeGreaterThanOrEqual(2);
      const rows = pages.flatMap((text) => text.match(/\d{4} \d{4} \d{4} account-number-\d+ (?=3 1\b|4 1\b)/g) ?? []);
      expect(rows).toHaveLength(COUNT);
      expect(rows[0]).toContain('account-number-0 ');

      // Outline and contents name the same parts.
      const outline = titlesOf((await document.getOutline()) ?? []);
      const titles = ['Executive summary', 'Accounts by controls', 'Gaps that accounts share', 'The accounts'];
      for (const title of titles) {
        expect(outline.some((one) => one.includes(title))).toBe(true);
        expect(pages.slice(0, 4).some((text) => new RegExp(`${title} \\d+`).test(text))).toBe(true);
      }

      // No link leads out of the document, and none is one in name only.
      for (let number = 1; number <= document.numPages; number += 1) {
        const page = await document.getPage(number);
        for (const annotation of await page.getAnnotations()) {
          expect(annotation.url ?? null).toBeNull();
          expect(annotation.dest ?? null).not.toBeNull();
        }
      }
      expect(html).not.toMatch(/href="(?!#)/);
      await document.destroy();
    },
  );
});

describe.skipIf(search.kind === 'none')('the rollup on a screen', { timeout: 120_000 }, () => {
  it('scrolls the grid inside its own box at 360 pixels, which the keyboard reaches', async () => {
    const root = process.getuid?.() === 0;
    const launched = await puppeteer.launch({
      executablePath: browser.path,
      pipe: true,
      args: root ? ['--no-sandbox'] : [],
      env: { ...process.env, ...browser.env },
    });
    try {
      const page = await launched.newPage();
      await page.setViewport({ width: 360, height: 800 });
      await page.setContent(renderHtml(MANY, { ownDocuments: 'linked' }));
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
      const box = await page.$eval('.grid-box', (element) => ({
        wide: element.scrollWidth > element.clientWidth,
        reached: element.tabIndex === 0 && element.getAttribute('role') === 'region',
      }));
      expect(box).toEqual({ wide: true, reached: true });
      // Whose row it is stays in view.
      const left = await page.$eval('.grid-box', (element) => {
        element.scrollLeft = 200;
        const cell = element.querySelector('tbody th');
        return (cell?.getBoundingClientRect().left ?? 0) - element.getBoundingClientRect().left;
      });
      expect(Math.round(left)).toBe(0);
    } finally {
      await launched.close();
    }
  });
});
