import { type AwsCredentials, TIMEOUTS } from './aws.js';
import { explainCredentials, type NoAccount } from './identify.js';

export interface SessionOptions {
  readonly profile: string | null;
  readonly region: string | null;
  readonly endpointUrl: string | null;
}

export interface Session {
  /** The region to start from. */
  readonly region: string;
  /** The credentials in use, renewed when they have run out. */
  readonly credentials: () => Promise<AwsCredentials>;
}

export type OpenedSession =
  | { readonly kind: 'session'; readonly session: Session }
  | { readonly kind: 'no-account'; readonly error: NoAccount };

// Where the AWS configuration names none. Right in the commercial partition, and answered with a clear no elsewhere.
const FALLBACK_REGION = 'us-east-1';

// The SDK tells its log which source of credentials it passes over; the snapshot tells which one was used.
const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** Finds region and credentials as the SDK does for any client: options, environment, configuration files, machine. */
export async function openSession(options: SessionOptions): Promise<OpenedSession> {
  const problem = optionProblem(options);
  if (problem !== null) return { kind: 'no-account', error: problem };
  const sdk = await import('@aws-sdk/client-sts');
  const client = new sdk.STSClient({
    logger: SILENT,
    requestHandler: TIMEOUTS,
    ...(options.profile === null ? {} : { profile: options.profile }),
    ...(options.region === null ? {} : { region: options.region }),
    ...(options.endpointUrl === null ? {} : { endpoint: options.endpointUrl }),
  });
  try {
    const region = options.region ?? (await client.config.region().catch(() => FALLBACK_REGION));
    const credentials = () => client.config.credentials();
    await credentials();
    return { kind: 'session', session: { region, credentials } };
  } catch (thrown) {
    return { kind: 'no-account', error: explainCredentials(thrown, options.profile) };
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
