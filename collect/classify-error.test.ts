import { describe, expect, it } from 'vitest';
import { classifyError } from './classify-error.js';

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
    expect(classifyError(awsError(name)).kind).toBe('denied');
  });

  it('is never read from the message', () => {
    const error = awsError('InternalFailure', 'AccessDenied: User is not authorized to perform this action');
    expect(classifyError(error)).toEqual({
      kind: 'failed',
      error: { name: 'InternalFailure', message: 'AccessDenied: User is not authorized to perform this action' },
    });
    expect(classifyError(awsError('AccessDeniedException', 'Rate exceeded')).kind).toBe('denied');
  });
});

describe('failed', () => {
  it.each(['ThrottlingException', 'ExpiredTokenException', 'InvalidAccessException', 'OptInRequired'])(
    'is what %s means',
    (name) => {
      expect(classifyError(awsError(name))).toEqual({ kind: 'failed', error: { name, message: 'Something.' } });
    },
  );

  it('bears the code of a network error, and no address that changes', () => {
    const error = systemError('ECONNREFUSED', 'connect ECONNREFUSED 10.1.2.3:443', { address: '10.1.2.3', port: 443 });
    expect(classifyError(error)).toEqual({
      kind: 'failed',
      error: { name: 'ECONNREFUSED', message: 'No answer from the endpoint.' },
    });
  });

  it('names the host that does not exist', () => {
    const error = systemError('ENOTFOUND', 'getaddrinfo', { hostname: 'logs.xx-east-1.amazonaws.com' });
    expect(classifyError(error).error.message).toBe('No answer from logs.xx-east-1.amazonaws.com.');
  });

  it('says that an answer which no service of AWS gives was not understood', () => {
    const error = Object.assign(new Error('XML parse error: <secret page>'), { $metadata: { httpStatusCode: 200 } });
    expect(classifyError(error)).toEqual({
      kind: 'failed',
      error: { name: 'AnswerNotUnderstood', message: 'The answer (HTTP 200) is not one that AWS gives.' },
    });
  });
});

it('does not repeat what the SDK says of credentials that ran out, for it may quote a command with a secret', () => {
  const error = Object.assign(new Error('Command failed: get-keys --password hunter2'), {
    name: 'CredentialsProviderError',
  });
  expect(classifyError(error)).toEqual({
    kind: 'failed',
    error: { name: 'CredentialsProviderError', message: 'The AWS credentials could not be renewed.' },
  });
});

it('leaves out of a message what changes from one asking to the next', () => {
  const sealed = awsError('UnauthorizedOperation', 'No. Encoded authorization failure message: abc-DEF_123');
  expect(classifyError(sealed).error.message).toBe('No. Encoded authorization failure message: [...]');
  const withId = awsError('InternalError', 'Failed, request id 1234-5678', { requestId: '1234-5678' });
  expect(classifyError(withId).error.message).toBe('Failed, request id [...]');
});
