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

export type BrokenOutcome = { readonly kind: 'denied' | 'failed'; readonly error: CallError };

/**
 * Turns what the SDK threw into a call's outcome: `denied` when AWS refused the caller, `failed` for any other error
 * of AWS or of the way to it. A network error bears the system's code as its name, and a message of ours: the
 * system's own names an address that changes from run to run.
 */
export function classifyError(thrown: unknown): BrokenOutcome {
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
  return {
    kind: DENIED.has(thrown.name) ? 'denied' : 'failed',
    error: { name: thrown.name, message: stableMessage(thrown) },
  };
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

/** HTTP attempts, request id and status of an error, as far as the SDK says. */
export interface ErrorTrace {
  readonly attempts: number;
  readonly requestId: string | null;
  readonly httpStatus: number | null;
}

export function errorTrace(thrown: unknown): ErrorTrace {
  return metadataTrace(thrown instanceof Error && '$metadata' in thrown ? thrown.$metadata : null);
}

/** The same, of the `$metadata` of an answer. */
export function metadataTrace(metadata: unknown): ErrorTrace {
  const { attempts, requestId, httpStatusCode } = isRecord(metadata) ? metadata : NOTHING;
  return {
    attempts: typeof attempts === 'number' ? attempts : 0,
    requestId: typeof requestId === 'string' ? requestId : null,
    httpStatus: typeof httpStatusCode === 'number' ? httpStatusCode : null,
  };
}

const NOTHING = { attempts: undefined, requestId: undefined, httpStatusCode: undefined };

function isRecord(value: unknown): value is Readonly<Record<'attempts' | 'requestId' | 'httpStatusCode', unknown>> {
  return typeof value === 'object' && value !== null;
}

/** The message without what changes from one asking to the next: request ids, and EC2's sealed explanation. */
function stableMessage(error: Error): string {
  const { requestId } = errorTrace(error);
  const sealed = error.message.replace(/(Encoded authorization failure message:\s*)\S+/gi, '$1[...]');
  return requestId === null ? sealed : sealed.replaceAll(requestId, '[...]');
}
