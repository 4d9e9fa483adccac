import { createInterface } from 'node:readline/promises';
import { UsageError } from '../errors.js';
import { printable } from '../terminal.js';

/**
 * Asks for the code that an MFA device shows, on stderr, and reads it from standard input.
 *
 * @throws UsageError when nobody answers, or what comes is no code.
 */
export async function askMfaCode(device: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
    const code = (await Promise.race([lines.question(`MFA code of ${printable(device)}: `), closed])).trim();
    if (/^[0-9]{6}$/.test(code)) return code;
    throw new UsageError(
      code === ''
        ? 'an MFA code is needed: give --mfa-code, or run this on a terminal.'
        : 'an MFA code has six digits.',
    );
  } finally {
    lines.close();
  }
}
