import type { OperationName } from '../snapshot/operations.js';
import { type Call, SCHEMA_VERSION, SNAPSHOT_KIND, type Snapshot } from '../snapshot/schema.js';
import type { KnownSession } from './assume-role.js';
import { type Aws, type AwsCredentials, connectAws } from './aws.js';
import { COLLECTORS } from './collectors.js';
import { explainCall, type Identity, identityOf, type NoAccount, unknownKeys } from './identify.js';
import { LANE_BOUND, LANE_BOUNDS, openLanes } from './lane.js';
import { limiter } from './limiter.js';
import { textsOf } from './read-answer.js';
import { type Run, runCollectors } from './run-collectors.js';
import { secretKeeper } from './secrets.js';
import { PATIENCE, type Patience, sendPatiently } from './send-patiently.js';
import { enabledRegions } from './services/ec2.js';
import { getCallerIdentity } from './services/sts.js';
import { openSession, renewedCredentials, type Session, type SessionOptions } from './session.js';

export interface ReadOptions {
  /** Who collects, for the snapshot. */
  readonly tool: Snapshot['tool'];
  readonly clock: () => Date;
  /** Told of every call as it ends. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Asked instead of AWS; else AWS_ENDPOINT_URL and the like, as the SDK reads them. */
  readonly endpointUrl?: string | undefined;
  /** How many requests may be under way at once for one account. */
  readonly concurrency?: number | undefined;
  /** HTTP attempts per page, the first included, whatever goes wrong. */
  readonly maxAttempts?: number | undefined;
  /** `full` stores what no control needs, too. */
  readonly scope?: Snapshot['scope'] | undefined;
  /** ARNs of log groups to ask for beside those of trails. */
  readonly logGroups?: readonly string[] | undefined;
  /** The account that it should be; any when absent. */
  readonly expect?: string | undefined;
  /** Told whose account it is, before anything else is asked; gives what earlier runs have read of it. */
  readonly begin?: ((beginning: Beginning) => Promise<Earlier>) | undefined;
}

export interface CollectOptions extends ReadOptions {
  /** Profile of the AWS configuration files. */
  readonly profile?: string | undefined;
  /** Region to start from; else that of the AWS configuration, else the first of the partition. */
  readonly region?: string | undefined;
  readonly mfaCode?: SessionOptions['mfaCode'];
}

export interface Beginning {
  readonly account: string;
  readonly startedAt: string;
  readonly scope: Snapshot['scope'];
  readonly logGroups: readonly string[];
}

/** What earlier runs have read of the same account. */
export type Earlier =
  | { readonly kind: 'calls'; readonly runs: Snapshot['runs']; readonly calls: readonly Call[] }
  /** Everything: there is nothing left to ask. */
  | { readonly kind: 'everything' }
  /** Something that must not be taken over, or passed over either. */
  | { readonly kind: 'unusable'; readonly error: NoAccount };

const NOTHING_EARLIER = { kind: 'calls', runs: [], calls: [] } as const;

export interface Progress {
  readonly call: Call;
  /** Calls that have ended, and calls known so far: more become known as answers come in. */
  readonly done: number;
  readonly known: number;
}

export type CollectResult =
  | { readonly kind: 'collected'; readonly snapshot: Snapshot }
  /** Earlier runs have read everything. */
  | { readonly kind: 'unchanged' }
  | NoAccountResult;

/** There is no account to read: no credentials, or nobody who knows them. */
export interface NoAccountResult {
  readonly kind: 'no-account';
  readonly error: NoAccount;
}

const DEFAULT_CONCURRENCY = 50;

/** Whoever waits to hear that nobody is there should not wait long. */
const FIRST_CALL_ATTEMPTS = 3;

/** Finds credentials, and reads the account that they belong to. */
export async function collectAccount(options: CollectOptions): Promise<CollectResult> {
  const opened = await openSession({
    profile: options.profile ?? null,
    region: options.region ?? null,
    endpointUrl: options.endpointUrl ?? null,
    mfaCode: options.mfaCode ?? null,
  });
  return opened.kind === 'no-account' ? opened : await readAccount(opened.session, options);
}

/**
 * Reads the monitoring configuration of the account that a session belongs to.
 * Calls that are refused or fail are part of the snapshot; only where there is no account there is no snapshot.
 */
export async function readAccount(session: Session, options: ReadOptions): Promise<CollectResult> {
  const startedAt = options.clock().toISOString();
  const endpointUrl = options.endpointUrl ?? null;
  const secrets = secretKeeper();
  const credentials = async (): Promise<AwsCredentials> => {
    const known = await renewedCredentials(session);
    secrets.learn(known);
    // The SDK writes into the object that it is given.
    return { ...known };
  };
  const aws = connectAws({ profile: session.profile, endpointUrl, credentials });
  const scope = options.scope ?? 'needed';
  const logGroups = [...new Set(options.logGroups ?? [])].sort();
  const run = (patience: Patience, number: number): Run => ({
    ...fetching(aws, patience, options.concurrency ?? DEFAULT_CONCURRENCY),
    clock: options.clock,
    scrub: secrets.scrub,
    full: scope === 'full',
    run: number,
    ...progress,
  });
  const progress = counted(options.onProgress);
  try {
    // A fault in loading shows where the client is first used.
    aws.preload().catch(() => {});
    const patience = patienceOf(options.maxAttempts);
    const first = run({ ...patience, attempts: Math.min(FIRST_CALL_ATTEMPTS, patience.attempts) }, 1);
    const found = await identify(session, endpointUrl, first);
    if (found.kind === 'no-account') return found;
    const { account, partition, callerArn } = found.identity;
    if (account !== (options.expect ?? account)) return otherAccount(account, options.expect ?? '');
    const earlier = (await options.begin?.({ account, startedAt, scope, logGroups })) ?? NOTHING_EARLIER;
    if (earlier.kind === 'everything') return { kind: 'unchanged' };
    if (earlier.kind === 'unusable') return { kind: 'no-account', error: earlier.error };
    const number = earlier.runs.length + 1;
    const others = COLLECTORS.filter((collector) => collector !== getCallerIdentity);
    const startRegion = found.region;
    const about = { account, partition, startRegion, otherwiseRegions: [startRegion], logGroups };
    const made = [{ ...found.call, trace: { ...found.call.trace, run: number } }];
    const calls = await runCollectors(others, about, { made, earlier: earlier.calls }, run(patience, number));
    const callsOf = (name: OperationName) => calls.filter((call) => `${call.service}:${call.operation}` === name);
    const endedAt = options.clock().toISOString();
    return {
      kind: 'collected',
      snapshot: {
        kind: SNAPSHOT_KIND,
        schemaVersion: SCHEMA_VERSION,
        tool: options.tool,
        account: { id: account, partition, alias: aliasOf(callsOf('iam:ListAccountAliases')) },
        caller: { arn: callerArn },
        startedAt: earlier.runs[0]?.startedAt ?? startedAt,
        endedAt,
        runs: [...earlier.runs, { startedAt, endedAt, tool: options.tool }],
        scope,
        logGroups,
        regions: enabledRegions({ otherwiseRegions: [startRegion], calls: callsOf }),
        calls,
      },
    };
  } finally {
    aws.close();
  }
}

function otherAccount(found: string, expected: string): NoAccountResult {
  const problem = `the credentials for account ${expected} are those of account ${found}`;
  return {
    kind: 'no-account',
    error: { cause: 'unexpected', problem, hint: 'check the role in the list of accounts' },
  };
}

function patienceOf(maxAttempts: number | undefined): Patience {
  return maxAttempts === undefined ? PATIENCE : { attempts: maxAttempts, throttles: maxAttempts };
}

/** Asks AWS through the SDK, within the bounds of account, service and region. */
function fetching(aws: Aws, patience: Patience, concurrency: number): Pick<Run, 'fetch'> {
  const limit = limiter(concurrency);
  const lanes = openLanes(LANE_BOUNDS, LANE_BOUND);
  return {
    fetch: (collector, job, token) =>
      sendPatiently(() => limit(() => job.send(aws, token)), {
        lane: lanes(collector.name.split(':')[0] ?? '', job.region),
        patience,
        pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
        random: Math.random,
      }),
  };
}

type Identified =
  | { readonly kind: 'account'; readonly identity: Identity; readonly call: Call; readonly region: string }
  | NoAccountResult;

/** Finds out whose the credentials of a session are, and in which region they are good. */
export async function knowSession(
  session: Session,
  options: Pick<ReadOptions, 'clock' | 'endpointUrl'>,
): Promise<{ readonly kind: 'known'; readonly known: KnownSession } | NoAccountResult> {
  const credentials = async (): Promise<AwsCredentials> => ({ ...(await session.credentials()) });
  const endpointUrl = options.endpointUrl ?? null;
  const aws = connectAws({ profile: session.profile, endpointUrl, credentials });
  try {
    const run: Run = {
      ...fetching(aws, { ...PATIENCE, attempts: FIRST_CALL_ATTEMPTS }, 1),
      clock: options.clock,
      scrub: (text) => text,
      full: false,
      run: 1,
      onCall: () => {},
      onPlanned: () => {},
    };
    const found = await identify(session, endpointUrl, run);
    if (found.kind === 'no-account') return found;
    const { account, partition } = found.identity;
    return { kind: 'known', known: { session, account, partition, region: found.region } };
  } finally {
    aws.close();
  }
}

/** Asks whose the credentials are. Where no region was named, each partition's first: keys are good in one only. */
async function identify(session: Session, endpointUrl: string | null, run: Run): Promise<Identified> {
  let problem: NoAccount | null = null;
  for (const startRegion of session.regions) {
    let thrown: unknown = null;
    const onThrown = (error: unknown) => {
      thrown = error;
    };
    const about = { account: '', partition: '', startRegion, otherwiseRegions: [], logGroups: [] };
    const [call] = await runCollectors([getCallerIdentity], about, { made: [], earlier: [] }, { ...run, onThrown });
    if (call === undefined) throw new Error('GetCallerIdentity was not asked.');
    const identity = call.outcome.kind === 'ok' ? identityOf(call.outcome.answer) : null;
    if (identity !== null) return { kind: 'account', identity, call, region: startRegion };
    const asked = endpointUrl === null ? `AWS STS in ${startRegion}` : new URL(endpointUrl).origin;
    problem ??= explainCall(call, thrown, asked);
    if (!unknownKeys(call)) break;
  }
  if (problem === null) throw new Error('There is no region to start from.');
  return { kind: 'no-account', error: problem };
}

/** An account has one alias at most. */
export function aliasOf(calls: readonly Call[]): string | null {
  const [call] = calls;
  return call?.outcome.kind === 'ok' ? (textsOf(call.outcome.answer, 'AccountAliases')[0] ?? null) : null;
}

function counted(onProgress: ReadOptions['onProgress']): Pick<Run, 'onCall' | 'onPlanned'> {
  let done = 0;
  let known = 0;
  return {
    onPlanned: (jobs) => {
      known += jobs;
    },
    onCall: (call) => {
      done += 1;
      onProgress?.({ call, done, known });
    },
  };
}
