// Many accounts in one run, side by side within a bound. What happens to one is no matter of the others.
import type { Snapshot } from '../snapshot/schema.js';
import { assumeRole, type KnownSession, type Role } from './assume-role.js';
import { type ReadOptions, readAccount } from './collect-account.js';
import { holes } from './holes.js';
import type { NoAccount } from './identify.js';
import { limiter } from './limiter.js';
import type { RunLedger } from './patient-call.js';

/** An account to read. */
export interface Target {
  readonly id: string;
  readonly alias: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** Null: it is the account of the credentials themselves. */
  readonly role: Role | null;
  /** Why it is not to be read at all. */
  readonly skip: string | null;
}

export type AccountResult =
  | { readonly kind: 'complete' | 'incomplete'; readonly target: Target; readonly snapshot: Snapshot }
  /** An earlier run has read it whole. */
  | { readonly kind: 'unchanged'; readonly target: Target }
  | { readonly kind: 'failed'; readonly target: Target; readonly error: NoAccount }
  | { readonly kind: 'skipped'; readonly target: Target; readonly why: string };

export interface AccountsOptions {
  readonly base: KnownSession;
  readonly endpointUrl: string | null;
  readonly ledger: RunLedger;
  /** How many accounts are read at once. */
  readonly parallel: number;
  /** What to read each account with. */
  readonly reading: (target: Target) => ReadOptions;
  /** Told of each account as it ends; what it throws ends the run. */
  readonly onResult: (result: AccountResult) => Promise<void>;
}

/** Reads the accounts, each with its role. */
export async function collectAccounts(targets: readonly Target[], options: AccountsOptions): Promise<void> {
  const limit = limiter(options.parallel);
  await Promise.all(
    targets.map((target) =>
      limit(async () => {
        await options.onResult(await collectTarget(target, options));
      }),
    ),
  );
}

async function collectTarget(target: Target, options: AccountsOptions): Promise<AccountResult> {
  if (target.skip !== null) return { kind: 'skipped', target, why: target.skip };
  const { base, endpointUrl, ledger } = options;
  const opened =
    target.role === null
      ? ({ kind: 'session', session: base.session } as const)
      : await assumeRole(base, target.role, endpointUrl, ledger);
  if (opened.kind === 'no-account') return { kind: 'failed', target, error: opened.error };
  const result = await readAccount(opened.session, { ...options.reading(target), expect: target.id });
  if (result.kind === 'no-account') return { kind: 'failed', target, error: result.error };
  if (result.kind === 'unchanged') return { kind: 'unchanged', target };
  const snapshot = named(result.snapshot, target);
  return { kind: holes(snapshot).length === 0 ? 'complete' : 'incomplete', target, snapshot };
}

/** What the list of accounts says of an account counts where AWS says nothing. */
function named(snapshot: Snapshot, { alias, tags }: Target): Snapshot {
  const account = { ...snapshot.account, alias: snapshot.account.alias ?? alias };
  return { ...snapshot, account: Object.keys(tags).length === 0 ? account : { ...account, tags } };
}
