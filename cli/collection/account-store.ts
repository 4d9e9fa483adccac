// Where the calls of one account go while it is read: a journal until the snapshot is written.
import type { KeyObject } from 'node:crypto';
import type { Beginning, Earlier, Progress } from '../../collect/collect-account.js';
import { holes } from '../../collect/holes.js';
import type { Snapshot } from '../../snapshot/schema.js';
import { UsageError } from '../errors.js';
import {
  findUnfinished,
  type Journal,
  type RunLine,
  removeUnfinished,
  startJournal,
  type Unfinished,
} from './journal.js';
import { type FoundSnapshot, newestSnapshot } from './newest-snapshot.js';
import { sweep } from './write-snapshot.js';

export interface AccountStore {
  readonly begin: (beginning: Beginning) => Promise<Earlier>;
  readonly onCall: (progress: Progress) => void;
  /** The snapshot is written: the journal is not needed any more. */
  readonly finish: () => Promise<void>;
  /** The snapshot that holds everything already, when `begin` found one. */
  readonly whole: () => FoundSnapshot | null;
  /** Whose it is, once `begin` was called. */
  readonly account: () => string;
}

export interface StoreOptions {
  readonly out: string;
  readonly resume: boolean;
  readonly tool: Snapshot['tool'];
  /** The key that seals the snapshots of this collection. */
  readonly key: KeyObject | null;
  readonly say: (line: string) => void;
}

const NOTHING: Earlier = { kind: 'calls', runs: [], calls: [] };

export function openStore({ out, resume, tool, key, say }: StoreOptions): AccountStore {
  let journal: Journal | null = null;
  let account = '';
  let run = 1;
  let whole: FoundSnapshot | null = null;

  return {
    begin: async (beginning) => {
      account = beginning.account;
      if (resume) await sweep(out, account);
      const unfinished = await findUnfinished(out, account);
      if (unfinished !== null && !resume) {
        say(`account ${account}: an interrupted collection is left; --resume takes it up`);
      }
      const newest = resume ? await newestSnapshot(out, account, key) : null;
      const earlier = resume ? later(unfinished, newest) : null;
      if (earlier !== null) requireSame(earlier, beginning);
      if (newest !== null && earlier?.path === newest.path && holes(newest.snapshot).length === 0) {
        whole = newest;
        return { kind: 'everything' };
      }
      const { startedAt, scope, logGroups } = beginning;
      const line: RunLine = { kind: 'run', startedAt, endedAt: null, tool, scope, logGroups: [...logGroups] };
      journal = startJournal(out, account, line, earlier);
      if (earlier === null) return NOTHING;
      run = earlier.runs.length + 1;
      say(`account ${account}: taking up the collection of ${earlier.runs[0]?.startedAt ?? ''}`);
      return { kind: 'calls', runs: earlier.runs, calls: earlier.calls };
    },
    onCall: ({ call }) => {
      // Whose account it is, is asked anew each time, and before there is a journal; earlier calls stand there already.
      if (journal !== null && call.trace.run === run) journal.add(call);
    },
    finish: async () => {
      await journal?.remove();
      await removeUnfinished(out, account);
    },
    whole: () => whole,
    account: () => account,
  };
}

/** The one that was begun last: a journal, or a snapshot. */
function later(unfinished: Unfinished | null, newest: FoundSnapshot | null): Unfinished | null {
  if (newest === null) return unfinished;
  const { runs, scope, logGroups, calls } = newest.snapshot;
  const snapshot: Unfinished = { path: newest.path, runs, scope, logGroups, calls };
  const begun = (one: Unfinished | null) => one?.runs.at(-1)?.startedAt ?? '';
  return begun(unfinished) > begun(snapshot) ? unfinished : snapshot;
}

function requireSame(earlier: Unfinished, { account, scope, logGroups }: Beginning): void {
  const same = earlier.scope === scope && earlier.logGroups.join() === logGroups.join();
  if (same) return;
  const groups = earlier.logGroups.map((arn) => ` --log-group ${arn}`).join('');
  throw new UsageError(
    `--resume needs the options of the collection that it takes up: account ${account} was read with --scope ${earlier.scope}${groups}.`,
  );
}
