import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSnapshot } from '../../snapshot/parse-snapshot.js';
import type { Snapshot } from '../../snapshot/schema.js';
import { InputError } from '../errors.js';
import { namesIn } from './journal.js';

export interface FoundSnapshot {
  readonly path: string;
  readonly snapshot: Snapshot;
}

/** The newest snapshot of an account below `out`; their names are times. Null when there is none. */
export async function newestSnapshot(out: string, account: string): Promise<FoundSnapshot | null> {
  const names = (await namesIn(join(out, account))).filter((name) => name.endsWith('.snapshot.json')).sort();
  const newest = names.at(-1);
  if (newest === undefined) return null;
  const path = join(out, account, newest);
  const parsed = parseSnapshot(await readFile(path));
  if (parsed.kind === 'invalid') throw new InputError(`${path}: ${parsed.problem}.`);
  return { path, snapshot: parsed.snapshot };
}
