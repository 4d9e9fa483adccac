import { describe, expect, it } from 'vitest';
import { classifyError, isThrottle, isTransient, retryAfter } from './classify-error.js';

function awsError(name: string, message = 'Something.', metadata: object = { httpStatusCode: 400 }): Error {
  return Object.assign(new Error(message), { name, $fault: 'client', $metadata: metadata });
}

function systemError(code: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { code, ...more });
}

describe('denied', () => {
  it.each([
    'AccessDenied',
    'AccessDeniedException',
    'UnauthorizedOperation',
    'AuthorizationError',
    'AuthorizationErrorException',
  ])('is what %s means', (name) => {
    expect(classifyError(awsError(name), false).kind).toBe('denied');
  });

  it('is never read from the message', () => {
    const error = awsError('InternalFailure', 'AccessDenied: User is not authorized to perform this action');
    expect(classifyError(error, false)).toEqual({
      kind: 'failed',
      error: { name: 'InternalFailure', message: 'AccessDenied: User is not authorized to perform this action' },
    });
    expect(classifyError(awsError('AccessDeniedException', 'Rate exceeded'), false).kind).toBe('denied');
  });
});

describe('throttled', () => {
  it.each(['ThrottlingException', 'Throttling', 'RequestLimitExceeded', 'TooManyRequestsException'])(
    'is what %s means',
    (name) => {
      expect(classifyError(awsError(name), false).kind).toBe('throttled');
      expect(isThrottle(awsError(name))).toBe(true);
    },
  );

  it('is what HTTP status 429 means, whatever the name, and never what a message says', () => {
    expect(classifyError(awsError('Slow', 'Something.', { httpStatusCode: 429 }), false).kind).toBe('throttled');
    expect(classifyError(awsError('InternalFailure', 'ThrottlingException: Rate exceeded'), false).kind).toBe('failed');
  });
});

describe('region not enabled', () => {
  it.each(['OptInRequired', 'RegionDisabledException'])('is what %s means', (name) => {
    expect(classifyError(awsError(name), false).kind).toBe('region-not-enabled');
  });

  it('is what a region means that does not know the keys, where AWS does not name it as enabled', () => {
    expect(classifyError(awsError('UnrecognizedClientException'), true).kind).toBe('region-not-enabled');
    expect(classifyError(awsError('UnrecognizedClientException'), false).kind).toBe('failed');
    expect(classifyError(awsError('AccessDeniedException'), true).kind).toBe('denied');
  });
});

describe('what may be answered a little later', () => {
  it.each([
    ['a fault of the service', awsError('InternalFailure', '', { httpStatusCode: 500 }), true],
    ['a cut connection', systemError('ECONNRESET', 'socket hang up'), true],
    [
      'a clock that the SDK has just set right',
      awsError('InvalidSignatureException', '', { clockSkewCorrected: true }),
      true,
    ],
    ['a refusal', awsError('AccessDeniedException'), false],
    ['a certificate that is not trusted', systemError('SELF_SIGNED_CERT_IN_CHAIN', 'no'), false],
    ['no error at all', 'text', false],
  ])('%s', (_, thrown, expected) => {
    expect(isTransient(thrown)).toBe(expected);
  });

  it('waits as long as the service asks, within reason', () => {
    const asking = (seconds: string) =>
      Object.assign(awsError('Slow'), { $response: { headers: { 'retry-after': seconds } } });
    expect(retryAfter(asking('2'))).toBe(2_000);
    expect(retryAfter(asking('86400'))).toBe(30_000);
    expect(retryAfter(asking('soon'))).toBe(0);
    expect(retryAfter(awsError('Slow'))).toBe(0);
  });
});

describe('failed', () => {
  it.each(['ExpiredTokenException', 'InvalidAccessException', 'UnrecognizedClientException'])(
    'is what %s means',
    (name) => {
      expect(classifyError(awsError(name), false)).toEqual({ kind: 'failed', error: { name, message: 'Something.' } });
    },
  );

  it('bears the code of a network error, and no address that changes', () => {
    const error = systemError('ECONNREFUSED', 'connect ECONNREFUSED 10.1.2.3:443', { address: '10.1.2.3', port: 443 });
    expect(classifyError(error, false)).toEqual({
      kind: 'failed',
      error: { name: 'ECONNREFUSED', message: 'No answer from the endpoint.' },
    });
  });

  it('names the host that does not exist', () => {
    const error = systemError('ENOTFOUND', 'getaddrinfo', { hostname: 'logs.xx-east-1.amazonaws.com' });
    expect(classifyError(error, false).error.message).toBe('No answer from logs.xx-east-1.amazonaws.com.');
  });

  it('says that an answer which no service of AWS gives was not understood', () => {
    const error = Object.assign(new Error('XML parse error: <secret page>'), { $metadata: { httpStatusCode: 200 } });
    expect(classifyError(error, false)).toEqual({
      kind: 'failed',
      error: { name: 'AnswerNotUnderstood', message: 'The answer (HTTP 200) is not one that AWS gives.' },
    });
  });
});

it('does not repeat what the SDK says of credentials that ran out, for it may quote a command with a secret', () => {
  const error = Object.assign(new Error('Command failed: get-keys --password hunter2'), {
    name: 'CredentialsProviderError',
  });
  expect(classifyError(error, false)).toEqual({
    kind: 'failed',
    error: { name: 'CredentialsProviderError', message: 'The AWS credentials could not be renewed.' },
  });
});

it('leaves out of a message what changes from one asking to the next', () => {
  const sealed = awsError('UnauthorizedOperation', 'No. Encoded authorization failure message: abc-DEF_123');
  expect(classifyError(sealed, false).error.message).toBe('No. Encoded authorization failure message: [...]');
  const withId = awsError('InternalError', 'Failed, request id 1234-5678', { requestId: '1234-5678' });
  expect(classifyError(withId, false).error.message).toBe('Failed, request id [...]');
});
