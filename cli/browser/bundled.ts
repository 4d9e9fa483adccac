// The browser inside the optional npm package @sparticuz/chromium (Linux, x64): only its files are used, never its
// flags, which switch web security off.
import { execFile } from 'node:child_process';
import { access, lstat, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const PACKAGE = '@sparticuz/chromium';
const UNPACK_TIMEOUT_MS = 60_000;

/** Unpacked, and what its process needs on a machine without the libraries and fonts of a desktop. */
export interface BundledBrowser {
  readonly path: string;
  /** Folder of shared libraries (NSS and its like), for `LD_LIBRARY_PATH`. */
  readonly libraries: string;
  /** Fontconfig's file, for `FONTCONFIG_FILE`. */
  readonly fonts: string;
}

export type Unpacked =
  | { readonly kind: 'unpacked'; readonly browser: BundledBrowser }
  | { readonly kind: 'unavailable'; readonly why: string };

/** The package's own unpacking, in a process of its own: where it unpacks to is told by the environment only. */
const UNPACK_SCRIPT =
  'const c = require(process.argv[1]); (c.default ?? c).executablePath().catch((e) => { console.error(String(e)); process.exit(1); });';

/**
 * Unpacks the bundled browser, once for each version and user, into a folder that only this user can write to: a
 * program in a shared folder could be anybody's. It stays for the next run.
 */
export async function unpackBundled(temporary: string = tmpdir()): Promise<Unpacked> {
  const entry = packageEntry();
  if (entry === null) return { kind: 'unavailable', why: `the optional package ${PACKAGE} is not installed` };
  const user = process.getuid?.() ?? 0;
  const folder = join(temporary, `trailproof-chromium-${await packageVersion(entry)}-${user}`);
  try {
    if (!(await isWhole(folder, user))) await unpackTo(folder, entry, temporary);
    if (!(await isWhole(folder, user))) return { kind: 'unavailable', why: `${folder} is not this user's own` };
  } catch (error) {
    return { kind: 'unavailable', why: `cannot be unpacked: ${firstLine(error)}` };
  }
  return { kind: 'unpacked', browser: browserIn(folder) };
}

function browserIn(folder: string): BundledBrowser {
  return {
    path: join(folder, 'chromium'),
    libraries: join(folder, 'al2023', 'lib'),
    fonts: join(folder, 'trailproof-fonts.conf'),
  };
}

function packageEntry(): string | null {
  try {
    return createRequire(import.meta.url).resolve(PACKAGE);
  } catch {
    return null;
  }
}

async function packageVersion(entry: string): Promise<string> {
  const text = await readFile(join(dirname(entry), '..', '..', 'package.json'), 'utf8');
  return /"version":\s*"([\w.-]+)"/.exec(text)?.[1] ?? 'unknown';
}

/** Ours alone, and nothing swept away: cleaners of temporary folders take old files one by one. */
async function isWhole(folder: string, user: number): Promise<boolean> {
  try {
    const found = await lstat(folder);
    if (!found.isDirectory() || found.uid !== user || (found.mode & 0o022) !== 0) return false;
    const { path, libraries, fonts } = browserIn(folder);
    await Promise.all(
      [path, join(libraries, 'libnss3.so'), fonts, join(folder, 'fonts', 'fonts')].map((file) => access(file)),
    );
    return true;
  } catch {
    return false;
  }
}

async function unpackTo(folder: string, entry: string, temporary: string): Promise<void> {
  const staging = await mkdtemp(join(temporary, 'trailproof-unpack-'));
  try {
    await promisify(execFile)(process.execPath, ['-e', UNPACK_SCRIPT, entry], {
      // The execution environment named here makes the package unpack its shared libraries as well.
      env: { TMPDIR: staging, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
      timeout: UNPACK_TIMEOUT_MS,
    });
    await writeFile(browserIn(staging).fonts, fontsConfig(folder));
    await replace(staging, folder);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Puts the folder in its place. Another process may have been quicker: then its folder is as good. */
async function replace(staging: string, folder: string): Promise<void> {
  try {
    await rename(staging, folder);
  } catch {
    const user = process.getuid?.() ?? 0;
    if (await isWhole(folder, user)) return;
    await rm(folder, { recursive: true, force: true });
    await rename(staging, folder);
  }
}

function fontsConfig(folder: string): string {
  const path = folder.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<?xml version="1.0"?>\n<fontconfig><dir>${path}/fonts/fonts</dir><cachedir>${path}/font-cache</cachedir></fontconfig>\n`;
}

export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (
    text
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? 'no message'
  );
}
