import type { CallError } from './collector.js';
import { OWN_ERRORS } from './own-errors.js';

/** Error names by which AWS services say that the caller may not. Names only: messages change, and are translated. */
const DENIED: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AccessDeniedForDependencyException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'Forbidden',
  'ForbiddenException',
  'InsufficientPrivilegesException',
  'NotAuthorized',
  'NotAuthorizedException',
  'UnauthorizedException',
  'UnauthorizedOperation',
]);

/** Error names by which AWS services ask to slow down; HTTP status 429 says the same. */
const THROTTLES: ReadonlySet<string> = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'Throttled',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequests',
  'TooManyRequestsException',
]);

/** Error names by which AWS says that the account does not use the region. */
const REGION_CLOSED: ReadonlySet<string> = new Set(['OptInRequired', 'RegionDisabledException']);

/**
 * What a region that is not enabled says of credentials, for it does not know them. That they are good is known by
 * then: another region has accepted them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
 */
const KEYS_UNKNOWN: ReadonlySet<string> = new Set([
  'AuthFailure',
  'InvalidClientTokenId',
  'InvalidClientTokenIdException',
  'UnrecognizedClientException',
]);

export interface BrokenOutcome {
  readonly kind: 'denied' | 'throttled' | 'region-not-enabled' | 'failed';
  readonly error: CallError;
}

/**
 * Turns what the SDK threw into a call's outcome: `denied` when AWS refused the caller, `throttled` when it asked to
 * slow down, `region-not-enabled`, and `failed` for any other error of AWS or of the way to it. A network error bears
 * the system's code as its name, and a message of ours: the system's own names an address that changes from run to run.
 *
 * @param elsewhere whether the call went to a region that AWS does not name among the account's enabled ones.
 */
export function classifyError(thrown: unknown, elsewhere: boolean): BrokenOutcome {
  const code = networkCode(thrown);
  if (code !== null)
    return { kind: 'failed', error: { name: code, message: `No answer from ${networkHost(thrown)}.` } };
  if (!(thrown instanceof Error)) return { kind: 'failed', error: { name: 'UnknownError', message: String(thrown) } };
  // The SDK's text may quote the command that was to bring the credentials.
  if (CREDENTIAL_ERRORS.has(thrown.name)) {
    return { kind: 'failed', error: { name: thrown.name, message: 'The AWS credentials could not be renewed.' } };
  }
  // AWS names every error. One without a name of its own is the SDK's: the answer is HTTP, but none of AWS's.
  if (PLAIN_ERRORS.has(thrown.name)) {
    const { httpStatus } = errorTrace(thrown);
    const what = httpStatus === null ? 'The answer' : `The answer (HTTP ${httpStatus})`;
    return { kind: 'failed', error: { name: OWN_ERRORS.unreadable, message: `${what} is not one that AWS gives.` } };
  }
  return { kind: kindOf(thrown, elsewhere), error: { name: thrown.name, message: stableMessage(thrown) } };
}

function kindOf(thrown: Error, elsewhere: boolean): BrokenOutcome['kind'] {
  if (DENIED.has(thrown.name)) return 'denied';
  if (isThrottle(thrown)) return 'throttled';
  if (REGION_CLOSED.has(thrown.name) || (elsewhere && KEYS_UNKNOWN.has(thrown.name))) return 'region-not-enabled';
  return 'failed';
}

/** Whether AWS asks to slow down. */
export function isThrottle(thrown: unknown): boolean {
  return thrown instanceof Error && (THROTTLES.has(thrown.name) || errorTrace(thrown).httpStatus === 429);
}

const TRANSIENT: ReadonlySet<string> = new Set(['TimeoutError', 'RequestTimeout', 'RequestTimeoutException']);
const TRANSIENT_CODES: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  'TimeoutError',
]);
const TRANSIENT_STATUS: ReadonlySet<number> = new Set([500, 502, 503, 504]);

/** Whether the same request may be answered a little later: a fault of the service or of the way to it. */
export function isTransient(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const code = networkCode(thrown);
  if (code !== null) return TRANSIENT_CODES.has(code);
  if (TRANSIENT.has(thrown.name) || TRANSIENT_STATUS.has(errorTrace(thrown).httpStatus ?? 0)) return true;
  // The SDK has learnt from the answer how far this machine's clock is off, and signs the next request by it.
  const metadata = '$metadata' in thrown ? thrown.$metadata : null;
  return typeof metadata === 'object' && metadata !== null && 'clockSkewCorrected' in metadata;
}

const LONGEST_WISH = 30_000;

/** How long the service asks to wait, in milliseconds; 0 when it does not say. */
export function retryAfter(thrown: unknown): number {
  const response = thrown instanceof Error && '$response' in thrown ? thrown.$response : null;
  const headers = typeof response === 'object' && response !== null && 'headers' in response ? response.headers : null;
  if (typeof headers !== 'object' || headers === null || !('retry-after' in headers)) return 0;
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(LONGEST_WISH, seconds * 1000) : 0;
}

const CREDENTIAL_ERRORS: ReadonlySet<string> = new Set(['CredentialsProviderError', 'TokenProviderError']);
const PLAIN_ERRORS: ReadonlySet<string> = new Set(['', 'Error', 'SyntaxError', 'TypeError', 'RangeError']);

/** The code of a network or TLS error, e.g. ECONNREFUSED; null for what AWS itself answered. */
export function networkCode(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || '$fault' in thrown) return null;
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code;
  return thrown.name === 'TimeoutError' ? thrown.name : null;
}

/** The host that gave no answer, when its name was not found; its address changes, and is not told. */
function networkHost(thrown: unknown): string {
  return thrown instanceof Error && 'hostname' in thrown && typeof thrown.hostname === 'string'
    ? thrown.hostname
    : 'the endpoint';
}

/** Request id and status of an answer or an error, as far as the SDK says. */
export interface ErrorTrace {
  readonly requestId: string | null;
  readonly httpStatus: number | null;
}

export function errorTrace(thrown: unknown): ErrorTrace {
  return metadataTrace(thrown instanceof Error && '$metadata' in thrown ? thrown.$metadata : null);
}

/** The same, of the `$metadata` of an answer. */
export function metadataTrace(metadata: unknown): ErrorTrace {
  const { requestId, httpStatusCode } = isRecord(metadata) ? metadata : NOTHING;
  return {
    requestId: typeof requestId === 'string' ? requestId : null,
    httpStatus: typeof httpStatusCode === 'number' ? httpStatusCode : null,
  };
}

const NOTHING = { requestId: undefined, httpStatusCode: undefined };

function isRecord(value: unknown): value is Readonly<Record<'requestId' | 'httpStatusCode', unknown>> {
  return typeof value === 'object' && value !== null;
}

/** The message without what changes from one asking to the next: request ids, and EC2's sealed explanation. */
function stableMessage(error: Error): string {
  const { requestId } = errorTrace(error);
  const sealed = error.message.replace(/(Encoded authorization failure message:\s*)\S+/gi, '$1[...]');
  return requestId === null ? sealed : sealed.replaceAll(requestId, '[...]');
}
