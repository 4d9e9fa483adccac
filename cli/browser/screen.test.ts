// The page as a reader sees it: its size, its colours, its type, and that it keeps to itself.
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../../report/model.js';
import { renderDiffHtml } from '../../report/outputs/diff-html.js';
import { renderHistoryHtml } from '../../report/outputs/history-html.js';
import { LANGS, type Lang, renderHtml } from '../../report/outputs/html.js';
import { sampleDiff, sampleHistory } from '../../report/outputs/testing/comparisons.js';
import { HOSTILE_TEXT, poisoned } from '../../report/outputs/testing/hostile.js';
import { EVERY_VERSION, MIXED_REPORT, TWO_ACCOUNTS } from '../../report/outputs/testing/mixed-report.js';
import { contrast, NO_BROWSER, Screens } from './testing/screen.js';

const diff = await sampleDiff('several');
const history = await sampleHistory('several');

const report = (of: Report) => (lang: Lang) => renderHtml(of, { lang });

const PAGES: Readonly<Record<string, (lang: Lang) => string>> = {
  'one account': report(MIXED_REPORT),
  'two accounts': report(TWO_ACCOUNTS),
  'every version of the benchmark': report(EVERY_VERSION),
  'hostile texts': report(poisoned(TWO_ACCOUNTS, HOSTILE_TEXT)),
  'names of 10,000 characters': report(poisoned(MIXED_REPORT, 'n'.repeat(10_000))),
  'accounts with documents of their own': (lang) => renderHtml(TWO_ACCOUNTS, { lang, ownDocuments: 'linked' }),
  'a comparison': (lang) => renderDiffHtml(diff, { lang }),
  'a history': (lang) => renderHistoryHtml(history, { lang }),
};

const screens = new Screens();
afterAll(() => screens.close());

describe.skipIf(NO_BROWSER)('the page on a screen', { timeout: 120_000 }, () => {
  it.each(LANGS)('is never wider than the screen, says nothing and asks for nothing, in %s', async (lang) => {
    const widths = [360, 768, 1280, 2560];
    const found: Record<string, unknown> = {};
    for (const [name, render] of Object.entries(PAGES)) {
      const { page, noted } = await screens.show(render(lang));
      const wide: unknown[] = [];
      for (const width of widths) {
        await page.setViewport({ width, height: 900 });
        wide.push(await page.evaluate('document.documentElement.scrollWidth'));
      }
      found[name] = { wide, noted };
      await page.close();
    }
    const expected = { wide: widths, noted: [] };
    expect(found).toEqual(Object.fromEntries(Object.keys(PAGES).map((name) => [name, expected])));
  });

  it('lets a table of many versions move by itself, and breaks no title into letters', async () => {
    const { page } = await screens.show(renderHtml(EVERY_VERSION), { width: 360, height: 740 });
    const box = await page.$eval('.versions-box', ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    const titles = await page.$$eval('.versions td:first-child', (all) => all.map((one) => one.clientWidth));
    expect(box).toBeGreaterThan(0);
    expect(Math.min(...titles)).toBeGreaterThan(100);
  });

  it('keeps the counts and the filter in view where there is room for them, and only there', async () => {
    const html = renderHtml(MIXED_REPORT);
    const tops: unknown[] = [];
    for (const [width, height] of [
      [1280, 900],
      [1280, 400],
      [360, 740],
    ] as const) {
      const { page } = await screens.show(html, { width, height });
      await page.evaluate('window.scrollTo(0, document.body.scrollHeight - innerHeight)');
      tops.push(await page.evaluate("document.querySelector('.toolbar').getBoundingClientRect().top >= 0"));
    }
    expect(tops).toEqual([true, false, false]);
  });

  it('copies a command at a click', async () => {
    const { page, noted } = await screens.show(renderHtml(MIXED_REPORT));
    const before = await page.$$eval('button[data-copy]', (buttons) => buttons.map((one) => one.textContent));
    await page.click('button[data-copy]');
    await page.waitForFunction("document.querySelector('button[data-copy]').textContent === 'Copied'");
    const selected = String(await page.evaluate('String(getSelection())'));
    const command = await page.$eval('.commands pre', (pre) => pre.textContent ?? '');
    expect(before.length).toBeGreaterThan(0);
    expect(new Set(before)).toEqual(new Set(['Copy']));
    expect(selected.trim()).toBe(command.trim());
    expect(noted).toEqual([]);
  });

  it('notes what a page asks for, were there one that asked', async () => {
    const { noted } = await screens.show('<img src="http://192.0.2.1/x.png"><script>console.log("said")</script>');
    expect(noted).toEqual(expect.arrayContaining(['http://192.0.2.1/x.png', 'said']));
  });

  it('uses its own two typefaces, under its own policy', async () => {
    const { page } = await screens.show(renderHtml(MIXED_REPORT));
    const loaded = await page.evaluate(
      "document.fonts.ready.then((fonts) => [...fonts].map((font) => [font.family.replaceAll('\"', ''), font.weight, font.status].join(' ')).sort())",
    );
    expect(loaded).toEqual([
      'IBM Plex Mono 400 loaded',
      'IBM Plex Sans 300 loaded',
      'IBM Plex Sans 400 loaded',
      'IBM Plex Sans 500 loaded',
      'IBM Plex Sans 600 loaded',
    ]);
  });

  it('is dark where the reader wants it dark, and light in print all the same', async () => {
    const { page } = await screens.show(renderHtml(MIXED_REPORT), { scheme: 'dark' });
    const colours = async (): Promise<readonly [string, string]> => {
      const found = await page.evaluate(
        '[getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color]',
      );
      const [paper, ink] = Array.isArray(found) ? found.map(String) : [];
      return [paper ?? '', ink ?? ''];
    };
    const dark = await colours();
    await page.emulateMediaType('print');
    const print = await colours();
    expect(dark).toEqual(['rgb(16, 23, 30)', 'rgb(228, 234, 240)']);
    expect(print).toEqual(['rgb(255, 255, 255)', 'rgb(22, 32, 43)']);
    expect(contrast(...dark)).toBeGreaterThan(12);
    expect(contrast(...print)).toBeGreaterThan(12);
  });
});
