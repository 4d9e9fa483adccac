// What somebody else has fetched from AWS, as the import looks at it.
import type { OperationName } from '../../snapshot/operations.js';
import type { Plain } from '../plain-answer.js';

/** A file of an export. */
export interface ExportedFile {
  /** Path inside the export, with slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** When it was last changed, as the archive or the folder says. */
  readonly changed: Date;
}

/** What an export says to one question. */
export interface Recorded {
  readonly said:
    | { readonly kind: 'answer'; readonly answer: Plain }
    | { readonly kind: 'error'; readonly name: string; readonly message: string };
  readonly startedAt: Date;
  readonly endedAt: Date;
}

export interface Exported {
  /** The answer to a call; null when the export does not hold it. */
  readonly look: (operation: OperationName, region: string, input: Plain) => Recorded | null;
  /** Region from which global services were asked. */
  readonly startRegion: string;
  /** Regions to look in when the export does not say which are enabled. */
  readonly regions: readonly string[];
  /** Accounts that the files could be of, where no call says whose they are. */
  readonly accounts: readonly string[];
  /** ARNs of log groups that were asked for beside those of trails. */
  readonly logGroups: readonly string[];
}

/** The export cannot be used at all. The message says what, and where. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}

/** @throws ExportError */
export function jsonObject(file: ExportedFile): Plain {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file.bytes));
  } catch {
    throw new ExportError(`${file.path} is not JSON`);
  }
  if (!isObject(value)) throw new ExportError(`${file.path} is not a JSON object, as the aws command line prints it`);
  return value;
}

function isObject(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
