// Pages as a reader sees them: the browser that prints, without the printing.
import type { Browser, Page } from 'puppeteer';
import puppeteer from 'puppeteer';
import { findBrowser, noBrowserMessage } from '../find.js';

export type Scheme = 'light' | 'dark';

export interface ScreenOptions {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: Scheme;
  readonly scripts?: boolean;
}

export interface Screen {
  readonly page: Page;
  /** What the page said in the console, threw, and asked for: of a page of ours, nothing. */
  readonly noted: readonly string[];
}

const search = await findBrowser(undefined);
if (search.kind === 'none') {
  const message = `${noBrowserMessage(search)} Nothing of the screen is tested here.`;
  if (process.env['TRAILPROOF_REQUIRE_BROWSER']) throw new Error(message);
  process.stderr.write(`SKIPPED: ${message}\n`);
}

/** For `describe.skipIf`. */
export const NO_BROWSER = search.kind === 'none';

/** One browser for the tests of a file; ended by `close`. */
export class Screens {
  #browser: Browser | null = null;

  /** Shows one document on a page of its own: a page keeps the policy of what it showed before. */
  async show(html: string, options: ScreenOptions = {}): Promise<Screen> {
    const { width = 1280, height = 900, scheme = 'light', scripts = true } = options;
    this.#browser ??= await launch();
    const page = await this.#browser.newPage();
    const noted: string[] = [];
    page.on('console', (message) => noted.push(message.text()));
    page.on('pageerror', (error) => noted.push(String(error)));
    page.on('request', (request) => {
      const url = request.url();
      if (url !== 'about:blank' && !url.startsWith('data:font/') && !url.startsWith('data:image/')) noted.push(url);
    });
    await page.setJavaScriptEnabled(scripts);
    await page.setViewport({ width, height });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.setContent(html);
    return { page, noted };
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    this.#browser = null;
  }
}

async function launch(): Promise<Browser> {
  if (search.kind === 'none') throw new Error('no browser');
  const root = process.getuid?.() === 0;
  return puppeteer.launch({
    executablePath: search.path,
    pipe: true,
    args: root ? ['--no-sandbox'] : [],
    env: { ...process.env, ...search.env },
  });
}

/** WCAG's contrast of two colours as the browser computes them. */
export function contrast(one: string, other: string): number {
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
      const value = Number(part) / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}
