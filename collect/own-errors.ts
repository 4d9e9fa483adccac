// Names of our own for what stops a call, beside those that AWS and the network give.
import type { Call } from '../snapshot/schema.js';
import type { CallError } from './collector.js';

export const OWN_ERRORS = {
  /** A call that this one depends on brought no answer. */
  dependency: 'DependencyNotRead',
  /** An answer, or a part of one that further input comes from, is not what AWS documents. */
  unreadable: 'AnswerNotUnderstood',
  /** The resource belongs to another account. */
  foreign: 'OtherAccount',
  /** AWS handed out a page token that it had handed out before. */
  endless: 'EndlessPages',
  /** The export that was imported does not hold the answer. */
  notExported: 'NotExported',
} as const;

/** Says that a call was not made because `cause`, which it depends on, brought no answer. */
export function dependencyNotRead(cause: Call): CallError {
  const why = cause.outcome.kind === 'ok' ? 'not understood' : `${cause.outcome.kind} (${cause.outcome.error.name})`;
  return {
    name: OWN_ERRORS.dependency,
    message: `Not asked: ${cause.service} ${cause.operation} in ${cause.region} was ${why}.`,
  };
}
