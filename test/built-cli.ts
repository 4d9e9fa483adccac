// Runs the built command as a user would.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `trailproof <args>`; the environment is this process's, with these changes. */
export function trailproof(
  args: readonly string[],
  options: {
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly stdin?: string;
    readonly cwd?: string;
    readonly under?: readonly string[];
  } = {},
): Promise<Ran> {
  if (!existsSync(MAIN)) throw new Error('dist/ is not built: run npm run build first.');
  const [command = process.execPath, ...rest] = [...(options.under ?? []), process.execPath, MAIN, ...args];
  const child = spawn(command, rest, { cwd: options.cwd ?? ROOT, env: { ...process.env, ...options.env } });
  child.stdin.end(options.stdin ?? '');
  const collected = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      collected[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, ...collected }));
  });
}
