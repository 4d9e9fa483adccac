// What a run has brought, for people or for machines.
import { holes } from '../../collect/holes.js';
import type { IndexedAccount } from '../../snapshot/index-schema.js';
import type { Snapshot } from '../../snapshot/schema.js';
import type { CollectCommandOptions } from '../commands/collect.js';
import { printable, type Terminal } from '../terminal.js';
import { missingLines, permissionOf, printReadings } from './reading-table.js';
import type { RunSnapshot } from './run-collection.js';

export interface RunResult {
  readonly accounts: readonly IndexedAccount[];
  readonly snapshots: readonly RunSnapshot[];
  /** Where the index is; null when there is no account to tell of. */
  readonly index: string | null;
}

export function showRun(run: RunResult, options: Pick<CollectCommandOptions, 'json'>, terminal: Terminal): void {
  // Accounts end in an order that a race decides.
  const snapshots = run.snapshots.toSorted((a, b) => (a.snapshot.account.id < b.snapshot.account.id ? -1 : 1));
  // Where the table does not meet the eye, what is missing is told beside it.
  if (process.stdout.isTTY !== true) {
    for (const { snapshot } of snapshots) {
      const whose = snapshots.length > 1 ? `account ${snapshot.account.id}: ` : '';
      for (const line of missingLines(snapshot)) terminal.error(`${whose}${line}`);
    }
  }
  if (options.json === true) {
    terminal.out(
      JSON.stringify({ index: run.index, accounts: run.accounts, snapshots: snapshots.map(summaryOf) }, null, 2),
    );
    return;
  }
  for (const { snapshot, path } of snapshots) {
    terminal.out(printable(`${path}: ${describe(snapshot)}`));
    printReadings(snapshot, terminal);
  }
  for (const { id, alias, outcome, problem } of run.accounts) {
    if (['complete', 'incomplete', 'unchanged'].includes(outcome)) continue;
    const who = alias === null ? id : `${id} (${alias})`;
    terminal.out(printable(`account ${who}: ${outcome}${problem === null ? '' : `: ${problem}`}`));
  }
  if (run.accounts.length > 1 && run.index !== null) terminal.out(printable(`${run.index}: ${accountCounts(run)}`));
}

function describe(snapshot: Snapshot): string {
  const { id, alias } = snapshot.account;
  const missing = holes(snapshot).length;
  const whole = missing === 0 ? 'nothing missing' : `${missing} not read`;
  return `account ${id}${alias === null ? '' : ` (${alias})`}, ${snapshot.regions.length} regions, ${snapshot.calls.length} calls, ${whole}`;
}

function accountCounts({ accounts }: RunResult): string {
  const counts = new Map<string, number>();
  for (const { outcome } of accounts) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return `${accounts.length} accounts, ${[...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ')}`;
}

function summaryOf({ snapshot, path }: RunSnapshot) {
  return {
    account: snapshot.account,
    caller: snapshot.caller,
    path,
    regions: snapshot.regions,
    calls: snapshot.calls.length,
    missing: holes(snapshot).map(({ service, operation, region, input, outcome }) => ({
      service,
      operation,
      region,
      input,
      outcome: outcome.kind,
      permission: permissionOf(`${service}:${operation}`, outcome),
      error: outcome.kind === 'ok' ? null : outcome.error,
    })),
  };
}
