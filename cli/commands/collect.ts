import { join } from 'node:path';
import { collectAccount, type Progress } from '../../collect/collect-account.js';
import { holes } from '../../collect/holes.js';
import type { NoAccount } from '../../collect/identify.js';
import { canonicalJson } from '../../snapshot/canonical-json.js';
import type { Call, Snapshot } from '../../snapshot/schema.js';
import { AwsError, UsageError } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { printable, type Terminal } from '../terminal.js';
import { TOOL } from '../tool.js';
import { writeWhole } from '../write-file.js';

export interface CollectCommandOptions {
  readonly out: string;
  readonly profile?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
  readonly json?: boolean;
}

/** Asks AWS, writes the snapshot and says where it is and what could not be read. */
export async function runCollect(options: CollectCommandOptions, terminal: Terminal): Promise<ExitCode> {
  // The SDK's word on Node versions is for us, not for those who run the program.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  // The SDK finds a profile's endpoint_url only when the profile is that of the environment.
  if (options.profile !== undefined) process.env.AWS_PROFILE = options.profile;
  const result = await collectAccount({
    tool: TOOL,
    clock: () => new Date(),
    onProgress: (progress) => showProgress(progress, terminal),
    profile: options.profile,
    region: options.region ?? regionOfEnvironment(process.env),
    endpointUrl: options.endpointUrl,
  });
  if (result.kind === 'no-account') throw userError(result.error);
  const { snapshot } = result;
  const path = join(options.out, snapshot.account.id, `${snapshot.startedAt.replaceAll(/[:.]/g, '-')}.snapshot.json`);
  await writeWhole(path, canonicalJson(snapshot), { overwrite: false });

  const missing = holes(snapshot);
  for (const line of missingLines(missing)) terminal.error(line);
  if (options.json === true) terminal.out(JSON.stringify(summaryOf(snapshot, path, missing), null, 2));
  else terminal.out(printable(`${path}: ${describe(snapshot, missing)}`));
  return missing.length === 0 ? EXIT.ok : EXIT.findings;
}

/** The SDK reads AWS_REGION; the `aws` command line reads this one too, and people have it set. */
function regionOfEnvironment(environment: NodeJS.ProcessEnv): string | undefined {
  return environment.AWS_REGION || environment.AWS_DEFAULT_REGION || undefined;
}

function userError({ cause, problem, hint }: NoAccount): Error {
  const message = `${problem}: ${hint}.`;
  return cause === 'bad-endpoint' || cause === 'bad-region' ? new UsageError(message) : new AwsError(message);
}

const PROGRESS_STEP = 50;

function showProgress({ call, done, known }: Progress, terminal: Terminal): void {
  if (call.operation === 'GetCallerIdentity' && call.outcome.kind === 'ok') {
    terminal.progress(`reading account ${String(call.outcome.answer.Account)} as ${String(call.outcome.answer.Arn)}`);
  } else if (done % PROGRESS_STEP === 0) {
    terminal.progress(`${done} of ${known} calls so far`);
  }
}

function describe(snapshot: Snapshot, missing: readonly Call[]): string {
  const { id, alias } = snapshot.account;
  const whole = missing.length === 0 ? 'nothing missing' : `${missing.length} not read`;
  return `account ${id}${alias === null ? '' : ` (${alias})`}, ${snapshot.regions.length} regions, ${snapshot.calls.length} calls, ${whole}`;
}

/** One line for each operation and cause, with the regions it stands for. */
function missingLines(missing: readonly Call[]): readonly string[] {
  const regions = new Map<string, Set<string>>();
  for (const { service, operation, region, outcome } of missing) {
    if (outcome.kind === 'ok') continue;
    const key = `not read: ${service} ${operation}: ${outcome.kind} (${outcome.error.name})`;
    regions.set(key, (regions.get(key) ?? new Set()).add(region));
  }
  return [...regions].map(([key, where]) => `${key} in ${[...where].join(', ')}`);
}

function summaryOf(snapshot: Snapshot, path: string, missing: readonly Call[]) {
  return {
    snapshots: [
      {
        account: snapshot.account,
        caller: snapshot.caller,
        path,
        regions: snapshot.regions,
        calls: snapshot.calls.length,
        missing: missing.map(({ service, operation, region, input, outcome }) => ({
          service,
          operation,
          region,
          input,
          outcome: outcome.kind,
          error: outcome.kind === 'ok' ? null : outcome.error,
        })),
      },
    ],
  };
}
