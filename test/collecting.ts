// What tests of collection share: the SDK's environment, a steady account, and short ways into a snapshot.
import { onTestFinished, vi } from 'vitest';
import { type CollectOptions, type CollectResult, collectAccount } from '../collect/collect-account.js';
import { canonicalJson } from '../snapshot/canonical-json.js';
import { ANSWERS, type Answer, type OperationName } from '../snapshot/operations.js';
import type { Call, Snapshot } from '../snapshot/schema.js';
import { fakeAwsEnvironment } from './server/fake-aws.js';
import {
  type FaultServer,
  json,
  onlyRegions,
  type Rule,
  type ServerOptions,
  startFaultServer,
} from './server/fault-server.js';
import type { Moto } from './server/moto.js';
import { HOME, OTHER } from './server/seed.js';

export const QUIET = 'ap-southeast-2';
export const REGIONS = [QUIET, OTHER, HOME];

// moto does not know the first operation, and puts the time of day into the answer to the second.
export const STEADY: readonly Rule[] = [
  onlyRegions(REGIONS),
  {
    operation: 'GetEnabledStandards',
    region: HOME,
    fault: json({ StandardsSubscriptions: [{ StandardsArn: 'cis', StandardsStatus: 'READY' }] }),
  },
  {
    operation: 'GetEnabledStandards',
    fault: { kind: 'error', name: 'InvalidAccessException', message: 'Not subscribed', status: 401 },
  },
  { operation: 'GetTrailStatus', region: HOME, fault: json({ IsLogging: true, LatestDeliveryTime: 1_767_323_045 }) },
];

/** Turns the SDK's environment to a server until the test ends. */
export function useFakeAws(url: string): void {
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(fakeAwsEnvironment(url))) vi.stubEnv(name, value);
}

export function collect(options: Partial<CollectOptions> = {}): Promise<CollectResult> {
  return collectAccount({ tool: { name: 'trailproof', version: '9.9.9' }, clock: () => new Date(), ...options });
}

export async function snapshotOf(options: Partial<CollectOptions> = {}): Promise<Snapshot> {
  const result = await collect(options);
  if (result.kind !== 'collected') throw new Error(JSON.stringify(result));
  return result.snapshot;
}

export function callsOf(snapshot: Snapshot, name: OperationName, region?: string): readonly Call[] {
  return snapshot.calls.filter(
    (call) => `${call.service}:${call.operation}` === name && (region ?? call.region) === call.region,
  );
}

export function answerOf<Name extends OperationName>(
  snapshot: Snapshot,
  name: Name,
  region: string,
  input?: object,
): Answer<Name> {
  const found = callsOf(snapshot, name, region).filter(
    (call) => input === undefined || canonicalJson(call.input) === canonicalJson(input),
  );
  const [call, ...more] = found;
  if (call?.outcome.kind !== 'ok' || more.length > 0) throw new Error(`${name} in ${region}: not exactly one answer`);
  return ANSWERS[name].parse(call.outcome.answer) as Answer<Name>;
}

export function outcomes(snapshot: Snapshot, name: OperationName): readonly string[] {
  return callsOf(snapshot, name).map(
    ({ region, outcome }) => `${region} ${outcome.kind === 'ok' ? 'ok' : `${outcome.kind} ${outcome.error.name}`}`,
  );
}

/**
 * Puts a server with these faults between this test and moto, and turns the SDK's environment to it; both until the test
 * ends. Three regions are enabled.
 */
export async function between(moto: Moto, ...rules: readonly Rule[]): Promise<FaultServer> {
  return await betweenWith({}, moto, ...rules);
}

/** The same, with a server that delays, pages or remembers. */
export async function betweenWith(options: ServerOptions, moto: Moto, ...rules: readonly Rule[]): Promise<FaultServer> {
  const server = await startFaultServer(moto.url, [...rules, ...STEADY], options);
  onTestFinished(server.stop);
  useFakeAws(server.url);
  return server;
}
