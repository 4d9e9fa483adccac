import { holes } from '../../collect/holes.js';
import { ExportError, type Exported } from '../../collect/import/exported.js';
import { handMadeExport } from '../../collect/import/hand-made-export.js';
import { importAccount } from '../../collect/import/import-account.js';
import { CALLS_FILE, scriptExport } from '../../collect/import/script-export.js';
import type { Snapshot } from '../../snapshot/schema.js';
import { readSigningKey } from '../collection/keys.js';
import { MANIFEST, type ReadExport, readExport } from '../collection/read-export.js';
import { showRun } from '../collection/show-run.js';
import { writeSnapshot } from '../collection/write-snapshot.js';
import { InputError, UsageError } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { TOOL } from '../tool.js';

export interface ImportCommandOptions {
  readonly out: string;
  readonly account?: string;
  readonly region?: string;
  readonly scope: Snapshot['scope'];
  readonly signKey?: string;
  readonly json?: boolean;
}

/** Makes a snapshot of answers that somebody else has fetched, and says what was missing among them. */
export async function runImport(path: string, options: ImportCommandOptions, terminal: Terminal): Promise<ExitCode> {
  if (options.account !== undefined && !/^[0-9]{12}$/.test(options.account)) {
    throw new UsageError(`--account ${options.account}: expected 12 digits.`);
  }
  const key = await readSigningKey(options.signKey);
  const read = await readExport(path);
  let snapshot: Snapshot;
  try {
    snapshot = await importAccount(exportOf(path, read, options), {
      tool: TOOL,
      account: options.account ?? null,
      scope: options.scope,
      imported: { from: read.name, files: read.digests, manifest: read.manifest },
      made: newest(read),
    });
  } catch (error) {
    if (error instanceof ExportError) throw new InputError(`${path}: ${error.message}.`, { cause: error });
    throw error;
  }
  const written = await writeSnapshot(options.out, snapshot, key);
  if (!read.manifest)
    terminal.progress(`${path}: there is no manifest, so that nothing shows whether files were changed`);
  showRun({ accounts: [], snapshots: [{ snapshot, path: written.path }], index: null }, options, terminal);
  return holes(snapshot).length === 0 ? EXIT.ok : EXIT.findings;
}

function exportOf(path: string, { files, manifest }: ReadExport, options: ImportCommandOptions): Exported {
  if (files.has(CALLS_FILE)) {
    // The script never leaves it out: without it nothing tells what was taken away or changed.
    if (!manifest)
      throw new InputError(`${path}: there is a ${CALLS_FILE} and no ${MANIFEST}: ask for a whole export.`);
    return scriptExport(files);
  }
  return handMadeExport([...files.values()], options.region ?? null);
}

function newest({ files }: ReadExport): Date {
  return new Date(Math.max(0, ...[...files.values()].map(({ changed }) => changed.getTime())));
}
