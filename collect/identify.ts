import { parseArn } from '../snapshot/arn.js';
import type { Call } from '../snapshot/schema.js';
import { networkCode } from './classify-error.js';

/** Whose account it is, and as whom it is read. */
export interface Identity {
  readonly account: string;
  readonly partition: string;
  readonly callerArn: string;
}

/** Why there is no account to read. The texts are for people, hold no secret, and end without a full stop. */
export interface NoAccount {
  readonly cause:
    | 'bad-endpoint'
    | 'bad-region'
    | 'no-credentials'
    | 'expired-credentials'
    | 'refused-credentials'
    | 'unreachable'
    | 'unusable-files'
    | 'unexpected';
  /** What is wrong, and where. */
  readonly problem: string;
  /** What to do about it. */
  readonly hint: string;
}

// https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html, and the older names still in use.
const EXPIRED: ReadonlySet<string> = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired']);
const REFUSED: ReadonlySet<string> = new Set([
  'AuthFailure',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

/** Reads the answer of GetCallerIdentity; null when it does not say whose account it is. */
export function identityOf(answer: Readonly<Record<string, unknown>>): Identity | null {
  const { Account: account, Arn: arn } = answer;
  if (typeof account !== 'string' || !/^[0-9]{12}$/.test(account) || typeof arn !== 'string') return null;
  const partition = parseArn(arn)?.partition;
  return partition === undefined ? null : { account, partition, callerArn: arn };
}

/**
 * Explains a GetCallerIdentity that told no account.
 *
 * @param thrown what the SDK threw, if it did.
 * @param asked how the place that was asked is named to people.
 */
export function explainCall(call: Call, thrown: unknown, asked: string): NoAccount {
  const { outcome } = call;
  if (outcome.kind === 'ok') {
    return {
      cause: 'unexpected',
      problem: `${asked} answers, but not as AWS does: GetCallerIdentity names no account`,
      hint: 'check the endpoint, and any proxy on the way',
    };
  }
  const { name } = outcome.error;
  if (networkCode(thrown) !== null) return explainNetwork(thrown, asked);
  if (EXPIRED.has(name)) return expired(name);
  if (REFUSED.has(name) || outcome.kind === 'denied') {
    return {
      cause: 'refused-credentials',
      problem: `${asked} refuses the AWS credentials (${name})`,
      hint: 'check the keys, the clock of this machine, and that --region lies in the partition the keys are for',
    };
  }
  return {
    cause: 'unexpected',
    problem: `${asked} answers GetCallerIdentity with an error (${name})`,
    hint: 'check the endpoint and any proxy on the way, or try again later',
  };
}

/** Whether a GetCallerIdentity came back because nobody there knows the keys: another partition may. */
export function unknownKeys({ outcome }: Call): boolean {
  return outcome.kind !== 'ok' && ['InvalidClientTokenId', 'UnrecognizedClientException'].includes(outcome.error.name);
}

/** Explains why the SDK's credential chain brought no credentials. Its own message may quote commands, and is not shown. */
export function explainCredentials(thrown: unknown, profile: string | null): NoAccount {
  const name = thrown instanceof Error ? thrown.name : '';
  const whose = profile === null ? '' : ` for profile ${profile}`;
  if (networkCode(thrown) !== null) return explainNetwork(thrown, `the source of the AWS credentials${whose}`);
  if (EXPIRED.has(name)) return expired(name);
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return {
      cause: 'no-credentials',
      problem: `no usable AWS credentials${whose}`,
      hint:
        profile === null
          ? 'sign in (aws sso login), choose a --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'
          : 'check the name of the profile, or sign in (aws sso login)',
    };
  }
  return {
    cause: 'refused-credentials',
    problem: `the AWS credentials${whose} could not be had${name === '' ? '' : ` (${name})`}`,
    hint: 'check that "aws sts get-caller-identity" works with the same settings',
  };
}

function explainNetwork(thrown: unknown, asked: string): NoAccount {
  const code = networkCode(thrown);
  if (code === 'ERR_INVALID_URL') {
    return {
      cause: 'bad-endpoint',
      problem: 'the endpoint of the AWS configuration is not a URL',
      hint: 'correct AWS_ENDPOINT_URL or endpoint_url, or give --endpoint-url http://host:port',
    };
  }
  return {
    cause: 'unreachable',
    problem: `${asked} does not answer (${[code, target(thrown)].filter((part) => part !== null).join(' ')})`,
    hint: 'check --region, --endpoint-url and the network',
  };
}

/** What a network error says it could not reach. */
function target(thrown: unknown): string | null {
  if (!(thrown instanceof Error)) return null;
  if ('hostname' in thrown && typeof thrown.hostname === 'string') return thrown.hostname;
  if ('address' in thrown && typeof thrown.address === 'string') {
    return 'port' in thrown && typeof thrown.port === 'number' ? `${thrown.address}:${thrown.port}` : thrown.address;
  }
  return null;
}

function expired(name: string): NoAccount {
  return { cause: 'expired-credentials', problem: `the AWS credentials have expired (${name})`, hint: 'sign in again' };
}
