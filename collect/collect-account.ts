import type { OperationName } from '../snapshot/operations.js';
import { type Call, SCHEMA_VERSION, SNAPSHOT_KIND, type Snapshot } from '../snapshot/schema.js';
import { type AwsCredentials, connectAws } from './aws.js';
import { COLLECTORS } from './collectors.js';
import { explainCall, type Identity, identityOf, type NoAccount } from './identify.js';
import { limiter } from './limiter.js';
import { textsOf } from './read-answer.js';
import { type Run, runCollectors } from './run-collectors.js';
import { secretKeeper } from './secrets.js';
import { enabledRegions } from './services/ec2.js';
import { getCallerIdentity } from './services/sts.js';
import { openSession } from './session.js';

export interface CollectOptions {
  /** Who collects, for the snapshot. */
  readonly tool: Snapshot['tool'];
  readonly clock: () => Date;
  /** Told of every call as it ends. */
  readonly onProgress?: (progress: Progress) => void;
  /** Profile of the AWS configuration files. */
  readonly profile?: string | undefined;
  /** Region to start from; else that of the AWS configuration, else us-east-1. */
  readonly region?: string | undefined;
  /** Asked instead of AWS; else AWS_ENDPOINT_URL and the like, as the SDK reads them. */
  readonly endpointUrl?: string | undefined;
  /** How many calls may be under way at once. */
  readonly concurrency?: number | undefined;
  /** HTTP attempts per page, the first included. */
  readonly maxAttempts?: number | undefined;
}

export interface Progress {
  readonly call: Call;
  /** Calls that have ended, and calls known so far: more become known as answers come in. */
  readonly done: number;
  readonly known: number;
}

export type CollectResult = { readonly kind: 'collected'; readonly snapshot: Snapshot } | NoAccountResult;

/** There is no account to read: no credentials, or nobody who knows them. */
export interface NoAccountResult {
  readonly kind: 'no-account';
  readonly error: NoAccount;
}

const DEFAULT_CONCURRENCY = 50;

// Under heavy throttling each attempt may fail again; ten attempts with their growing pauses are about a minute.
const DEFAULT_ATTEMPTS = 10;

/**
 * Reads the monitoring configuration of the account that the credentials belong to.
 * Calls that are refused or fail are part of the snapshot; only where there is no account there is no snapshot.
 */
export async function collectAccount(options: CollectOptions): Promise<CollectResult> {
  const startedAt = options.clock();
  const profile = options.profile ?? null;
  const endpointUrl = options.endpointUrl ?? null;
  const opened = await openSession({ profile, region: options.region ?? null, endpointUrl });
  if (opened.kind === 'no-account') return opened;

  const { region: startRegion, credentials: current } = opened.session;
  const secrets = secretKeeper();
  const credentials = async (): Promise<AwsCredentials> => {
    const known = await current();
    secrets.learn(known);
    return known;
  };
  const aws = connectAws({ profile, endpointUrl, credentials, maxAttempts: options.maxAttempts ?? DEFAULT_ATTEMPTS });
  const run: Run = {
    aws,
    clock: options.clock,
    scrub: secrets.scrub,
    limit: limiter(options.concurrency ?? DEFAULT_CONCURRENCY),
    ...counted(options.onProgress),
  };
  try {
    const found = await identify(startRegion, endpointUrl, run);
    if (found.kind === 'no-account') return found;
    const { account, partition, callerArn } = found.identity;
    const others = COLLECTORS.filter((collector) => collector !== getCallerIdentity);
    const calls = await runCollectors(others, { account, partition, startRegion }, [found.call], run);
    const callsOf = (name: OperationName) => calls.filter((call) => `${call.service}:${call.operation}` === name);
    return {
      kind: 'collected',
      snapshot: {
        kind: SNAPSHOT_KIND,
        schemaVersion: SCHEMA_VERSION,
        tool: options.tool,
        account: { id: account, partition, alias: aliasOf(callsOf('iam:ListAccountAliases')) },
        caller: { arn: callerArn },
        startedAt: startedAt.toISOString(),
        endedAt: options.clock().toISOString(),
        regions: enabledRegions({ startRegion, calls: callsOf }),
        calls,
      },
    };
  } finally {
    aws.close();
  }
}

type Identified = { readonly kind: 'account'; readonly identity: Identity; readonly call: Call } | NoAccountResult;

async function identify(startRegion: string, endpointUrl: string | null, run: Run): Promise<Identified> {
  let thrown: unknown = null;
  const onThrown = (error: unknown) => {
    thrown = error;
  };
  const [call] = await runCollectors([getCallerIdentity], { account: '', partition: '', startRegion }, [], {
    ...run,
    onThrown,
  });
  if (call === undefined) throw new Error('GetCallerIdentity was not asked.');
  const identity = call.outcome.kind === 'ok' ? identityOf(call.outcome.answer) : null;
  if (identity !== null) return { kind: 'account', identity, call };
  const asked = endpointUrl === null ? `AWS STS in ${startRegion}` : new URL(endpointUrl).origin;
  return { kind: 'no-account', error: explainCall(call, thrown, asked) };
}

/** An account has one alias at most. */
function aliasOf(calls: readonly Call[]): string | null {
  const [call] = calls;
  return call?.outcome.kind === 'ok' ? (textsOf(call.outcome.answer, 'AccountAliases')[0] ?? null) : null;
}

function counted(onProgress: CollectOptions['onProgress']): Pick<Run, 'onCall' | 'onPlanned'> {
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
