// What stands beside a snapshot, held against it.
import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { digestOf, isSignedBy, parseDigests } from '../../snapshot/seal.js';
import { errorCode } from '../write-file.js';

/** Why the digest beside a file does not show that it is untouched; null when it does. */
export async function digestProblem(path: string, bytes: Uint8Array): Promise<string | null> {
  const seal = await optionalBytes(`${path}.sha256`);
  if (seal === null) return `there is no ${basename(path)}.sha256 beside it`;
  const entry = parseDigests(Buffer.from(seal).toString('utf8'))?.find(({ name }) => name === basename(path));
  if (entry === undefined) return `${basename(path)}.sha256 does not name it`;
  const digest = digestOf(bytes);
  return digest === entry.digest ? null : `it was changed: its SHA-256 is ${digest}, it was sealed as ${entry.digest}`;
}

/** Why a signature is not that of a file by a key, of which the public half is enough; null when it is. */
export function signatureProblem(
  path: string,
  bytes: Uint8Array,
  signature: Uint8Array | null,
  key: KeyObject,
): string | null {
  if (signature === null) return `there is no ${basename(path)}.sig beside it`;
  return isSignedBy(bytes, signature, key) ? null : 'the signature is not that of this file by this key';
}

/** The bytes of a file that need not be there. */
export async function optionalBytes(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
    throw error;
  }
}
