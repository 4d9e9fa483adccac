/** One word of a POSIX shell, whatever is in it: nothing is expanded between single quotes. */
export function shellQuote(text: string): string {
  return /^[A-Za-z0-9_./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * A command of the `aws` command line, an option to a line. Options are written `--name=value`, so that a value that
 * begins with a dash is not taken for an option.
 */
export function awsCommand(command: string, options: Readonly<Record<string, string>>): string {
  const lines = Object.entries(options).map(([name, value]) => `  --${name}=${shellQuote(value)}`);
  return [`aws ${command}`, ...lines].join(' \\\n');
}

/** Stops the script with a clear line, before anything is changed, when a decision has not been taken. */
export function requireDecision(variable: string, meaning: string): string {
  return `: "\${${variable}:?set it to ${meaning}}"`;
}
