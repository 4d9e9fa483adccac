import { randomBytes } from 'node:crypto';
import { link, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError } from './errors.js';

/**
 * Writes a file whole or not at all: temporary file beside it, fsync, then rename.
 * Folders are made. Without `overwrite` an existing file is left alone and reported as an `InputError`.
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array,
  options: { readonly overwrite: boolean },
): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await makeFolder(path);
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    if (options.overwrite) {
      await rename(temporary, path);
    } else {
      await moveToFreeName(temporary, path);
    }
  } catch (error) {
    // What is amiss with the path is what to report, not that there is nothing to clear away.
    await rm(temporary, { force: true }).catch(() => {});
    throw asInputError(path, error);
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    // What exists already is a file where the folder should be, not the file that is to be written.
    if (errorCode(error) !== 'EEXIST') throw error;
    throw new InputError(`cannot write ${path}: ${WRITE_FAULTS['ENOTDIR']}.`, { cause: error });
  }
}

/** A hard link fails when the name is taken, in one step: no other process can slip in between look and write. */
async function moveToFreeName(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
    await rm(temporary);
  } catch (error) {
    // Some file systems have no hard links. There, looking first is the best that can be done.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(errorCode(error) ?? '')) throw error;
    await ensureAbsent(path);
    await rename(temporary, path);
  }
}

function asInputError(path: string, error: unknown): unknown {
  const code = errorCode(error);
  if (code === 'EEXIST') return new InputError(`${path} exists already: remove it, or choose another --out.`);
  if (code === null) return error;
  const why = WRITE_FAULTS[code] ?? code;
  return new InputError(`cannot write ${path}: ${why}.`, { cause: error });
}

const WRITE_FAULTS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'the name is too long',
};

/** The system's code of a file error, e.g. ENOENT; null for anything else. */
export function errorCode(error: unknown): string | null {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return null;
}

/** Refuses early, before any work is done, when something of that name is there already. */
export async function ensureAbsent(path: string): Promise<void> {
  try {
    await lstat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw asInputError(path, error);
  }
  throw new InputError(`${path} exists already: remove it, or add --overwrite.`);
}
