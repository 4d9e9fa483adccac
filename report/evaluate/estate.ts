import type { Account } from './account.js';

/** The accounts whose snapshots are at hand, by id: what leads from one account into another is followed there. */
export type Estate = ReadonlyMap<string, Account>;

/** Of several snapshots of one account the latest counts for the others. */
export function makeEstate(accounts: readonly Account[]): Estate {
  const estate = new Map<string, Account>();
  for (const account of accounts) {
    const known = estate.get(account.id);
    if (known === undefined || known.snapshot.endedAt < account.snapshot.endedAt) estate.set(account.id, account);
  }
  return estate;
}

/** The account that a thing lies in: the one asked about itself, else one at hand, else null. */
export function accountOf(id: string, asking: Account, estate: Estate): Account | null {
  return id === asking.id ? asking : (estate.get(id) ?? null);
}
