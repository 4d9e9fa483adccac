// Few classes, by what the user can do about it. Anything else that is thrown is a fault of ours: exit code 3, with its stack.

/** The command line is wrong. The message says what was expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something that was given cannot be used: a file, a folder, an answer. One line: what, where, what to do. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** AWS, or the way to it, does not answer, so that nothing could be collected. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
}

/** True for errors that the user can mend; their message is the whole story and no stack is shown. */
export function isUserError(error: unknown): error is Error {
  return error instanceof UsageError || error instanceof InputError || error instanceof AwsError;
}
