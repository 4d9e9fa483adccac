import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { SCHEMA_VERSION, SNAPSHOT_KIND, type Snapshot, snapshotSchema } from './schema.js';

/** Larger files are refused before they are parsed: V8 holds no longer string, and no account needs a tenth of it. */
export const MAX_SNAPSHOT_BYTES = 400 * 1024 * 1024;

/** A larger file must first be seen to bear our mark: to parse hundreds of megabytes of nonsense takes long. */
const PARSE_UNSEEN_BYTES = 8 * 1024 * 1024;

/** A snapshot and the SHA-256 (lower-case hex) of the bytes it was read from. */
export interface ReadSnapshot {
  readonly snapshot: Snapshot;
  readonly digest: string;
}

export type ParsedSnapshot =
  | ({ readonly kind: 'snapshot' } & ReadSnapshot)
  /** One line that says what is wrong and where in the file, without the file's name. */
  | { readonly kind: 'invalid'; readonly problem: string };

/**
 * Reads a snapshot from the bytes of a file. Never throws on bad input.
 *
 * @param bytes the whole file, UTF-8 JSON.
 */
export function parseSnapshot(bytes: Uint8Array): ParsedSnapshot {
  if (bytes.byteLength === 0) return invalid('the file is empty');
  if (bytes.byteLength > MAX_SNAPSHOT_BYTES) return invalid('the file is larger than any snapshot (400 MiB)');
  if (
    bytes.byteLength > PARSE_UNSEEN_BYTES &&
    !Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(`"${SNAPSHOT_KIND}"`)
  ) {
    return invalid(`not a snapshot: it does not say "kind": "${SNAPSHOT_KIND}"`);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return invalid('the file is not UTF-8 text');
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return invalid(jsonProblem(text, error));
  }
  const kind = member(json, 'kind');
  if (kind !== SNAPSHOT_KIND) {
    return invalid(
      `not a snapshot: expected "kind": "${SNAPSHOT_KIND}" at the top, found ${kind === undefined ? 'none' : brief(kind)}`,
    );
  }
  const version = member(json, 'schemaVersion');
  if (typeof version === 'number' && Number.isInteger(version) && version > SCHEMA_VERSION) {
    return invalid(
      `snapshot format ${version} is newer than this trailproof reads (${SCHEMA_VERSION}): use a newer trailproof`,
    );
  }
  const parsed = snapshotSchema.safeParse(json);
  if (!parsed.success) return invalid(schemaProblem(parsed.error));
  return { kind: 'snapshot', snapshot: parsed.data, digest: createHash('sha256').update(bytes).digest('hex') };
}

function invalid(problem: string): ParsedSnapshot {
  return { kind: 'invalid', problem };
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

/** The engine's own message carries a stretch of the file, which may be long and is not ours to print. */
function jsonProblem(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const position = /at position ([0-9]+)/.exec(message)?.[1];
  if (position === undefined) {
    return /Unexpected end/.test(message)
      ? `not JSON: the text ends too early, at ${lineAndColumn(text, text.length)}; the file may be cut off`
      : 'not JSON';
  }
  const offset = Number(position);
  return offset >= text.trimEnd().length
    ? `not JSON: the text ends too early, at ${lineAndColumn(text, offset)}; the file may be cut off`
    : `not JSON: fault at ${lineAndColumn(text, offset)}`;
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `line ${line}, column ${offset - before.lastIndexOf('\n')}`;
}

function schemaProblem(error: z.ZodError): string {
  const [first, ...more] = error.issues;
  if (first === undefined) return 'it does not fit the snapshot format';
  const place = first.path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${brief(String(step), false)}`))
    .join('');
  const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
  return `at ${place.replace(/^\./, '') || 'the top'}: ${shorten(first.message)}${rest}`;
}

function brief(value: unknown, quoted = true): string {
  const text = quoted ? (JSON.stringify(value) ?? String(value)) : String(value);
  return shorten(text, 60);
}

function shorten(text: string, length = 200): string {
  return text.length <= length ? text : `${text.slice(0, length)}...`;
}
