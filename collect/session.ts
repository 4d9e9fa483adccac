import type { AwsCredentials } from './aws.js';
import { TIMEOUTS } from './aws.js';
import { networkCode } from './classify-error.js';
import { explainCredentials, type NoAccount } from './identify.js';

export interface SessionOptions {
  readonly profile: string | null;
  readonly region: string | null;
  readonly endpointUrl: string | null;
  /** Asks a person for the code that the named MFA device shows; null where nobody can be asked. */
  readonly mfaCode: ((device: string) => Promise<string>) | null;
}

export interface Session {
  readonly profile: string | null;
  /** The region to start from; where none was named, one of each partition, to be tried in this order. */
  readonly regions: readonly [string, ...string[]];
  /** The credentials in use, renewed when they have run out. */
  readonly credentials: () => Promise<AwsCredentials>;
}

/**
 * The credentials of a session, for the clients of other services. What AWS says when it refuses to renew them says
 * nothing of the call that needs them: passed on, a role that is gone would read as a permission that the role lacks.
 */
export async function renewedCredentials(session: Session): Promise<AwsCredentials> {
  try {
    return await session.credentials();
  } catch (thrown) {
    if (networkCode(thrown) !== null) throw thrown;
    throw new NotRenewed(thrown);
  }
}

/** Named as the SDK names such a fault. */
class NotRenewed extends Error {
  override readonly name = 'CredentialsProviderError';

  constructor(cause: unknown) {
    super('The credentials cannot be renewed.', { cause });
  }
}

export type OpenedSession =
  | { readonly kind: 'session'; readonly session: Session }
  | { readonly kind: 'no-account'; readonly error: NoAccount };

/** Where the AWS configuration names no region: the first of each partition. */
const FALLBACK_REGIONS = ['us-east-1', 'us-gov-west-1', 'cn-north-1'] as const;

// The SDK tells its log which source of credentials it passes over; the snapshot tells which one was used.
const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** Finds region and credentials as the SDK does for any client: options, environment, configuration files, machine. */
export async function openSession(options: SessionOptions): Promise<OpenedSession> {
  const problem = optionProblem(options);
  if (problem !== null) return { kind: 'no-account', error: problem };
  const { profile, mfaCode } = options;
  const [sdk, provider] = await Promise.all([
    import('@aws-sdk/client-sts'),
    import('@aws-sdk/credential-provider-node'),
  ]);
  const client = new sdk.STSClient({
    logger: SILENT,
    requestHandler: TIMEOUTS,
    credentialDefaultProvider: (init) =>
      provider.defaultProvider({ ...init, ...(mfaCode === null ? {} : { mfaCodeProvider: mfaCode }) }),
    ...(profile === null ? {} : { profile }),
    ...(options.region === null ? {} : { region: options.region }),
    ...(options.endpointUrl === null ? {} : { endpoint: options.endpointUrl }),
  });
  try {
    const region = options.region ?? (await client.config.region().catch(() => null));
    const credentials = () => client.config.credentials();
    await credentials();
    const regions = region === null ? FALLBACK_REGIONS : ([region] as const);
    return { kind: 'session', session: { profile, regions, credentials } };
  } catch (thrown) {
    return { kind: 'no-account', error: explainCredentials(thrown, profile) };
  }
}

function optionProblem({ region, endpointUrl }: SessionOptions): NoAccount | null {
  if (region !== null && !/^[a-z0-9-]{1,63}$/.test(region)) {
    return { cause: 'bad-region', problem: `"${region}" is no region`, hint: 'give one such as --region eu-central-1' };
  }
  if (endpointUrl !== null && !isHttpUrl(endpointUrl)) {
    const hint = 'give one such as --endpoint-url http://127.0.0.1:5000';
    return { cause: 'bad-endpoint', problem: 'the endpoint is not an http or https URL', hint };
  }
  return null;
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
