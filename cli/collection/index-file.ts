import { join, relative } from 'node:path';
import type { Target } from '../../collect/collect-accounts.js';
import { canonicalJson } from '../../snapshot/canonical-json.js';
import { type CollectionIndex, INDEX_KIND, INDEX_VERSION, type IndexedAccount } from '../../snapshot/index-schema.js';
import type { Snapshot } from '../../snapshot/schema.js';
import { writeWhole } from '../write-file.js';
import type { Written } from './write-snapshot.js';

/** An account's line in the index. */
export function indexed(
  out: string,
  target: Pick<Target, 'id' | 'alias' | 'tags' | 'role'>,
  outcome: IndexedAccount['outcome'],
  more: { readonly problem?: string; readonly snapshot?: Snapshot; readonly written?: Written } = {},
): IndexedAccount {
  const { snapshot, written } = more;
  return {
    id: target.id,
    alias: snapshot?.account.alias ?? target.alias,
    tags: { ...target.tags },
    role: target.role?.arn ?? null,
    outcome,
    problem: more.problem ?? null,
    snapshot:
      written === undefined
        ? null
        : { path: relative(out, written.path).replaceAll('\\', '/'), sha256: written.digest, signed: written.signed },
    calls: snapshot === undefined ? {} : countOutcomes(snapshot),
  };
}

function countOutcomes(snapshot: Snapshot): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of snapshot.calls) counts[outcome.kind] = (counts[outcome.kind] ?? 0) + 1;
  return counts;
}

/** Writes `<out>/<time>.index.json`, accounts by id. */
export async function writeIndex(out: string, index: Omit<CollectionIndex, 'kind' | 'schemaVersion'>): Promise<string> {
  const path = join(out, `${index.startedAt.replaceAll(/[:.]/g, '-')}.index.json`);
  const accounts = index.accounts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const content = canonicalJson({ kind: INDEX_KIND, schemaVersion: INDEX_VERSION, ...index, accounts });
  await writeWhole(path, content, { overwrite: false });
  return path;
}
