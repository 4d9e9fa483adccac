import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../errors.js';
import { findBrowser, type Machine, noBrowserMessage, thisMachine, versionFault } from './find.js';

const BUNDLED = { path: '/tmp/b/chromium', libraries: '/tmp/b/lib', fonts: '/tmp/b/fonts.conf' };

/** A machine with the files named and nothing wrong with them, except what `faults` says. */
function machine(
  files: readonly string[],
  parts: Partial<Machine> & { readonly faults?: Readonly<Record<string, string>> } = {},
): Machine {
  return {
    platform: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin' },
    probe: async (path) => parts.faults?.[path] ?? null,
    isFile: async (path) => files.includes(path),
    puppeteerPaths: async () => ['/cache/chrome', '/cache/chrome-headless-shell'],
    systemChrome: async () => null,
    unpackBundled: async () => ({ kind: 'unavailable', why: 'the optional package is not installed' }),
    ...parts,
  };
}

describe('the order in which a browser is looked for', () => {
  const everything = ['/asked/chrome', '/env/chrome', '/cache/chrome', '/usr/bin/chromium', BUNDLED.path];
  const unpackBundled: Machine['unpackBundled'] = async () => ({ kind: 'unpacked', browser: BUNDLED });
  const env = { PATH: '/usr/bin', PUPPETEER_EXECUTABLE_PATH: '/env/chrome' };

  it('begins with the path that was asked for, on the command line before the environment', async () => {
    expect(await findBrowser('/asked/chrome', machine(everything, { env, unpackBundled }))).toMatchObject({
      path: '/asked/chrome',
      source: '--browser',
    });
    expect(await findBrowser(undefined, machine(everything, { env, unpackBundled }))).toMatchObject({
      path: '/env/chrome',
      source: 'PUPPETEER_EXECUTABLE_PATH',
    });
  });

  it("goes on with puppeteer's cache, then what is installed, then what is bundled", async () => {
    expect(await findBrowser(undefined, machine(everything, { unpackBundled }))).toMatchObject({
      path: '/cache/chrome',
      source: 'puppeteer',
    });
    expect(await findBrowser(undefined, machine(everything.slice(3), { unpackBundled }))).toMatchObject({
      path: '/usr/bin/chromium',
      source: 'installed',
    });
    expect(await findBrowser(undefined, machine([], { unpackBundled }))).toMatchObject({
      path: BUNDLED.path,
      source: 'bundled',
    });
  });

  it('passes over a browser that does not run', async () => {
    const faults = { '/cache/chrome': 'does not run: libnss3.so is missing' };
    expect(await findBrowser(undefined, machine(everything, { faults }))).toMatchObject({ path: '/usr/bin/chromium' });
  });

  it.each([
    ['darwin', {}, '/Applications/Chromium.app/Contents/MacOS/Chromium'],
    [
      'win32',
      { 'ProgramFiles(x86)': 'C:\\Program Files (x86)' },
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    ],
    ['linux', { PATH: '/opt/bin' }, '/opt/bin/microsoft-edge-stable'],
  ] as const)('knows the usual places on %s', async (platform, env, path) => {
    expect(await findBrowser(undefined, machine([path], { platform, env }))).toMatchObject({
      kind: 'found',
      path,
      source: 'installed',
    });
  });

  it('takes no program from the current folder by way of an empty or relative PATH entry', async () => {
    const found = await findBrowser(
      undefined,
      machine(['chromium', './chromium', 'bin/chromium'], { env: { PATH: ':.:bin' } }),
    );
    expect(found.kind).toBe('none');
  });

  it('does not unpack the Linux browser elsewhere', async () => {
    expect((await findBrowser(undefined, machine([], { platform: 'darwin', unpackBundled }))).kind).toBe('none');
  });
});

describe('the bundled browser', () => {
  const unpackBundled: Machine['unpackBundled'] = async () => ({ kind: 'unpacked', browser: BUNDLED });

  it('uses its own libraries only where the machine lacks them, and its own fonts where there are none', async () => {
    const bare = machine([], {
      unpackBundled,
      probe: async (_path, env) => (env['LD_LIBRARY_PATH'] ? null : 'does not run: libnss3.so is missing'),
    });
    expect(await findBrowser(undefined, bare)).toMatchObject({
      env: { LD_LIBRARY_PATH: BUNDLED.libraries, FONTCONFIG_FILE: BUNDLED.fonts },
    });
    expect(await findBrowser(undefined, machine(['/etc/fonts/fonts.conf'], { unpackBundled }))).toMatchObject({
      env: {},
    });
  });
});

describe('a browser that was asked for', () => {
  it('is named when it is not there, and nothing is taken in its place', async () => {
    await expect(findBrowser('/gone/chrome', machine(['/cache/chrome']))).rejects.toThrow(
      new InputError('the browser of --browser is not there: /gone/chrome'),
    );
  });

  it('is named when it does not run', async () => {
    const faults = { '/asked/chrome': 'does not run: exec format error' };
    await expect(findBrowser('/asked/chrome', machine(['/asked/chrome', '/cache/chrome'], { faults }))).rejects.toThrow(
      new InputError('the browser of --browser cannot be used: /asked/chrome: does not run: exec format error'),
    );
  });
});

describe('no browser at all', () => {
  it('tells in one line where it was looked for and how to get one', async () => {
    const search = await findBrowser(
      undefined,
      machine(['/usr/bin/chromium'], { faults: { '/usr/bin/chromium': 'is version 90, and 131 or newer is needed' } }),
    );
    expect(search.kind === 'none' ? noBrowserMessage(search) : '').toBe(
      'no browser to print the PDF with. Looked for: puppeteer\'s own cache (none); /usr/bin/chromium (is version 90, and 131 or newer is needed); the bundled browser (the optional package is not installed). Install Chrome or Chromium, or run "npx puppeteer browsers install chrome", or name one with --browser <path>.',
    );
  });
});

describe('the version of a browser', () => {
  it.each([
    ['Chromium 147.0.7727.0 ', null],
    ['Google Chrome 131.0.6778.85', null],
    ['Google Chrome 130.0.6723.58', 'is version 130, and 131 or newer is needed'],
    ['GNU bash, version 5', 'is no Chromium: it does not tell its version'],
  ])('%s', (line, fault) => {
    expect(versionFault(line)).toBe(fault);
  });
});

describe.skipIf(process.platform === 'win32')('a real program', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trailproof-test-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function program(text: string, mode = 0o755): Promise<string> {
    const path = join(folder, 'browser');
    await writeFile(path, `#!/bin/sh\n${text}\n`);
    await chmod(path, mode);
    return path;
  }

  it('is asked for its version', async () => {
    const path = await program('echo "Chromium 147.0.1.2"');
    expect(await findBrowser(path, thisMachine())).toEqual({ kind: 'found', path, source: '--browser', env: {} });
  });

  it('is refused with its own words when it fails', async () => {
    const path = await program('echo "cannot open shared object file" >&2; exit 127');
    await expect(findBrowser(path, thisMachine())).rejects.toThrow('does not run: cannot open shared object file');
  });

  it('is refused when it cannot be executed', async () => {
    await expect(findBrowser(await program('', 0o644), thisMachine())).rejects.toThrow('is not there');
  });
});
