import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { InputError } from '../errors.js';
import { type BundledBrowser, firstLine, type Unpacked, unpackBundled } from './bundled.js';

export type BrowserSource = '--browser' | 'PUPPETEER_EXECUTABLE_PATH' | 'puppeteer' | 'installed' | 'bundled';

export interface FoundBrowser {
  readonly kind: 'found';
  readonly path: string;
  readonly source: BrowserSource;
  /** What its process needs in its environment beside ours. */
  readonly env: Readonly<Record<string, string>>;
}

export interface NoBrowser {
  readonly kind: 'none';
  /** In the order in which it was looked. */
  readonly lookedAt: readonly { readonly place: string; readonly why: string }[];
}

export type BrowserSearch = FoundBrowser | NoBrowser;

/** What the search asks of the machine. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Null when the browser at `path` runs and is new enough; else why not. */
  readonly probe: (path: string, env: Readonly<Record<string, string>>) => Promise<string | null>;
  readonly isFile: (path: string) => Promise<boolean>;
  /** Where puppeteer keeps browsers of its own, whether or not they are there. */
  readonly puppeteerPaths: () => Promise<readonly string[]>;
  /** Chrome as installed by the usual means, where puppeteer knows it. */
  readonly systemChrome: () => Promise<string | null>;
  readonly unpackBundled: () => Promise<Unpacked>;
}

/** Page numbers are drawn by CSS margin boxes, which Chromium has since this version. */
const OLDEST = 131;
const PROBE_TIMEOUT_MS = 15_000;

/**
 * Finds a browser to print with: `--browser` or PUPPETEER_EXECUTABLE_PATH; puppeteer's own cache; an installed Chrome,
 * Chromium or Edge; on Linux the one in the optional package. Nothing is downloaded.
 *
 * @param explicit the path given on the command line, if any
 * @throws InputError when a path was asked for and does not serve: no other browser is taken in its place
 */
export async function findBrowser(
  explicit: string | undefined,
  machine: Machine = thisMachine(),
): Promise<BrowserSearch> {
  const asked = askedFor(explicit, machine);
  if (asked !== null) return useAsked(asked, machine);

  const lookedAt: { place: string; why: string }[] = [];
  const cached = await machine.puppeteerPaths();
  const installed = await installedPaths(machine);
  const places: readonly {
    readonly source: BrowserSource;
    readonly paths: readonly string[];
    readonly place: string;
  }[] = [
    { source: 'puppeteer', paths: cached, place: "puppeteer's own cache" },
    { source: 'installed', paths: installed, place: 'an installed Chrome, Chromium or Edge' },
  ];
  for (const { source, paths, place } of places) {
    const there = [];
    for (const path of paths) if (await machine.isFile(path)) there.push(path);
    if (there.length === 0) lookedAt.push({ place, why: 'none' });
    for (const path of there) {
      const fault = await machine.probe(path, {});
      if (fault === null) return { kind: 'found', path, source, env: {} };
      lookedAt.push({ place: path, why: fault });
    }
  }

  if (machine.platform === 'linux') {
    const unpacked = await machine.unpackBundled();
    if (unpacked.kind === 'unavailable') lookedAt.push({ place: 'the bundled browser', why: unpacked.why });
    else {
      const found = await tryBundled(unpacked.browser, machine);
      if (typeof found !== 'string') return found;
      lookedAt.push({ place: unpacked.browser.path, why: found });
    }
  }
  return { kind: 'none', lookedAt };
}

/** One message: what was looked at, and how to get a browser. */
export function noBrowserMessage(search: NoBrowser): string {
  const looked = search.lookedAt.map(({ place, why }) => `${place} (${why})`).join('; ');
  return `no browser to print the PDF with. Looked for: ${looked}. Install Chrome or Chromium, or run "npx puppeteer browsers install chrome", or name one with --browser <path>.`;
}

function askedFor(explicit: string | undefined, machine: Machine) {
  if (explicit !== undefined) return { path: explicit, source: '--browser' } as const;
  const path = machine.env['PUPPETEER_EXECUTABLE_PATH'];
  return path ? ({ path, source: 'PUPPETEER_EXECUTABLE_PATH' } as const) : null;
}

async function useAsked(
  { path, source }: { readonly path: string; readonly source: BrowserSource },
  machine: Machine,
): Promise<FoundBrowser> {
  if (!(await machine.isFile(path))) throw new InputError(`the browser of ${source} is not there: ${path}`);
  const fault = await machine.probe(path, {});
  if (fault !== null) throw new InputError(`the browser of ${source} cannot be used: ${path}: ${fault}`);
  return { kind: 'found', path, source, env: {} };
}

/** First with what the machine has; where it lacks libraries, with those that come with the browser. */
async function tryBundled(browser: BundledBrowser, machine: Machine): Promise<FoundBrowser | string> {
  const fonts: Record<string, string> = (await machine.isFile('/etc/fonts/fonts.conf'))
    ? {}
    : { FONTCONFIG_FILE: browser.fonts };
  const withLibraries = { ...fonts, LD_LIBRARY_PATH: browser.libraries };
  let fault = '';
  for (const env of [fonts, withLibraries]) {
    const why = await machine.probe(browser.path, env);
    if (why === null) return { kind: 'found', path: browser.path, source: 'bundled', env };
    fault = why;
  }
  return fault;
}

const LINUX_NAMES = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const MAC_APPS = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const WINDOWS_PROGRAMS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

async function installedPaths(machine: Machine): Promise<readonly string[]> {
  const chrome = await machine.systemChrome();
  return [...new Set([...(chrome === null ? [] : [chrome]), ...usualPlaces(machine)])];
}

function usualPlaces({ platform, env }: Machine): readonly string[] {
  switch (platform) {
    case 'darwin':
      return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) =>
        MAC_APPS.map((app) => join(folder, app)),
      );
    case 'win32':
      return ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((name) => {
        const folder = env[name];
        return folder ? WINDOWS_PROGRAMS.map((program) => `${folder}\\${program}`) : [];
      });
    default: {
      const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
      return LINUX_NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
    }
  }
}

/** The machine that this process runs on. */
export function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    probe,
    isFile,
    puppeteerPaths: async () => {
      const { default: puppeteer } = await import('puppeteer');
      const paths = await Promise.all(
        [true, 'shell' as const].map((headless) => attempt(() => puppeteer.executablePath({ headless }))),
      );
      return paths.flatMap((path) => path ?? []);
    },
    systemChrome: async () => {
      const { default: puppeteer } = await import('puppeteer');
      return attempt(() => puppeteer.executablePath('chrome'));
    },
    unpackBundled: () => unpackBundled(),
  };
}

/** Puppeteer throws where there is nothing. */
async function attempt(path: () => string | Promise<string>): Promise<string | null> {
  try {
    return await path();
  } catch {
    return null;
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    await access(path, process.platform === 'win32' ? constants.F_OK : constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Asks the browser for its version: a stub, or one that lacks a library, fails here and not in the middle of a report. */
async function probe(path: string, env: Readonly<Record<string, string>>): Promise<string | null> {
  // On Windows the question opens a window instead of being answered.
  if (process.platform === 'win32') return null;
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], {
      env: { ...process.env, ...env },
      timeout: PROBE_TIMEOUT_MS,
    });
    return versionFault(stdout);
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    return `does not run: ${firstLine(stderr === '' ? error : stderr)}`;
  }
}

/** Null for the version line of a Chromium that is new enough; else what is wrong. */
export function versionFault(line: string): string | null {
  const major = /(\d+)\.\d+\.\d+/.exec(line)?.[1];
  if (major === undefined) return 'is no Chromium: it does not tell its version';
  return Number(major) < OLDEST ? `is version ${major}, and ${OLDEST} or newer is needed` : null;
}
