// What a run has read so far, so that an interruption loses nothing.
//
//   <out>/.unfinished/<account>-<time>.jsonl
//     {"kind":"run", ...}     a run begins
//     {"kind":"call", ...}    a call that has ended
//
// Lines are only ever added. The last one may be cut off when the program is killed; it is then left out.
import { appendFileSync, mkdirSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { canonicalLine } from '../../snapshot/canonical-json.js';
import { type Call, callSchema, type Snapshot, snapshotSchema } from '../../snapshot/schema.js';
import { InputError } from '../errors.js';
import { errorCode } from '../write-file.js';

const FOLDER = '.unfinished';

const runLine = z.strictObject({
  kind: z.literal('run'),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  tool: snapshotSchema.shape.tool,
  scope: snapshotSchema.shape.scope,
  logGroups: snapshotSchema.shape.logGroups,
});
const line = z.discriminatedUnion('kind', [runLine, z.strictObject({ kind: z.literal('call'), call: callSchema })]);

export type RunLine = z.infer<typeof runLine>;

/** What earlier runs have left: in a journal, or in a snapshot with holes. */
export interface Unfinished {
  readonly path: string;
  readonly runs: Snapshot['runs'];
  readonly scope: Snapshot['scope'];
  readonly logGroups: readonly string[];
  readonly calls: readonly Call[];
}

export interface Journal {
  readonly path: string;
  /** @throws InputError when it cannot be written. */
  readonly add: (call: Call) => void;
  readonly remove: () => Promise<void>;
}

/** Starts a journal, with the calls that earlier runs have made. */
export function startJournal(out: string, account: string, run: RunLine, earlier: Unfinished | null): Journal {
  const folder = join(out, FOLDER);
  const path = join(folder, `${account}-${run.startedAt.replaceAll(/[:.]/g, '-')}.jsonl`);
  let fault: InputError | null = null;
  const write = (lines: readonly z.infer<typeof line>[]): void => {
    // The line that failed may be there in part. Nothing is added to it, should there be room again.
    if (fault !== null) throw fault;
    try {
      mkdirSync(folder, { recursive: true });
      appendFileSync(path, lines.map((one) => `${canonicalLine(one)}\n`).join(''));
    } catch (error) {
      const problem = `cannot write ${path}: ${reasonOf(error)}. What was read until then is kept for --resume.`;
      fault = new InputError(problem, { cause: error });
      throw fault;
    }
  };
  const before = (earlier?.runs ?? []).map((one) => ({ ...run, ...one }));
  const calls = (earlier?.calls ?? []).map((call) => ({ kind: 'call' as const, call: callSchema.parse(call) }));
  write([...before, ...calls, run]);
  return {
    path,
    add: (call) => write([{ kind: 'call', call: callSchema.parse(call) }]),
    remove: async () => {
      await rm(path, { force: true });
      // Only when it is empty: other runs may be under way.
      await removeEmpty(folder);
    },
  };
}

/** The newest journal of an account; null when there is none that says anything. */
export async function findUnfinished(out: string, account: string): Promise<Unfinished | null> {
  const folder = join(out, FOLDER);
  const names = (await namesIn(folder)).filter((name) => name.startsWith(`${account}-`) && name.endsWith('.jsonl'));
  for (const name of names.sort().reverse()) {
    const unfinished = parseJournal(join(folder, name), await readFile(join(folder, name), 'utf8'));
    if (unfinished !== null) return unfinished;
  }
  return null;
}

/** @throws InputError when a line that is not the last makes no sense: the file has been changed. */
function parseJournal(path: string, content: string): Unfinished | null {
  const runs: RunLine[] = [];
  const calls: Call[] = [];
  const lines = content.split('\n').slice(0, -1);
  for (const [index, text] of lines.entries()) {
    const parsed = parseLine(text);
    if (parsed === null) throw new InputError(`${path}: line ${index + 1} is damaged: remove the file to start anew.`);
    if (parsed.kind === 'run') runs.push(parsed);
    else calls.push(parsed.call);
  }
  const last = runs.at(-1);
  if (last === undefined) return null;
  return {
    path,
    runs: runs.map(({ startedAt, endedAt, tool }) => ({ startedAt, endedAt, tool })),
    scope: last.scope,
    logGroups: last.logGroups,
    calls,
  };
}

function parseLine(text: string): z.infer<typeof line> | null {
  try {
    return line.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return [];
    throw error;
  }
}

/** Removes the journals that a whole snapshot has made superfluous. */
export async function removeUnfinished(out: string, account: string): Promise<void> {
  const folder = join(out, FOLDER);
  for (const name of await namesIn(folder)) {
    if (name.startsWith(`${account}-`)) await rm(join(folder, name), { force: true });
  }
  await removeEmpty(folder);
}

async function removeEmpty(folder: string): Promise<void> {
  if ((await namesIn(folder)).length === 0) await rm(folder, { recursive: true, force: true });
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'a part of the path is not a folder',
  EFBIG: 'the file would be larger than is allowed',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is not a folder',
  EROFS: 'the file system is read-only',
};

function reasonOf(error: unknown): string {
  const code = errorCode(error);
  return code === null ? 'an unknown fault' : (REASONS[code] ?? code);
}
