import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { signingKey, verifyingKey } from '../../snapshot/seal.js';
import { InputError, UsageError } from '../errors.js';
import { errorCode } from '../write-file.js';

/**
 * The key of `--sign-key`; null when none was named. An encrypted one takes its passphrase from the environment.
 *
 * @throws InputError or UsageError when it cannot be used.
 */
export async function readSigningKey(path: string | undefined): Promise<KeyObject | null> {
  if (path === undefined) return null;
  const read = signingKey(await readPem('--sign-key', path), process.env.TRAILPROOF_SIGN_KEY_PASSPHRASE ?? null);
  if (read.kind === 'key') return read.key;
  throw new UsageError(`--sign-key ${path}: ${read.problem}; make one with: openssl genpkey -algorithm ed25519.`);
}

/** The key of `--public-key`; null when none was named. */
export async function readPublicKey(path: string | undefined): Promise<KeyObject | null> {
  if (path === undefined) return null;
  const read = verifyingKey(await readPem('--public-key', path));
  if (read.kind === 'key') return read.key;
  throw new UsageError(`--public-key ${path}: ${read.problem}; make it with: openssl pkey -in key.pem -pubout.`);
}

async function readPem(option: string, path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === null) throw error;
    throw new InputError(`${option} ${path}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}.`);
  }
}
