// The page as a reader sees it: the same browser that prints, without the printing.
import type { Page } from 'puppeteer';
import puppeteer from 'puppeteer';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../report/model.js';
import { renderHtml } from '../../report/outputs/html.js';
import { HOSTILE_TEXT, poisoned } from '../../report/outputs/testing/hostile.js';
import { MIXED_REPORT, TWO_ACCOUNTS } from '../../report/outputs/testing/mixed-report.js';
import { findBrowser, noBrowserMessage } from './find.js';

const search = await findBrowser(undefined);
if (search.kind === 'none') {
  const message = `${noBrowserMessage(search)} Nothing of the screen is tested here.`;
  if (process.env['TRAILPROOF_REQUIRE_BROWSER']) throw new Error(message);
  process.stderr.write(`SKIPPED: ${message}\n`);
}

const REPORTS: readonly (readonly [string, Report])[] = [
  ['one account', MIXED_REPORT],
  ['two accounts', TWO_ACCOUNTS],
  ['hostile texts', poisoned(TWO_ACCOUNTS, HOSTILE_TEXT)],
  ['names of 10,000 characters', poisoned(MIXED_REPORT, 'n'.repeat(10_000))],
];

/** Lets each look at a page of its own: a page keeps the policy of what it showed before. */
async function inBrowser<Result>(
  width: number,
  scheme: 'light' | 'dark',
  reports: readonly Report[],
  look: (page: Page, show: () => Promise<void>) => Promise<Result>,
): Promise<readonly Result[]> {
  if (search.kind === 'none') throw new Error('no browser');
  const root = process.getuid?.() === 0;
  const browser = await puppeteer.launch({
    executablePath: search.path,
    pipe: true,
    args: root ? ['--no-sandbox'] : [],
    env: { ...process.env, ...search.env },
  });
  try {
    const results: Result[] = [];
    for (const report of reports) {
      const page = await browser.newPage();
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      results.push(await look(page, () => page.setContent(renderHtml(report))));
    }
    return results;
  } finally {
    await browser.close();
  }
}

describe.skipIf(search.kind === 'none')('the page on a screen', { timeout: 60_000 }, () => {
  const all = REPORTS.map(([, report]) => report);

  it.each([360, 768, 1280, 2560])('%i pixels wide, is never wider than the screen', async (width) => {
    const widths = await inBrowser(width, 'light', all, async (page, show) => {
      await show();
      return Number(await page.evaluate('document.documentElement.scrollWidth'));
    });
    expect(Object.fromEntries(REPORTS.map(([name], index) => [name, widths[index]]))).toEqual(
      Object.fromEntries(REPORTS.map(([name]) => [name, width])),
    );
  });

  it('copies a command at a click', async () => {
    const [copied] = await inBrowser(1280, 'light', [MIXED_REPORT], async (page, show) => {
      await show();
      const before = await page.$$eval('button[data-copy]', (buttons) => buttons.map((one) => one.textContent));
      await page.click('button[data-copy]');
      await page.waitForFunction("document.querySelector('button[data-copy]').textContent === 'Copied'");
      const selected = String(await page.evaluate('String(getSelection())'));
      const command = await page.$eval('.commands pre', (pre) => pre.textContent ?? '');
      return { before, selected: selected.trim(), command: command.trim() };
    });
    expect(copied?.before.length).toBeGreaterThan(0);
    expect(new Set(copied?.before)).toEqual(new Set(['Copy']));
    expect(copied?.selected).toBe(copied?.command);
  });

  it('says nothing in the console, and asks for nothing', async () => {
    const noted: string[] = [];
    await inBrowser(1280, 'light', all, async (page, show) => {
      page.on('console', (message) => noted.push(message.text()));
      page.on('pageerror', (error) => noted.push(String(error)));
      page.on('request', (request) => {
        if (!request.url().startsWith('data:font/woff2')) noted.push(request.url());
      });
      await show();
    });
    expect(noted).toEqual([]);
  });

  it('uses its own two typefaces, under its own policy', async () => {
    const [loaded] = await inBrowser(1280, 'light', [MIXED_REPORT], async (page, show) => {
      await show();
      return page.evaluate(
        "document.fonts.ready.then((fonts) => [...fonts].map((font) => [font.family.replaceAll('\"', ''), font.weight, font.status].join(' ')).sort())",
      );
    });
    expect(loaded).toEqual([
      'IBM Plex Mono 400 loaded',
      'IBM Plex Sans 300 loaded',
      'IBM Plex Sans 400 loaded',
      'IBM Plex Sans 500 loaded',
      'IBM Plex Sans 600 loaded',
    ]);
  });

  it('is dark where the reader wants it dark, and light in print all the same', async () => {
    const colours =
      '[getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color].join(" on ")';
    const [seen] = await inBrowser(1280, 'dark', [MIXED_REPORT], async (page, show) => {
      await show();
      const screen = await page.evaluate(colours);
      await page.emulateMediaType('print');
      return { screen, print: await page.evaluate(colours) };
    });
    expect(seen).toEqual({
      screen: 'rgb(16, 23, 30) on rgb(228, 234, 240)',
      print: 'rgb(255, 255, 255) on rgb(22, 32, 43)',
    });
  });
});
