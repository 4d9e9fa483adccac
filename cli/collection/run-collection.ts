// One run of `collect`: from credentials to snapshots and their index.
import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Earlier, type ReadOptions, readAccount } from '../../collect/collect-account.js';
import { type AccountResult, collectAccounts, type Target } from '../../collect/collect-accounts.js';
import { holes } from '../../collect/holes.js';
import type { RunCall } from '../../collect/patient-call.js';
import type { IndexedAccount } from '../../snapshot/index-schema.js';
import type { Snapshot } from '../../snapshot/schema.js';
import { digestOf } from '../../snapshot/seal.js';
import type { CollectCommandOptions } from '../commands/collect.js';
import { isUserError } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { TOOL } from '../tool.js';
import { type AccountStore, openStore } from './account-store.js';
import { indexed, writeIndex } from './index-file.js';
import { interruption } from './interruption.js';
import { askMfaCode } from './mfa-code.js';
import { type AccountProgress, openProgress, type ProgressView } from './progress.js';
import { showRun } from './show-run.js';
import { findTargets, logGroupsOf, type Targets, userError } from './targets.js';
import { writeSnapshot } from './write-snapshot.js';

/** A snapshot of this run, or one that an earlier run has made whole. */
export interface RunSnapshot {
  readonly snapshot: Snapshot;
  readonly path: string;
}

interface Running {
  readonly options: CollectCommandOptions;
  readonly key: KeyObject | null;
  readonly view: ProgressView;
  /** By account; until an account has ended, it counts as interrupted. */
  readonly accounts: Map<string, IndexedAccount>;
  readonly snapshots: RunSnapshot[];
}

/** Where the calls of an account go, and where it is shown how far it is. */
interface Place {
  readonly store: AccountStore;
  readonly shown: AccountProgress;
}

/** Collects, writes, and says what was made. */
export async function runCollection(
  options: CollectCommandOptions,
  key: KeyObject | null,
  terminal: Terminal,
): Promise<ExitCode> {
  const startedAt = new Date().toISOString();
  const calls: RunCall[] = [];
  const ledger = { clock: () => new Date(), onCall: (call: RunCall) => void calls.push(call) };
  const mfaCode = async (device: string) => options.mfaCode ?? (await askMfaCode(device));
  const found = await findTargets(options, { ledger, mfaCode });

  const view = openProgress(terminal, { quiet: options.quiet === true, tty: process.stderr.isTTY === true });
  const running: Running = { options, key, view, accounts: new Map(), snapshots: [] };
  const interrupted = interruption();
  let stopped: boolean;
  try {
    const work = found.kind === 'own' ? readOwn(found.session, running) : readNamed(found, running, ledger);
    stopped = (await Promise.race([work, interrupted.signal])) === 'interrupted';
  } catch (error) {
    leaveSoon();
    throw error;
  } finally {
    interrupted.ignore();
    view.stop();
  }
  const accounts = [...running.accounts.values()];
  const endedAt = new Date().toISOString();
  const index =
    accounts.length === 0 ? null : await writeIndex(options.out, { tool: TOOL, startedAt, endedAt, accounts, calls });
  showRun({ accounts, snapshots: running.snapshots, index }, options, terminal);
  if (stopped) {
    terminal.error('trailproof: interrupted: run the same command with --resume to go on.');
    leaveSoon();
  }
  const whole = accounts.every(({ outcome }) => ['complete', 'unchanged', 'skipped'].includes(outcome));
  return whole && !stopped ? EXIT.ok : EXIT.findings;
}

/** Ends the program though calls are under way: their answers are wanted no more. */
function leaveSoon(): void {
  setTimeout(() => process.exit(), 300).unref();
}

/** Reads the account that the credentials belong to, whichever that is. */
async function readOwn(session: Extract<Targets, { kind: 'own' }>['session'], running: Running): Promise<void> {
  const { reading, ...place } = prepare(null, running.options.logGroup, running);
  const result = await readAccount(session, reading);
  if (result.kind === 'no-account') throw userError(result.error);
  const account = result.kind === 'collected' ? result.snapshot.account.id : place.store.account();
  const target: Target = { id: account, alias: null, tags: {}, role: null, skip: null };
  if (result.kind === 'unchanged') return await settle({ kind: 'unchanged', target }, place, running);
  const kind = holes(result.snapshot).length === 0 ? 'complete' : 'incomplete';
  await settle({ kind, target, snapshot: result.snapshot }, place, running);
}

async function readNamed(
  { base, targets }: Extract<Targets, { kind: 'named' }>,
  running: Running,
  ledger: { readonly clock: () => Date; readonly onCall: (call: RunCall) => void },
): Promise<void> {
  const { options } = running;
  const places = new Map<string, Place>();
  const logGroups = logGroupsOf(targets, options);
  for (const target of targets) {
    running.accounts.set(target.id, indexed(options.out, target, target.skip === null ? 'interrupted' : 'skipped'));
  }
  await collectAccounts(targets, {
    base,
    endpointUrl: options.endpointUrl ?? null,
    ledger,
    parallel: options.parallel,
    reading: (target) => {
      const { reading, ...place } = prepare(target, logGroups(target), running);
      places.set(target.id, place);
      return reading;
    },
    onResult: (result) => settleOneOfMany(result, places.get(result.target.id) ?? null, running),
  });
}

function prepare(target: Target | null, logGroups: readonly string[], running: Running) {
  const { options, key, view, accounts } = running;
  const store = openStore({ out: options.out, resume: options.resume === true, tool: TOOL, key, say: view.say });
  const name = target === null ? '' : `${target.id}${target.alias === null ? '' : ` ${target.alias}`}`;
  const shown = view.account(name);
  const reading: ReadOptions = {
    tool: TOOL,
    clock: () => new Date(),
    endpointUrl: options.endpointUrl,
    scope: options.scope,
    logGroups,
    begin: async (beginning) => {
      if (target !== null) return await store.begin(beginning).catch(unusable);
      const own = { id: beginning.account, alias: null, tags: {}, role: null };
      accounts.set(own.id, indexed(options.out, own, 'interrupted'));
      return await store.begin(beginning);
    },
    onProgress: (progress) => {
      store.onCall(progress);
      shown.onCall(progress);
    },
  };
  return { store, shown, reading };
}

/** Of many accounts, one whose files cannot be used must not stop the others. */
function unusable(error: unknown): Extract<Earlier, { kind: 'unusable' }> {
  if (!isUserError(error)) throw error;
  const hint = error.message.replace(/\.$/, '');
  return { kind: 'unusable', error: { cause: 'unusable-files', problem: 'its collection cannot begin', hint } };
}

/** The same, where one of many accounts cannot be written. */
async function settleOneOfMany(result: AccountResult, place: Place | null, running: Running): Promise<void> {
  try {
    await settle(result, place, running);
  } catch (error) {
    if (!isUserError(error)) throw error;
    const { options, accounts, view } = running;
    const { target } = result;
    place?.shown.end('failed');
    view.say(`account ${target.id}: not written: ${error.message}`);
    accounts.set(target.id, indexed(options.out, target, 'failed', { problem: error.message }));
  }
}

/** Writes what an account has brought, and notes it for the index. */
async function settle(result: AccountResult, place: Place | null, running: Running): Promise<void> {
  const { options, key, accounts, snapshots, view } = running;
  const { target } = result;
  place?.shown.end(result.kind);
  const note = (...more: [IndexedAccount['outcome'], Parameters<typeof indexed>[3]?]) =>
    accounts.set(target.id, indexed(options.out, target, ...more));
  switch (result.kind) {
    case 'complete':
    case 'incomplete': {
      const written = await writeSnapshot(options.out, result.snapshot, key);
      await place?.store.finish();
      snapshots.push({ snapshot: result.snapshot, path: written.path });
      note(result.kind, { snapshot: result.snapshot, written });
      return;
    }
    case 'unchanged': {
      const whole = place?.store.whole() ?? null;
      if (whole === null) throw new Error('There is no earlier snapshot.');
      const written = { path: whole.path, digest: digestOf(await readFile(whole.path)), signed: whole.signed };
      snapshots.push(whole);
      note('unchanged', { snapshot: whole.snapshot, written });
      return;
    }
    case 'failed': {
      const problem = `${result.error.problem}: ${result.error.hint}`;
      view.say(`account ${target.id}: not read: ${problem}`);
      note('failed', { problem });
      return;
    }
    case 'skipped':
      view.say(`account ${target.id}: skipped: ${result.why}`);
      note('skipped', { problem: result.why });
  }
}
