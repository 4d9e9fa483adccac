import type { Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { MAX_SNAPSHOT_BYTES, parseSnapshot, type ReadSnapshot } from '../snapshot/parse-snapshot.js';
import { InputError } from './errors.js';
import { errorCode } from './write-file.js';

const SUFFIX = '.snapshot.json';

/**
 * Reads the snapshots that the arguments name: files, folders (all `*.snapshot.json` below them), globs, and `-`
 * for standard input. Each file once, in the order given; folders and globs by name.
 *
 * @throws InputError naming the first argument or file that cannot be used.
 */
export async function readSnapshots(sources: readonly string[]): Promise<readonly ReadSnapshot[]> {
  const read: ReadSnapshot[] = [];
  for await (const { snapshot, digest } of eachSnapshot(sources)) read.push({ snapshot, digest });
  return read;
}

export interface NamedSnapshot extends ReadSnapshot {
  /** What to call it in a message. */
  readonly name: string;
  /** How many there are in all. */
  readonly total: number;
}

/** The same, one after the other: of thousands, only one need be in memory. */
export async function* eachSnapshot(sources: readonly string[]): AsyncGenerator<NamedSnapshot> {
  const paths = await expand(sources);
  for (const path of paths) {
    const name = path === '-' ? 'standard input' : path;
    const parsed = parseSnapshot(path === '-' ? await readStandardInput() : await readBytes(path));
    if (parsed.kind === 'invalid') throw new InputError(`${name}: ${parsed.problem}.`);
    yield { snapshot: parsed.snapshot, digest: parsed.digest, name, total: paths.length };
  }
}

async function expand(sources: readonly string[]): Promise<readonly string[]> {
  const paths = new Set<string>();
  for (const source of sources) {
    if (source === '-') paths.add(source);
    else for (const path of await expandOne(source)) paths.add(path);
  }
  return [...paths];
}

async function expandOne(source: string): Promise<readonly string[]> {
  const found = await status(source);
  if (found?.isDirectory()) {
    const below = (await readdir(source, { recursive: true })).filter((name) => name.endsWith(SUFFIX)).sort();
    if (below.length === 0)
      throw new InputError(`${source}: no snapshot (*${SUFFIX}) in this folder: give another, or run collect first.`);
    return below.map((name) => join(source, name));
  }
  if (found !== null) return [source];
  if (isDynamicPattern(source)) {
    const matched = (await glob(source, { absolute: isAbsolute(source), expandDirectories: false })).sort();
    if (matched.length === 0) throw new InputError(`${source}: no file fits this pattern.`);
    return matched;
  }
  throw new InputError(`${source}: no such file or folder.`);
}

async function status(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
    throw unreadable(path, error);
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const found = await stat(path);
    if (found.size > MAX_SNAPSHOT_BYTES)
      throw new InputError(`${path}: the file is larger than any snapshot (400 MiB).`);
    return await readFile(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk);
    size += bytes.byteLength;
    if (size > MAX_SNAPSHOT_BYTES) throw new InputError('standard input: larger than any snapshot (400 MiB).');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

const READ_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
};

function unreadable(path: string, error: unknown): unknown {
  const code = errorCode(error);
  if (code === null) return error;
  return new InputError(`${path}: ${READ_FAULTS[code] ?? `cannot be read (${code})`}.`, { cause: error });
}
