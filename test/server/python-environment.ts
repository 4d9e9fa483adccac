// The Python programs that tests talk to: an AWS API server (moto) and the aws command line. They are installed, pinned,
// into a virtual environment of this project under .cache/, once; where that cannot be, those on the machine are taken.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));
const CACHE = join(PROJECT, '.cache', 'test-server');

/** A program and the arguments that come before all others. */
export type Program = readonly [string, ...string[]];

export type PythonEnvironment =
  | { readonly kind: 'ready'; readonly motoServer: Program; readonly aws: Program }
  | { readonly kind: 'missing'; readonly reason: string };

/** A failed installation is not tried again for so long: a run has many test files. Milliseconds. */
const FAILURE_HOLDS = 10 * 60_000;
const INSTALL_LIMIT = 10 * 60_000;
const ASIDE = '.new';

/** Finds the programs, installing them if need be: about 30 s the first time, nothing after. Safe to call at once from many processes. */
export async function pythonEnvironment(): Promise<PythonEnvironment> {
  const installed = await installedEnvironment();
  if (installed.kind === 'ready') return installed;
  const [motoServer, aws] = await Promise.all([onPath('moto_server'), onPath('aws')]);
  if (motoServer !== null && aws !== null) return { kind: 'ready', motoServer: [motoServer], aws: [aws] };
  return { kind: 'missing', reason: `${installed.reason}; and there is no moto_server and aws on the PATH` };
}

async function installedEnvironment(): Promise<PythonEnvironment> {
  const digest = createHash('sha256')
    .update(await readFile(REQUIREMENTS))
    .digest('hex')
    .slice(0, 16);
  const place = join(CACHE, digest);
  const python = join(place, 'bin', 'python');
  const ready: PythonEnvironment = {
    kind: 'ready',
    motoServer: [python, '-m', 'moto.server'],
    aws: [python, '-m', 'awscli'],
  };
  if (await exists(python)) return ready;

  await mkdir(CACHE, { recursive: true });
  return alone(`${place}.lock`, async () => {
    if (await exists(python)) return ready;
    const failure = `${place}.failed`;
    if (await isFresh(failure, FAILURE_HOLDS)) return { kind: 'missing', reason: await readFile(failure, 'utf8') };
    await removeLeftovers(digest);
    // Made aside and moved when whole, so that an interrupted installation is never taken for a good one. An environment
    // may be moved as long as its programs are started with `python -m`.
    const aside = `${place}.${process.pid}${ASIDE}`;
    try {
      await run('python3', ['-m', 'venv', aside], { timeout: INSTALL_LIMIT });
      const pip = ['-m', 'pip', 'install', '--quiet', '--no-compile', '--disable-pip-version-check', '--retries', '1'];
      await run(join(aside, 'bin', 'python'), [...pip, '-r', REQUIREMENTS], { timeout: INSTALL_LIMIT });
      await rename(aside, place);
      return ready;
    } catch (error) {
      await rm(aside, { recursive: true, force: true });
      const reason = `the Python environment for moto could not be made (${firstLine(error)})`;
      await writeFile(failure, reason);
      return { kind: 'missing', reason };
    }
  });
}

async function removeLeftovers(digest: string): Promise<void> {
  for (const name of await readdir(CACHE)) {
    const path = join(CACHE, name);
    if (!name.startsWith(digest) || !name.endsWith(ASIDE) || (await isFresh(path, INSTALL_LIMIT))) continue;
    await rm(path, { recursive: true, force: true });
  }
}

/** Runs `work` while no other process does under the same lock file. The lock of a process that died goes stale. */
async function alone<T>(lock: string, work: () => Promise<T>): Promise<T> {
  const beat = 2_000;
  while (!(await taken(lock))) {
    if (!(await isFresh(lock, 5 * beat))) await rm(lock, { force: true });
    else await sleep(200);
  }
  const timer = setInterval(() => {
    const now = new Date();
    utimes(lock, now, now).catch(() => {});
  }, beat);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await rm(lock, { force: true });
  }
}

async function taken(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx')).close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function isFresh(path: string, milliseconds: number): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs < milliseconds;
  } catch {
    return false;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

async function onPath(name: string): Promise<string | null> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (folder !== '' && (await exists(join(folder, name)))) return join(folder, name);
  }
  return null;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split('\n').filter((line) => /error/i.test(line));
  return (lines[0] ?? text.split('\n')[0] ?? '').trim();
}
