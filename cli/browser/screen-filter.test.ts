// Showing some of the controls: by outcome, by what is searched for, and by a link to one.
import type { Page } from 'puppeteer';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../../report/model.js';
import { LANGS, renderHtml } from '../../report/outputs/html.js';
import { EVERY_OUTCOME } from '../../report/outputs/testing/every-outcome.js';
import { MIXED_REPORT, TWO_ACCOUNTS } from '../../report/outputs/testing/mixed-report.js';
import { NO_BROWSER, type Screen, type ScreenOptions, Screens } from './testing/screen.js';

const screens = new Screens();
afterAll(() => screens.close());

const show = (report: Report, options?: ScreenOptions): Promise<Screen> => screens.show(renderHtml(report), options);

/** What of a kind can be seen, by its anchor. */
async function seen(page: Page, selector: string): Promise<readonly string[]> {
  const found = await page.evaluate(
    `[...document.querySelectorAll(${JSON.stringify(selector)})].filter((one) => one.getClientRects().length > 0).map((one) => one.dataset.control ?? one.id)`,
  );
  return Array.isArray(found) ? found.map(String) : [];
}

const articles = (page: Page): Promise<readonly string[]> => seen(page, 'article[data-control]');
const rows = (page: Page): Promise<readonly string[]> => seen(page, 'tr[data-control]');
const groups = (page: Page): Promise<readonly string[]> => seen(page, '[data-group] > .over');
const status = async (page: Page): Promise<string> =>
  String(await page.evaluate("document.querySelector('.toolbar [role=status]').textContent"));
const slugs = (report: Report, outcome: string): readonly string[] =>
  report.controls.filter((control) => control.outcome === outcome).map((control) => control.slug);

const ALL = MIXED_REPORT.controls.map((control) => control.slug);

describe.skipIf(NO_BROWSER)('the filter by outcome', { timeout: 60_000 }, () => {
  it('offers each outcome that there is, with its count', async () => {
    const { page } = await show(EVERY_OUTCOME);
    const buttons = await page.$$eval('.toolbar button[data-outcome]', (all) => all.map((one) => one.textContent));
    const { version } = EVERY_OUTCOME.benchmark;
    const own = { ...EVERY_OUTCOME, controls: EVERY_OUTCOME.controls.filter((one) => one.benchmark === version) };
    const count = (outcome: string) => slugs(own, outcome).length;
    expect(buttons).toEqual([
      `${count('pass')} met`,
      `${count('fail')} not met`,
      `${count('not-assessed')} not assessed`,
      `${count('manual')} by hand`,
      `${count('not-applicable')} not applicable`,
    ]);
  });

  it('leaves out the other controls, their rows and the groups that are empty then', async () => {
    const { page } = await show(MIXED_REPORT);
    await page.click('button[data-outcome="fail"]');
    expect(await articles(page)).toEqual(slugs(MIXED_REPORT, 'fail'));
    expect(await rows(page)).toEqual(slugs(MIXED_REPORT, 'fail'));
    expect(await groups(page)).toEqual(['group-fail']);
    expect(await status(page)).toBe('3 of 16 controls');
    await page.click('button[data-outcome="not-assessed"]');
    expect(await groups(page)).toEqual(['group-fail', 'group-not-assessed']);
    const pressed = await page.$$eval('button[aria-pressed="true"]', (all) => all.length);
    expect(pressed).toBe(2);
    await page.click('button[data-outcome="fail"]');
    expect(await articles(page)).toEqual(slugs(MIXED_REPORT, 'not-assessed'));
  });

  it('shows all again, and takes its own button away', async () => {
    const { page } = await show(MIXED_REPORT);
    expect(await page.$$eval('.show-all', ([one]) => one?.hasAttribute('hidden'))).toBe(true);
    await page.click('button[data-outcome="pass"]');
    await page.click('.show-all');
    expect((await articles(page)).toSorted()).toEqual(ALL.toSorted());
    expect(await page.$$eval('button[aria-pressed="true"]', (all) => all.length)).toBe(0);
    expect(await page.$$eval('.show-all', ([one]) => one?.hasAttribute('hidden'))).toBe(true);
  });

  it('goes over all accounts of a document', async () => {
    const { page } = await show(TWO_ACCOUNTS);
    await page.click('button[data-outcome="not-assessed"]');
    expect(await articles(page)).toHaveLength(slugs(TWO_ACCOUNTS, 'not-assessed').length);
    expect(new Set((await articles(page)).map((anchor) => anchor.slice(0, 3)))).toEqual(new Set(['a1-', 'a2-']));
  });

  it('prints everything, whatever is left out on the screen, and nothing of itself', async () => {
    const { page } = await show(MIXED_REPORT);
    await page.click('button[data-outcome="fail"]');
    await page.emulateMediaType('print');
    expect((await articles(page)).toSorted()).toEqual(ALL.toSorted());
    expect(await rows(page)).toEqual(ALL);
    for (const one of ['.toolbar', '.self', '.nodes', 'button', 'input'])
      expect(await seen(page, one), one).toEqual([]);
  });
});

describe.skipIf(NO_BROWSER)('the search', { timeout: 60_000 }, () => {
  const search = async (page: Page, text: string): Promise<readonly string[]> => {
    await page.$eval('.toolbar input', (input) => {
      (input as unknown as { value: string }).value = '';
    });
    await page.type('.toolbar input', text);
    return articles(page);
  };

  it('looks at all that a control says, for every word, without regard to capitals and accents', async () => {
    const report: Report = {
      ...MIXED_REPORT,
      controls: MIXED_REPORT.controls.map((control) =>
        control.slug === 'vpc-changes' ? { ...control, headline: 'Élodie Bäcker is told.' } : control,
      ),
    };
    const { page } = await show(report);
    expect(await search(page, 'élodie')).toEqual(['vpc-changes']);
    expect(await search(page, 'BACKER ELO')).toEqual(['vpc-changes']);
    expect(await search(page, 'elodie stoplogging')).toEqual([]);
    expect(await status(page)).toBe('No control matches.');
    expect(await groups(page)).toEqual([]);
    expect(await search(page, 'cloudtrail-config-changes')).toEqual(['cloudtrail-config-changes']);
    expect(await search(page, 'RootAccountUsageAlarm')).toEqual(['root-account-usage']);
    expect(await search(page, '4.15')).toEqual(['organizations-changes']);
    expect(await search(page, 'route-table-changes')).toEqual(await rows(page));
  });

  it('looks at what the controls say, not at the words on their buttons', async () => {
    const { page } = await show(MIXED_REPORT);
    expect(await search(page, 'copy')).toEqual([]);
  });

  it('goes together with the filter by outcome', async () => {
    const { page } = await show(MIXED_REPORT);
    await page.click('button[data-outcome="pass"]');
    expect(await search(page, 'root')).toEqual([]);
    await page.click('button[data-outcome="pass"]');
    expect(await articles(page)).toContain('root-account-usage');
  });

  it('is reached by a slash, cleared by Escape, and leads to the first that it found by Enter', async () => {
    const { page } = await show(MIXED_REPORT);
    const focused = () => page.evaluate('document.activeElement.type ?? null');
    expect(await focused()).toBeNull();
    await page.keyboard.press('/');
    expect(await focused()).toBe('search');
    await page.keyboard.type('root/');
    expect(await page.$eval('.toolbar input', (input) => (input as unknown as { value: string }).value)).toBe('root/');
    expect(await articles(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect((await articles(page)).length).toBe(ALL.length);
    await page.keyboard.type('organizations');
    await page.keyboard.press('Enter');
    const [first] = await articles(page);
    expect(await page.evaluate('location.hash')).toBe(`#${first}`);
    await page.keyboard.press('/');
    expect(await focused()).toBe('search');
  });

  it.each(LANGS)('says how many there are, in %s, to those who cannot see it, too', async (lang) => {
    const { page, noted } = await screens.show(renderHtml(MIXED_REPORT, { lang }));
    const all = await status(page);
    expect(all).toContain('16');
    expect(all).not.toContain('{');
    const found = await search(page, 'route-table-changes');
    expect(found).toHaveLength(1);
    expect(await status(page)).toMatch(/1\D+16/);
    expect(await page.$eval('.found', (one) => one.getAttribute('aria-live'))).toBe('polite');
    expect(noted).toEqual([]);
  });
});

describe.skipIf(NO_BROWSER)('a link to a control', { timeout: 60_000 }, () => {
  it('stands at the heading of each, and shows itself to the pointer and the keyboard', async () => {
    const { page } = await show(MIXED_REPORT);
    const links = await page.$$eval('article .self', (all) => all.map((one) => one.getAttribute('href')));
    expect(links.toSorted()).toEqual(ALL.map((slug) => `#${slug}`).toSorted());
    const opacity = () => page.evaluate("getComputedStyle(document.querySelector('article .self')).opacity");
    // Without a window the browser believes that there is nothing to point with; then the links are always seen.
    expect(await opacity()).toBe('1');
    await page.evaluate(`for (const { cssRules } of document.styleSheets)
      for (const rule of cssRules) if (rule.conditionText?.includes('hover: none')) rule.media.mediaText = 'not all'`);
    expect(await opacity()).toBe('0');
    await page.hover('article .control-title');
    expect(await opacity()).toBe('1');
    await page.mouse.move(0, 0);
    expect(await opacity()).toBe('0');
    await page.focus('article .self');
    expect(await opacity()).toBe('1');
  });

  it.each([
    ['by the script that sets it', "location.hash = 'vpc-changes'"],
    ['by a click', 'document.querySelector(\'.contents a[href="#vpc-changes"]\').click()'],
  ])('shows a control that is left out, followed %s', async (_how, follow) => {
    const { page } = await show(MIXED_REPORT);
    await page.click('button[data-outcome="fail"]');
    expect(await articles(page)).not.toContain('vpc-changes');
    await page.evaluate(follow);
    await page.waitForFunction("document.querySelector('button[aria-pressed=true]') === null");
    expect(await articles(page)).toContain('vpc-changes');
    expect(await page.evaluate("document.querySelector(':target').id")).toBe('vpc-changes');
  });

  it('leads to a place below the bar that stays in view', async () => {
    const { page } = await show(MIXED_REPORT);
    await page.evaluate("location.hash = 'organizations-changes'");
    const box = (selector: string) =>
      page.evaluate(
        `(({ top, bottom }) => [top, bottom])(document.querySelector('${selector}').getBoundingClientRect())`,
      ) as Promise<[number, number]>;
    const [top, bottom] = await box('.toolbar');
    expect(top).toBe(0);
    const [over] = await box('#organizations-changes');
    expect(over).toBeGreaterThan(bottom);
    expect(over).toBeLessThan(300);
  });

  it('is there for every link of a drawn chain that the table below tells of, with its name and state', async () => {
    const { page } = await show(MIXED_REPORT);
    const nodes = await page.$$eval('#cloudtrail-config-changes', ([title]) =>
      [...(title?.closest('article')?.querySelectorAll('.nodes a') ?? [])].map((one) => [
        one.getAttribute('href') ?? '',
        one.querySelector('.state')?.textContent ?? '',
      ]),
    );
    expect(nodes.map(([href]) => href)).toContain('#cloudtrail-config-changes--metric-filter');
    expect(nodes.find(([href]) => href?.endsWith('--metric-filter'))?.[1]).toBe(
      'Metric filter cis-4-5: does not see 2 of 5.',
    );
    const tip = () =>
      page.$eval(
        'a[href="#cloudtrail-config-changes--metric-filter"] .tip',
        (one) => one.getBoundingClientRect().width,
      );
    expect(await tip()).toBeLessThan(2);
    await page.focus('a[href="#cloudtrail-config-changes--metric-filter"]');
    await page.keyboard.press('Shift');
    expect(await tip()).toBeGreaterThan(200);
    await page.keyboard.press('Enter');
    expect(await page.evaluate("document.querySelector(':target').className")).toBe('partial');
  });
});

describe.skipIf(NO_BROWSER)('without scripts', { timeout: 60_000 }, () => {
  it('everything is there, and no control that does nothing', async () => {
    const { page } = await show(MIXED_REPORT, { scripts: false });
    expect((await articles(page)).toSorted()).toEqual(ALL.toSorted());
    expect(await rows(page)).toEqual(ALL);
    expect(
      await page.$$eval(
        'button, input, .toolbar',
        (all) => all.filter((one) => one.getClientRects().length > 0).length,
      ),
    ).toBe(0);
  });
});
