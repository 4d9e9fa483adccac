// What stands beside a snapshot so that others can tell that it is untouched.
//
//   <snapshot>.sha256   its SHA-256, as `sha256sum -c` reads it
//   <snapshot>.sig      its Ed25519 signature: 64 bytes over the bytes of the file, as `openssl pkeyutl` reads it
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** SHA-256, lower-case hex. */
export function digestOf(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The line for `sha256sum -c`. */
export function digestLine(digest: string, fileName: string): string {
  return `${digest}  ${fileName}\n`;
}

export interface DigestEntry {
  readonly digest: string;
  readonly name: string;
}

/** The entries of a file in the form of `sha256sum`; null when a line is none. */
export function parseDigests(text: string): readonly DigestEntry[] | null {
  const entries: DigestEntry[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, digest, name] = /^([0-9a-f]{64}) [ *](.+?)\r?$/.exec(line) ?? [];
    if (digest === undefined || name === undefined) return null;
    entries.push({ digest, name });
  }
  return entries;
}

export type Key =
  | { readonly kind: 'key'; readonly key: KeyObject }
  | { readonly kind: 'unfit'; readonly problem: string };

/** Reads a private key in PEM form. */
export function signingKey(pem: string | Uint8Array, passphrase: string | null): Key {
  return keyFrom(() =>
    createPrivateKey({ key: Buffer.from(pem), format: 'pem', ...(passphrase === null ? {} : { passphrase }) }),
  );
}

/** Reads a public key in PEM form; of a private key, the public half. */
export function verifyingKey(pem: string | Uint8Array): Key {
  return keyFrom(() => createPublicKey({ key: Buffer.from(pem), format: 'pem' }));
}

function keyFrom(read: () => KeyObject): Key {
  let key: KeyObject;
  try {
    key = read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    const problem =
      code === 'ERR_MISSING_PASSPHRASE' ? 'the key is encrypted' : 'no key in PEM form, or not the passphrase for it';
    return { kind: 'unfit', problem };
  }
  if (key.asymmetricKeyType === 'ed25519') return { kind: 'key', key };
  return { kind: 'unfit', problem: `an Ed25519 key is needed, this is ${key.asymmetricKeyType ?? 'another kind'}` };
}

export function signatureOf(bytes: string | Uint8Array, key: KeyObject): Uint8Array {
  return sign(null, Buffer.from(bytes), key);
}

export function isSignedBy(bytes: Uint8Array, signature: Uint8Array, key: KeyObject): boolean {
  return verify(null, bytes, key, signature);
}
