// From options to the accounts that are to be read.
import { readFile } from 'node:fs/promises';
import { parseLogGroupArn } from '../../collect/arn.js';
import { type KnownSession, type Role, signInWithMfa } from '../../collect/assume-role.js';
import { knowSession } from '../../collect/collect-account.js';
import type { Target } from '../../collect/collect-accounts.js';
import type { NoAccount } from '../../collect/identify.js';
import { listMembers } from '../../collect/organization.js';
import type { RunLedger } from '../../collect/patient-call.js';
import { openSession, type Session } from '../../collect/session.js';
import { parseArn } from '../../snapshot/arn.js';
import { AwsError, InputError, UsageError } from '../errors.js';
import { errorCode } from '../write-file.js';
import { type ListedAccount, parseAccounts } from './accounts-file.js';

export interface TargetOptions {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly endpointUrl?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly externalId?: string | undefined;
  readonly mfaSerial?: string | undefined;
  readonly accounts?: string | undefined;
  readonly org?: boolean | undefined;
  readonly roleName: string;
  readonly logGroup: readonly string[];
}

export interface Asking {
  readonly ledger: RunLedger;
  /** Asks a person for the code that an MFA device shows. */
  readonly mfaCode: (device: string) => Promise<string>;
}

/** Either the one account that the credentials belong to, whichever that is, or those that were named. */
export type Targets =
  | { readonly kind: 'own'; readonly session: Session }
  | { readonly kind: 'named'; readonly base: KnownSession; readonly targets: readonly Target[] };

/** @throws UsageError for options that do not go together. */
export function checkTargetOptions(options: TargetOptions): void {
  const ways = [options.roleArn, options.accounts, options.org === true ? 'org' : undefined].filter(
    (way) => way !== undefined,
  );
  if (ways.length > 1)
    throw new UsageError('--role-arn, --accounts and --org each say what to read: give one of them.');
  if (ways.length === 0 && options.externalId !== undefined) {
    throw new UsageError('--external-id is for a role: give --role-arn, --accounts or --org, too.');
  }
  if (options.roleArn !== undefined && roleAccount(options.roleArn) === null) {
    throw new UsageError(`--role-arn ${options.roleArn} is not the ARN of a role.`);
  }
  const noGroup = options.logGroup.find((arn) => parseLogGroupArn(arn) === null);
  if (noGroup !== undefined) throw new UsageError(`--log-group ${noGroup} is not the ARN of a log group.`);
}

/**
 * Of the log groups that were named, those of one account: the others can be read with their own account only.
 *
 * @throws UsageError when one is in none of the accounts.
 */
export function logGroupsOf(
  targets: readonly Target[],
  { logGroup }: Pick<TargetOptions, 'logGroup'>,
): (target: Target) => readonly string[] {
  const accounts = new Set(targets.map(({ id }) => id));
  const strange = logGroup.find((arn) => !accounts.has(parseLogGroupArn(arn)?.account ?? ''));
  if (strange !== undefined) throw new UsageError(`--log-group ${strange} is in none of the accounts that are read.`);
  return ({ id }) => logGroup.filter((arn) => parseLogGroupArn(arn)?.account === id);
}

/** Finds credentials, and the accounts that they are to be used on. */
export async function findTargets(options: TargetOptions, asking: Asking): Promise<Targets> {
  const { roleArn, accounts, mfaSerial } = options;
  const listed = accounts === undefined ? null : await readAccounts(accounts);
  const opened = await openSession({
    profile: options.profile ?? null,
    region: options.region ?? null,
    endpointUrl: options.endpointUrl ?? null,
    mfaCode: asking.mfaCode,
  });
  if (opened.kind === 'no-account') throw userError(opened.error);
  if (roleArn === undefined && listed === null && options.org !== true && mfaSerial === undefined) {
    return { kind: 'own', session: opened.session };
  }
  const base = await signedIn(await known(opened.session, options, asking), options, asking);
  const external = options.externalId ?? null;
  if (roleArn !== undefined) {
    return {
      kind: 'named',
      base,
      targets: [target(roleAccount(roleArn) ?? '', { arn: roleArn, externalId: external })],
    };
  }
  if (listed !== null) {
    return {
      kind: 'named',
      base,
      targets: listed.map((account) => ({
        ...target(account.id, listedRole(base, account.id, account.role, account.externalId ?? external, options)),
        alias: account.alias ?? null,
        tags: account.tags ?? {},
      })),
    };
  }
  if (options.org !== true) return { kind: 'named', base, targets: [target(base.account, null)] };
  const organization = await listMembers(base, options.endpointUrl ?? null, asking.ledger);
  if (organization.kind === 'no-account') throw userError(organization.error);
  return {
    kind: 'named',
    base,
    targets: organization.members.map(({ id, name, state }) => ({
      ...target(id, listedRole(base, id, undefined, external, options)),
      alias: name,
      skip: state === 'ACTIVE' ? null : `the account is ${state.toLowerCase().replaceAll('_', ' ')}`,
    })),
  };
}

function target(id: string, role: Role | null): Target {
  return { id, alias: null, tags: {}, role, skip: null };
}

/** The account of the credentials is read with them, unless a role is named for it. */
function listedRole(
  base: KnownSession,
  id: string,
  role: string | undefined,
  externalId: string | null,
  { roleName }: TargetOptions,
): Role | null {
  if (role === undefined && id === base.account) return null;
  const name = role ?? roleName;
  return { arn: name.startsWith('arn:') ? name : `arn:${base.partition}:iam::${id}:role/${name}`, externalId };
}

function roleAccount(arn: string): string | null {
  const parsed = parseArn(arn);
  const fits = parsed?.service === 'iam' && /^role\/./.test(parsed.resource) && /^[0-9]{12}$/.test(parsed.account);
  return fits ? parsed.account : null;
}

async function known(session: Session, options: TargetOptions, { ledger }: Asking): Promise<KnownSession> {
  const found = await knowSession(session, { clock: ledger.clock, endpointUrl: options.endpointUrl });
  if (found.kind === 'no-account') throw userError(found.error);
  return found.known;
}

async function signedIn(base: KnownSession, options: TargetOptions, asking: Asking): Promise<KnownSession> {
  const { mfaSerial, endpointUrl } = options;
  if (mfaSerial === undefined) return base;
  const code = await asking.mfaCode(mfaSerial);
  const opened = await signInWithMfa(base, mfaSerial, code, endpointUrl ?? null, asking.ledger);
  if (opened.kind === 'no-account') throw userError(opened.error);
  return { ...base, session: opened.session };
}

/** @throws InputError when the list of accounts cannot be read, or is none. */
export async function readAccounts(path: string): Promise<readonly ListedAccount[]> {
  return parseAccounts(await readList(path), path);
}

async function readList(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === null) throw error;
    const why = code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`;
    throw new InputError(`${path}: ${why}.`, { cause: error });
  }
}

export function userError({ cause, problem, hint }: NoAccount): Error {
  const message = `${problem}: ${hint}.`;
  return cause === 'bad-endpoint' || cause === 'bad-region' ? new UsageError(message) : new AwsError(message);
}
