// Reads an export into memory: a folder, or a .tar or .tar.gz. Nothing of an archive is ever written to disk.
import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, posix } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import type { ExportedFile } from '../../collect/import/exported.js';
import { parseDigests } from '../../snapshot/seal.js';
import { InputError } from '../errors.js';
import { errorCode } from '../write-file.js';

export const MANIFEST = 'MANIFEST.sha256';

/** More than any account needs: an archive may unpack to a thousand times its size. */
const MAX_BYTES = 400 * 1024 * 1024;
const MAX_FILES = 20_000;

export interface ReadExport {
  readonly name: string;
  readonly files: ReadonlyMap<string, ExportedFile>;
  /** SHA-256 by path. */
  readonly digests: Readonly<Record<string, string>>;
  /** Whether a manifest came along, and every file was checked against it. */
  readonly manifest: boolean;
}

/** @throws InputError when it cannot be read, climbs out of its folder, or does not fit its manifest. */
export async function readExport(path: string): Promise<ReadExport> {
  const found = await stat(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') throw new InputError(`${path}: no such file or folder.`);
    throw error;
  });
  if (!found.isDirectory() && found.size > MAX_BYTES) throw tooLarge(path);
  const listed = withoutTop(found.isDirectory() ? await readFolder(path) : await readArchive(path));
  const digests = new Map(listed.map((file) => [file.path, createHash('sha256').update(file.bytes).digest('hex')]));
  const manifest = listed.find((file) => file.path === MANIFEST);
  if (manifest !== undefined) checkManifest(path, manifest, digests);
  const files = new Map(listed.filter((file) => file !== manifest).map((file) => [file.path, file]));
  digests.delete(MANIFEST);
  return { name: basename(path), files, digests: Object.fromEntries(digests), manifest: manifest !== undefined };
}

async function readFolder(path: string): Promise<readonly ExportedFile[]> {
  const files: ExportedFile[] = [];
  let size = 0;
  for (const name of (await readdir(path, { recursive: true })).sort()) {
    const place = join(path, name);
    const found = await lstat(place);
    if (found.isDirectory()) continue;
    // A link may lead anywhere, and what it leads to is not what the client has sent.
    if (!found.isFile()) throw new InputError(`${place}: neither a file nor a folder; links are not followed.`);
    size += found.size;
    if (size > MAX_BYTES || files.length >= MAX_FILES) throw tooLarge(path);
    files.push({ path: name.replaceAll('\\', '/'), bytes: await readFile(place), changed: found.mtime });
  }
  return files;
}

async function readArchive(path: string): Promise<readonly ExportedFile[]> {
  const files = new Map<string, ExportedFile>();
  try {
    const unpack = extract();
    unpack.end(await unpacked(path));
    for await (const entry of unpack) {
      const { name, type, mtime } = entry.header;
      // One place may be spelled in many ways: a/b, ./a/b, a//b.
      const place = posix.normalize(name);
      const problem = entryProblem(name, type ?? 'file') ?? (files.has(place) ? 'stands there twice' : null);
      if (problem !== null) throw new InputError(`${path}: "${name}" ${problem}: the archive is refused.`);
      const chunks: Uint8Array[] = [];
      for await (const chunk of entry) if (chunk instanceof Uint8Array) chunks.push(chunk);
      if (type === 'directory') continue;
      if (files.size >= MAX_FILES) throw tooLarge(path);
      const bytes = Buffer.concat(chunks);
      files.set(place, { path: place, bytes, changed: mtime ?? new Date(0) });
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${path}: not a whole .tar.gz archive.`, { cause: error });
  }
  if (files.size === 0) throw new InputError(`${path}: the archive holds no file.`);
  return [...files.values()];
}

const gunzipped = promisify(gunzip);

/** The bytes of the tar archive within, no more than any export has. */
async function unpacked(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path);
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isPacked) return bytes;
  try {
    return await gunzipped(bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(path);
    throw error;
  }
}

function entryProblem(name: string, type: string): string | null {
  if (type !== 'file' && type !== 'directory') return `is a ${type}`;
  if (name.startsWith('/') || /^[A-Za-z]:|\\/.test(name)) return 'is not a path inside the archive';
  return name.split('/').includes('..') ? 'climbs out of the folder' : null;
}

/** Without the folder that holds everything, when there is one. */
function withoutTop(files: readonly ExportedFile[]): readonly ExportedFile[] {
  const tops = new Set(files.map(({ path }) => path.split('/')[0] ?? ''));
  const [top] = tops;
  if (tops.size !== 1 || top === undefined || files.some(({ path }) => !path.includes('/'))) return files;
  // A folder that bears a region's name tells something.
  if (/^[a-z]{2}(?:-[a-z]+)+-[0-9]$/.test(top)) return files;
  return files.map((file) => ({ ...file, path: file.path.slice(top.length + 1) }));
}

function checkManifest(path: string, manifest: ExportedFile, digests: ReadonlyMap<string, string>): void {
  const entries = parseDigests(Buffer.from(manifest.bytes).toString('utf8'));
  if (entries === null) throw new InputError(`${path}: ${MANIFEST} is not of the form of sha256sum.`);
  const listed = new Map(entries.map(({ name, digest }) => [name.replace(/^\.\//, ''), digest]));
  for (const [name, digest] of listed) {
    const found = digests.get(name);
    if (found === undefined) throw new InputError(`${path}: ${name} is in ${MANIFEST}, and is not there.`);
    if (found !== digest) throw new InputError(`${path}: ${name} was changed: its SHA-256 is not that of ${MANIFEST}.`);
  }
  for (const name of digests.keys()) {
    if (name !== MANIFEST && !listed.has(name)) throw new InputError(`${path}: ${name} is not in ${MANIFEST}.`);
  }
}

function tooLarge(path: string): InputError {
  return new InputError(`${path}: larger than any export (400 MiB, 20,000 files).`);
}
