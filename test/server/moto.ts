import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { fakeAwsEnvironment } from './fake-aws.js';
import { pythonEnvironment } from './python-environment.js';

const run = promisify(execFile);

/** An AWS API server on a loopback port of its own, empty at first. */
export interface Moto {
  readonly url: string;
  /** Runs the real `aws` command line against the server and gives the JSON that it prints; null when it prints nothing. */
  readonly aws: (...args: readonly string[]) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

export type MotoStart =
  | { readonly kind: 'started'; readonly moto: Moto }
  | { readonly kind: 'missing'; readonly reason: string };

const READY_LIMIT = 60_000;

// Ends the server with us, however we end: its standard input is a pipe of ours, which closes even when we are killed.
const WATCHED = '"$@" & child=$!; cat >/dev/null; kill "$child" 2>/dev/null; wait "$child"';

/** Starts a server: about half a second, once the Python environment is there. */
export async function startMoto(): Promise<MotoStart> {
  const environment = await pythonEnvironment();
  if (environment.kind === 'missing') return environment;
  const server = spawn('sh', ['-c', WATCHED, 'sh', ...environment.motoServer, '-H', '127.0.0.1', '-p', '0'], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  const stop = async () => {
    server.stdin.end();
    await ended;
  };
  const url = await announcedUrl(server.stderr);
  if (url === null) {
    await stop();
    return { kind: 'missing', reason: `${environment.motoServer.join(' ')} did not start` };
  }
  await warmUp(url);
  const [command, ...before] = environment.aws;
  return {
    kind: 'started',
    moto: {
      url,
      stop,
      aws: async (...args) => {
        const options = { env: fakeAwsEnvironment(url), maxBuffer: 64 * 1024 * 1024 };
        const { stdout } = await run(command, [...before, '--output', 'json', ...args], options);
        return stdout.trim() === '' ? null : JSON.parse(stdout);
      },
    },
  };
}

/**
 * moto learns the paths of a service of the REST kind when it is first asked, and answers nonsense to who asks at the
 * same time. Of the services that are read, Security Hub is the one of that kind.
 */
async function warmUp(url: string): Promise<void> {
  const scope = '20260101/us-east-1/securityhub/aws4_request';
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/${scope}, SignedHeaders=host, Signature=0`;
  await (await fetch(`${url}/accounts`, { headers: { authorization } })).arrayBuffer();
}

/** Waits for the line in which the server tells its port, and goes on emptying the pipe: it logs every request. */
function announcedUrl(stderr: NodeJS.ReadableStream): Promise<string | null> {
  return new Promise((resolve) => {
    let text: string | null = '';
    const timer = setTimeout(() => resolve(null), READY_LIMIT);
    stderr.setEncoding('utf8').on('data', (chunk) => {
      if (text === null) return;
      text += chunk;
      const url = /Running on (http:\/\/127\.0\.0\.1:[0-9]+)/.exec(text)?.[1];
      if (url === undefined) return;
      text = null;
      clearTimeout(timer);
      resolve(url);
    });
    stderr.once('end', () => {
      clearTimeout(timer);
      resolve(null);
    });
  });
}
