import { createHash } from 'node:crypto';

/** Namespace of our names; a random UUID, chosen once. */
const NAMESPACE = Buffer.from('6f0f3a52c1d94e0f9b0d5b6f2f6f7a31', 'hex');

/** A UUID of version 5 (RFC 9562, 5.5): the same parts always give the same one. */
export function uuidOf(...parts: readonly string[]): string {
  // As JSON, so that no two lists of parts are one name.
  const bytes = createHash('sha1').update(NAMESPACE).update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** SHA-256 of a text, lower-case hex. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
