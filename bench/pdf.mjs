// What printing a report costs, beside what the same browser takes to print the same page bare; launch included in both.
// The bar: at most 1.5 times. Ours prints twice, to number the contents, and guards the page.
import { readFileSync } from 'node:fs';
import puppeteer from 'puppeteer';
import { findBrowser } from '../dist/cli/browser/find.js';
import { withPrinter } from '../dist/cli/browser/print.js';
import { BENCHMARKS } from '../dist/report/benchmarks/benchmarks.js';
import { makeReport } from '../dist/report/make-report.js';
import { renderHtml } from '../dist/report/outputs/html.js';
import { parseSnapshot } from '../dist/snapshot/parse-snapshot.js';

const TIME = '2026-11-04T08:00:00Z';
const ROUNDS = 5;
const parsed = parseSnapshot(readFileSync(new URL('../samples/gaps/gaps.snapshot.json', import.meta.url)));
if (parsed.kind !== 'snapshot') throw new Error(parsed.problem);
const report = makeReport([parsed], {
  benchmarks: [BENCHMARKS.find((one) => one.version === '5.0.0')],
  lens: 'effective',
  tool: { name: 'trailproof', version: '0' },
  generatedAt: TIME,
});
const html = renderHtml(report);
const browser = await findBrowser(undefined);
if (browser.kind === 'none') throw new Error('no browser to measure with');

async function bare() {
  const launched = await puppeteer.launch({
    executablePath: browser.path,
    env: { ...process.env, ...browser.env },
    pipe: true,
    headless: true,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const page = await launched.newPage();
  await page.setContent(html);
  await page.pdf({ preferCSSPageSize: true, printBackground: true, outline: true, tagged: true });
  await launched.close();
}

const ours = () => withPrinter(browser, (printer) => printer.print(html, { time: TIME }));

const times = { bare: [], ours: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, work] of Object.entries({ bare, ours })) {
    const start = performance.now();
    await work();
    times[name].push(performance.now() - start);
  }
}
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
console.log(
  `bare ${median(times.bare).toFixed(0)} ms, ours ${median(times.ours).toFixed(0)} ms: ${(median(times.ours) / median(times.bare)).toFixed(2)} x`,
);
