// For everybody: axe-core looks at every kind of page, light and dark, wide and narrow, in every language.
import axe from 'axe-core';
import type { Page } from 'puppeteer';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../../report/model.js';
import { renderDiffHtml } from '../../report/outputs/diff-html.js';
import { renderHistoryHtml } from '../../report/outputs/history-html.js';
import { LANGS, type Lang, renderHtml } from '../../report/outputs/html.js';
import { sampleDiff, sampleHistory } from '../../report/outputs/testing/comparisons.js';
import { EVERY_OUTCOME } from '../../report/outputs/testing/every-outcome.js';
import { HOSTILE_TEXT, poisoned } from '../../report/outputs/testing/hostile.js';
import { MIXED_REPORT } from '../../report/outputs/testing/mixed-report.js';
import { contrast, NO_BROWSER, type ScreenOptions, Screens } from './testing/screen.js';

const diff = await sampleDiff('several');
const history = await sampleHistory('several');

/** The first control of each outcome: hostile texts make a page very long. */
const ONE_OF_EACH: Report = {
  ...MIXED_REPORT,
  controls: MIXED_REPORT.controls.filter(
    ({ outcome }, index, all) => all.findIndex((control) => control.outcome === outcome) === index,
  ),
};

/** Two of them hold everything that any report holds: every outcome, two accounts, two versions, all that people say. */
const PAGES: Readonly<Record<string, (lang: Lang) => string>> = {
  'one account': (lang) => renderHtml(MIXED_REPORT, { lang }),
  'every outcome, two accounts': (lang) => renderHtml(EVERY_OUTCOME, { lang }),
  'hostile texts': (lang) => renderHtml(poisoned(ONE_OF_EACH, HOSTILE_TEXT), { lang }),
  'accounts with documents of their own': (lang) => renderHtml(EVERY_OUTCOME, { lang, ownDocuments: 'linked' }),
  'a comparison': (lang) => renderDiffHtml(diff, { lang }),
  'a history': (lang) => renderHistoryHtml(history, { lang }),
};

/** Rules of axe-core that a page breaks, whatever their weight, each with where. */
const FINDINGS = `axe.run(document, { resultTypes: ['violations'], preload: false }).then(({ violations }) =>
  violations.flatMap(({ id, impact, nodes }) =>
    nodes.slice(0, 3).map(({ target, failureSummary }) => [impact, id, target.join(' '), failureSummary].join(': '))))`;

/** Texts whose contrast is too low or could not be told, but for signs and for texts of pictures. */
const PALE = `for (const over of document.querySelectorAll('.nodes, .commands button')) over.remove(); // They lie over texts.
axe.run(document, { runOnly: ['color-contrast'], preload: false }).then(({ violations, incomplete }) =>
  [...violations, ...incomplete].flatMap(({ nodes }) => nodes)
    .filter(({ any }) => any.every(({ data }) => !['nonBmp', 'shortTextContent', 'imgNode'].includes(data?.messageKey)))
    .map(({ target, failureSummary }) => [target.join(' '), failureSummary].join(': ')))`;

/** axe-core does not look into pictures. */
const FILLS = "[...new Set([...document.querySelectorAll('svg text')].map((text) => getComputedStyle(text).fill))]";

const screens = new Screens();
afterAll(() => screens.close());

async function withAxe(html: string, options: ScreenOptions): Promise<Page> {
  const { page } = await screens.show(html, options);
  // Pressed buttons are to be looked at, too; with all of them pressed, nothing is left out.
  await page.evaluate("document.querySelectorAll('.toolbar [aria-pressed]').forEach((button) => button.click())");
  await page.evaluate(axe.source);
  return page;
}

describe.skipIf(NO_BROWSER)('axe-core', { timeout: 240_000 }, () => {
  const settings = LANGS.flatMap((lang) => [
    { lang, width: 1280, scheme: 'light' as const },
    { lang, width: 1280, scheme: 'dark' as const },
    { lang, width: 360, scheme: 'light' as const },
  ]);

  it.each(settings)('finds nothing in $lang, $width pixels wide, $scheme', async ({ lang, ...options }) => {
    const found: Record<string, unknown> = {};
    for (const [name, render] of Object.entries(PAGES)) {
      const page = await withAxe(render(lang), options);
      found[name] = await page.evaluate(FINDINGS);
      await page.close();
    }
    expect(found).toEqual(Object.fromEntries(Object.keys(PAGES).map((name) => [name, []])));
  });

  it.each(['light', 'dark'] as const)('can tell that every text stands out, %s', async (scheme) => {
    const page = await withAxe(renderHtml(EVERY_OUTCOME), { scheme });
    expect(await page.evaluate(PALE)).toEqual([]);
    const paper = String(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor'));
    const fills = await page.evaluate(FILLS);
    expect(Array.isArray(fills) ? fills.length : 0).toBeGreaterThan(3);
    for (const fill of [fills].flat()) expect(contrast(String(fill), paper), String(fill)).toBeGreaterThanOrEqual(4.5);
  });

  it('sees what is wrong where something is', async () => {
    const page = await withAxe(renderHtml(MIXED_REPORT), {});
    await page.evaluate("document.documentElement.removeAttribute('lang')");
    await page.evaluate("document.querySelector('.toolbar label').replaceWith(document.createElement('input'))");
    await page.evaluate("document.querySelector('.headline').style.color = '#999'");
    const found = String(await page.evaluate(FINDINGS));
    expect(found).toContain('serious: html-has-lang');
    expect(found).toContain('critical: label');
    expect(found).toContain('serious: color-contrast');
  });
});
