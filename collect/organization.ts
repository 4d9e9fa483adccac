import { type KnownSession, stsConfig } from './assume-role.js';
import type { NoAccount } from './identify.js';
import { OWN_ERRORS } from './own-errors.js';
import { globalRegion } from './partition.js';
import { callPatiently, type RunLedger } from './patient-call.js';

export interface MemberAccount {
  readonly id: string;
  readonly name: string | null;
  /** ACTIVE, SUSPENDED, PENDING_CLOSURE and the like, as AWS says. */
  readonly state: string;
}

export type Organization =
  | { readonly kind: 'members'; readonly members: readonly MemberAccount[] }
  | { readonly kind: 'no-account'; readonly error: NoAccount };

const MAX_PAGES = 10_000;

/** The accounts of the organisation, by id. Asks its management account, or a delegated administrator. */
export async function listMembers(
  base: KnownSession,
  endpointUrl: string | null,
  ledger: RunLedger,
): Promise<Organization> {
  const sdk = await import('@aws-sdk/client-organizations');
  const region = globalRegion(base.partition, 'organizations', base.region);
  const client = new sdk.OrganizationsClient({ ...stsConfig(base, endpointUrl), region });
  const members: MemberAccount[] = [];
  const tokens = new Set<string>();
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const input = token === undefined ? {} : { NextToken: token };
    const answer = await callPatiently(
      { service: 'organizations', operation: 'ListAccounts', region, input },
      () => client.send(new sdk.ListAccountsCommand(input)),
      ledger,
    );
    if (answer.kind === 'broken') return { kind: 'no-account', error: noMembers(answer.name) };
    for (const { Id, Name, State, Status } of answer.answer.Accounts ?? []) {
      if (Id !== undefined) members.push({ id: Id, name: Name ?? null, state: State ?? Status ?? 'UNKNOWN' });
    }
    if (!answer.answer.NextToken) {
      return { kind: 'members', members: members.sort((a, b) => (a.id < b.id ? -1 : 1)) };
    }
    token = answer.answer.NextToken;
    // A list that does not end is not known to be whole: no account may go missing unseen.
    if (tokens.has(token)) break;
    tokens.add(token);
  }
  return { kind: 'no-account', error: noMembers(OWN_ERRORS.endless) };
}

function noMembers(name: string): NoAccount {
  return {
    cause: 'refused-credentials',
    problem: `the accounts of the organisation cannot be listed (${name})`,
    hint: 'use credentials of the management account or a delegated administrator, with organizations:ListAccounts',
  };
}
