import type { KeyObject } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { canonicalJson } from '../../snapshot/canonical-json.js';
import type { Snapshot } from '../../snapshot/schema.js';
import { digestLine, digestOf, signatureOf } from '../../snapshot/seal.js';
import { writeWhole } from '../write-file.js';
import { namesIn } from './journal.js';

export interface Written {
  readonly path: string;
  readonly digest: string;
  readonly signed: boolean;
}

/**
 * Writes `<out>/<account>/<time>.snapshot.json` with its seal. The seal comes first: where the snapshot is, it is whole
 * and sealed, whenever the program was stopped.
 */
export async function writeSnapshot(out: string, snapshot: Snapshot, key: KeyObject | null): Promise<Written> {
  const time = snapshot.runs.at(-1)?.startedAt ?? snapshot.startedAt;
  const path = join(out, snapshot.account.id, `${time.replaceAll(/[:.]/g, '-')}.snapshot.json`);
  const content = canonicalJson(snapshot);
  const digest = digestOf(content);
  const seals: string[] = [];
  const seal = async (name: string, bytes: string | Uint8Array) => {
    await writeWhole(name, bytes, { overwrite: false });
    seals.push(name);
  };
  try {
    await seal(`${path}.sha256`, digestLine(digest, basename(path)));
    if (key !== null) await seal(`${path}.sig`, signatureOf(content, key));
    await writeWhole(path, content, { overwrite: false });
  } catch (error) {
    for (const name of seals) await rm(name, { force: true }).catch(() => {});
    throw error;
  }
  return { path, digest, signed: key !== null };
}

/** Removes what a run that was killed while it wrote has left: temporary files, and seals without a snapshot. */
export async function sweep(out: string, account: string): Promise<void> {
  const folder = join(out, account);
  const names = new Set(await namesIn(folder));
  for (const name of names) {
    const sealed = /^(.+\.snapshot\.json)\.(?:sha256|sig)$/.exec(name)?.[1];
    const isLeft = /\.snapshot\.json(?:\.sha256|\.sig)?\.[0-9a-f]{12}\.tmp$/.test(name);
    if (isLeft || (sealed !== undefined && !names.has(sealed))) await rm(join(folder, name), { force: true });
  }
}
