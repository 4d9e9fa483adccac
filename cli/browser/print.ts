import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, HTTPRequest, Page } from 'puppeteer';
import { SENTINEL_ID } from '../../report/outputs/html.js';
import { InputError } from '../errors.js';
import { firstLine } from './bundled.js';
import type { FoundBrowser } from './find.js';
import { finishedPdf } from './finish-pdf.js';
import { assertNumbered, numberContents } from './number-contents.js';
import { pageFacts } from './page-facts.js';
import { withPdfDates } from './pdf-dates.js';

export interface PrintOptions {
  /** ISO 8601; stands in the PDF as the time of its making, so that the same page gives the same bytes. */
  readonly time: string;
  /** How long one document may take; two minutes when not given. */
  readonly timeoutMs?: number;
}

export interface Printer {
  /** False when the system lets no unprivileged process sandbox itself: it then prints without. */
  readonly sandboxed: boolean;
  /** One self-contained page to PDF. Its paper and title are those of the page. */
  readonly print: (html: string, options: PrintOptions) => Promise<Uint8Array>;
}

const LAUNCH_TIMEOUT_MS = 30_000;
const PRINT_TIMEOUT_MS = 120_000;

/** Nothing of a page may reach the network, even where the interception below had a hole. */
const FLAGS = [
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--proxy-server=127.0.0.1:9',
  '--proxy-bypass-list=<-loopback>',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--no-pings',
  '--font-render-hinting=none',
  '--lang=en-GB',
];

/** Prints one page. For several documents, `withPrinter` starts the browser once. */
export function printPdf(browser: FoundBrowser, html: string, options: PrintOptions): Promise<Uint8Array> {
  return withPrinter(browser, (printer) => printer.print(html, options));
}

/**
 * Starts the browser, lets `work` print with it, and in every case ends the browser and removes its profile.
 * @throws InputError when the browser does not start, or does not finish in time
 */
export async function withPrinter<Result>(
  found: FoundBrowser,
  work: (printer: Printer) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'trailproof-print-'));
  // A signal ends the process without coming back here.
  const sweep = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.once('exit', sweep);
  let browser: Browser | null = null;
  try {
    const launched = await launch(found, folder);
    browser = launched.browser;
    const { sandboxed } = launched;
    return await work({ sandboxed, print: (html, options) => printWith(launched.browser, found, html, options) });
  } finally {
    if (browser !== null) await end(browser);
    process.removeListener('exit', sweep);
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

interface Launched {
  readonly browser: Browser;
  readonly sandboxed: boolean;
}

async function launch(found: FoundBrowser, folder: string): Promise<Launched> {
  if (process.getuid?.() === 0) return startOnly(found, folder, false);
  // Where the kernel or a container forbids sandboxes to unprivileged users (Ubuntu 24.04, Docker), the browser ends at
  // once and says nothing over the pipe. The page runs no script and has no network either way.
  if (process.platform !== 'linux') return startOnly(found, folder, true);
  try {
    return { browser: await start(found, folder, true), sandboxed: true };
  } catch {
    return startOnly(found, folder, false);
  }
}

async function startOnly(found: FoundBrowser, folder: string, sandboxed: boolean): Promise<Launched> {
  try {
    return { browser: await start(found, folder, sandboxed), sandboxed };
  } catch (error) {
    throw doesNotStart(found, error);
  }
}

function doesNotStart(found: FoundBrowser, error: unknown): InputError {
  return new InputError(`the browser does not start: ${found.path}: ${launchFault(error)}`, { cause: error });
}

/** Puppeteer's message begins with what it did; the browser's own words come after. */
function launchFault(error: unknown): string {
  const lines = String(error instanceof Error ? error.message : error)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(Failed to launch|TROUBLESHOOTING|Error: Failed)/.test(line));
  const first = lines[0] ?? firstLine(error);
  return /Target closed|Protocol error/.test(first) ? 'it ended at once' : first;
}

async function start(found: FoundBrowser, folder: string, sandbox: boolean): Promise<Browser> {
  const { default: puppeteer } = await import('puppeteer');
  return puppeteer.launch({
    executablePath: found.path,
    headless: true,
    pipe: true,
    args: [...FLAGS, ...(sandbox ? [] : ['--no-sandbox'])],
    userDataDir: join(folder, 'profile'),
    env: { ...withoutCredentials(process.env), ...found.env, TMPDIR: folder },
    timeout: LAUNCH_TIMEOUT_MS,
    protocolTimeout: PRINT_TIMEOUT_MS,
  });
}

/** The browser has no business with AWS. */
function withoutCredentials(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^AWS_/i.test(name)));
}

async function end(browser: Browser): Promise<void> {
  const child = browser.process();
  const gone = new Promise<void>((resolve) => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  const closed = browser.close().catch(() => {});
  const timer = setTimeout(() => child?.kill('SIGKILL'), 5_000);
  await Promise.all([closed, gone]);
  clearTimeout(timer);
}

async function printWith(
  browser: Browser,
  found: FoundBrowser,
  html: string,
  { time, timeoutMs = PRINT_TIMEOUT_MS }: PrintOptions,
): Promise<Uint8Array> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(
        new InputError(`the browser did not finish the PDF within ${Math.round(timeoutMs / 1000)} s: ${found.path}`),
      );
      // Whatever it hangs in, it would not answer a request to close either.
      browser.process()?.kill('SIGKILL');
    }, timeoutMs);
  });
  const printing = printPage(browser, html, time, timeoutMs);
  try {
    return await Promise.race([printing, late]);
  } catch (error) {
    printing.catch(() => {});
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function printPage(browser: Browser, html: string, time: string, timeoutMs: number): Promise<Uint8Array> {
  const page = await browser.newPage();
  try {
    const requests: string[] = [];
    await page.setJavaScriptEnabled(false);
    await page.setRequestInterception(true);
    page.on('request', (request) => void answer(request, requests));
    await page.setContent(html, { waitUntil: 'load', timeout: timeoutMs });
    await assertWhole(page, requests);
    // Tags and outline cost the most, and a draft is only to learn where things lie.
    const pdf = (tagged: boolean): Promise<Uint8Array> =>
      page.pdf({ tagged, outline: tagged, printBackground: true, preferCSSPageSize: true, timeout: timeoutMs });
    const numbers = await numberContents(page, () => pdf(false));
    const facts = await pageFacts(page);
    const bytes = await pdf(true);
    assertNumbered(bytes, numbers);
    await assertWhole(page, requests);
    return finishedPdf(withPdfDates(bytes, time), { ...facts, time });
  } finally {
    await page.close().catch(() => {});
  }
}

/** Lets through what is in the page itself, and stops and remembers everything else. */
async function answer(request: HTTPRequest, requests: string[]): Promise<void> {
  const url = request.url();
  const inside = url.startsWith('data:') && !request.isNavigationRequest();
  if (url === 'about:blank' || inside) return request.continue();
  requests.push(url);
  return request.abort('blockedbyclient');
}

/** A page that asks for something, was led elsewhere, or ends early, is not the report. */
async function assertWhole(page: Page, requests: readonly string[]): Promise<void> {
  const last = await page.$(`body > #${SENTINEL_ID}:last-child`).catch((error: unknown) => {
    // The page has just gone away from under the question.
    if (/context|navigation/i.test(String(error))) return null;
    throw error;
  });
  const [first] = requests;
  if (first !== undefined) throw new Error(`The page asked for ${first.slice(0, 200)}, and nothing may be fetched.`);
  if (last === null) throw new Error('The page in the browser is not the report, or not all of it.');
}
