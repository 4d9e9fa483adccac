import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSnapshot } from '../../snapshot/parse-snapshot.js';
import type { Snapshot } from '../../snapshot/schema.js';
import { InputError } from '../errors.js';
import { digestProblem, optionalBytes, signatureProblem } from './check-seal.js';
import { namesIn } from './journal.js';

export interface FoundSnapshot {
  readonly path: string;
  readonly snapshot: Snapshot;
  readonly signed: boolean;
}

/**
 * The newest collected snapshot of an account below `out`; their names are times. Null when there is none. What is
 * taken over from it is sealed anew, so it must be untouched; and what others have exported was not collected by us.
 *
 * @param key checks the signature, where there is one.
 * @throws InputError when it is damaged, or not what was sealed.
 */
export async function newestSnapshot(
  out: string,
  account: string,
  key: KeyObject | null,
): Promise<FoundSnapshot | null> {
  const names = (await namesIn(join(out, account))).filter((name) => name.endsWith('.snapshot.json')).sort();
  for (const name of names.reverse()) {
    const path = join(out, account, name);
    const bytes = await readFile(path);
    const parsed = parseSnapshot(bytes);
    if (parsed.kind === 'invalid') throw new InputError(`${path}: ${parsed.problem}.`);
    if (parsed.snapshot.imported !== undefined) continue;
    const signature = await optionalBytes(`${path}.sig`);
    const problem =
      (await digestProblem(path, bytes)) ??
      (key === null || signature === null ? null : signatureProblem(path, bytes, signature, key));
    if (problem !== null)
      throw new InputError(
        `${path}: ${problem}: --resume takes up only what is as it was sealed; move it away to start anew.`,
      );
    return { path, snapshot: parsed.snapshot, signed: signature !== null };
  }
  return null;
}
