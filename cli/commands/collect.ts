import type { Snapshot } from '../../snapshot/schema.js';
import { describeCalls, printPolicy } from '../collection/beforehand.js';
import { readSigningKey } from '../collection/keys.js';
import { runCollection } from '../collection/run-collection.js';
import { checkTargetOptions, type TargetOptions } from '../collection/targets.js';
import type { ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';

export interface CollectCommandOptions extends TargetOptions {
  readonly out: string;
  readonly mfaCode?: string;
  readonly parallel: number;
  readonly scope: Snapshot['scope'];
  readonly logGroup: readonly string[];
  readonly resume?: boolean;
  readonly signKey?: string;
  readonly printPolicy?: string | true;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Asks AWS, writes the snapshots and says where they are and what could not be read. */
export async function runCollect(options: CollectCommandOptions, terminal: Terminal): Promise<ExitCode> {
  checkTargetOptions(options);
  if (options.printPolicy !== undefined) return await printPolicy(options, terminal);
  if (options.dryRun === true) return describeCalls(options, terminal);
  const key = await readSigningKey(options.signKey);
  // The SDK's word on Node versions is for us, not for those who run the program.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  // The SDK finds a profile's endpoint_url only when the profile is that of the environment.
  if (options.profile !== undefined) process.env.AWS_PROFILE = options.profile;
  return await runCollection({ ...options, region: options.region ?? regionOfEnvironment() }, key, terminal);
}

/** The SDK reads AWS_REGION; the `aws` command line reads this one too, and people have it set. */
function regionOfEnvironment(): string | undefined {
  return process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || undefined;
}
