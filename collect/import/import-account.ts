import { parseArn } from '../../snapshot/arn.js';
import type { OperationName } from '../../snapshot/operations.js';
import { type Call, SCHEMA_VERSION, SNAPSHOT_KIND, type Snapshot } from '../../snapshot/schema.js';
import { aliasOf } from '../collect-account.js';
import { COLLECTORS } from '../collectors.js';
import { identityOf } from '../identify.js';
import { OWN_ERRORS } from '../own-errors.js';
import { jobKey, runCollectors } from '../run-collectors.js';
import type { Sent } from '../send-patiently.js';
import { enabledRegions } from '../services/ec2.js';
import { ExportError, type Exported, type Recorded } from './exported.js';

export interface ImportOptions {
  readonly tool: Snapshot['tool'];
  /** Whose account it is, where the export does not tell. */
  readonly account: string | null;
  readonly scope: Snapshot['scope'];
  readonly imported: NonNullable<Snapshot['imported']>;
  /** When the export was made, should no call tell. */
  readonly made: Date;
}

/**
 * Makes the snapshot that a collection would have made of the same answers: the collectors ask the export instead of
 * AWS. What it does not hold is a skipped call.
 *
 * @throws ExportError when it does not say whose account it is.
 */
export async function importAccount(exported: Exported, options: ImportOptions): Promise<Snapshot> {
  const { startRegion } = exported;
  const identity = identityOfExport(exported);
  const account = accountOf(exported, identity?.account ?? null, options.account);
  const about = {
    account,
    partition: identity?.partition ?? partitionOf(exported) ?? 'aws',
    startRegion,
    otherwiseRegions: exported.regions,
    logGroups: exported.logGroups,
  };
  const used = new Map<string, Recorded>();
  const made = await runCollectors(
    COLLECTORS,
    about,
    { made: [], earlier: [] },
    {
      fetch: async (collector, job) => {
        const recorded = exported.look(collector.name, job.region, { ...job.input });
        if (recorded !== null) used.set(`${collector.name} ${jobKey(job)}`, recorded);
        return sentOf(recorded, collector.times);
      },
      clock: () => options.made,
      scrub: (text) => text,
      full: options.scope === 'full',
      run: 1,
      onCall: () => {},
      onPlanned: () => {},
    },
  );
  const times = [...used.values()].flatMap(({ startedAt, endedAt }) => [startedAt.getTime(), endedAt.getTime()]);
  const startedAt = new Date(Math.min(...times, ...(times.length === 0 ? [options.made.getTime()] : []))).toISOString();
  const endedAt = new Date(Math.max(...times, ...(times.length === 0 ? [options.made.getTime()] : []))).toISOString();
  const calls = made.map((call) => asRecorded(call, used.get(`${nameOf(call)} ${jobKey(call)}`) ?? null, startedAt));
  const callsOf = (name: OperationName) => calls.filter((call) => nameOf(call) === name);
  return {
    kind: SNAPSHOT_KIND,
    schemaVersion: SCHEMA_VERSION,
    tool: options.tool,
    account: { id: account, partition: about.partition, alias: aliasOf(callsOf('iam:ListAccountAliases')) },
    caller: { arn: identity?.callerArn ?? 'unknown' },
    startedAt,
    endedAt,
    runs: [{ startedAt, endedAt, tool: options.tool }],
    scope: options.scope,
    logGroups: exported.logGroups,
    imported: options.imported,
    regions: enabledRegions({ otherwiseRegions: exported.regions, calls: callsOf }),
    calls,
  };
}

function identityOfExport(exported: Exported) {
  const said = exported.look('sts:GetCallerIdentity', exported.startRegion, {})?.said;
  return said?.kind === 'answer' ? identityOf(said.answer) : null;
}

function accountOf(exported: Exported, told: string | null, given: string | null): string {
  if (told !== null && given !== null && told !== given) {
    throw new ExportError(`it is of account ${told}, not of ${given}`);
  }
  const [only, ...more] = exported.accounts;
  const account = told ?? given ?? (more.length === 0 ? only : undefined);
  if (account !== undefined) return account;
  throw new ExportError('it does not tell whose account it is: give --account, or add get-caller-identity.json');
}

function partitionOf(exported: Exported): string | null {
  const said = exported.look('cloudtrail:DescribeTrails', exported.startRegion, {})?.said;
  const arn = said?.kind === 'answer' ? /"TrailARN":"([^"]+)"/.exec(JSON.stringify(said.answer))?.[1] : undefined;
  return arn === undefined ? null : (parseArn(arn)?.partition ?? null);
}

const NOT_EXPORTED = 'The export does not hold the answer.';

function sentOf(recorded: Recorded | null, times: readonly string[]): Sent {
  const counts = { attempts: 1, throttles: 0 };
  if (recorded?.said.kind === 'answer') {
    return { kind: 'answer', answer: Object(withTimes(recorded.said.answer, new Set(times))), ...counts };
  }
  const name = recorded?.said.name ?? OWN_ERRORS.notExported;
  const error = Object.assign(new Error(recorded?.said.message ?? NOT_EXPORTED), { name, $metadata: {} });
  return { kind: 'thrown', thrown: error, ...counts };
}

/** The command line prints times as seconds, or with a zone of its own: all become what the SDK makes of them. */
function withTimes(value: unknown, times: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => withTimes(item, times));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]): [string, unknown] => [
    key,
    times.has(key) ? timeOf(member) : withTimes(member, times),
  ]);
  return Object.fromEntries(members);
}

function timeOf(value: unknown): unknown {
  const date =
    typeof value === 'number'
      ? new Date(value * 1000)
      : typeof value === 'string'
        ? new Date(value)
        : new Date(Number.NaN);
  return Number.isNaN(date.getTime()) ? value : date.toISOString();
}

/** A call as the export tells of it: when it was made; and not made at all where it is not there. */
function asRecorded(call: Call, recorded: Recorded | null, otherwise: string): Call {
  const { outcome } = call;
  if (recorded === null) {
    const trace = { startedAt: otherwise, durationMs: 0, attempts: 0, throttles: 0, run: 1 };
    return outcome.kind === 'ok'
      ? { ...call, trace }
      : { ...call, outcome: { kind: 'skipped', error: outcome.error }, trace };
  }
  const durationMs = recorded.endedAt.getTime() - recorded.startedAt.getTime();
  return {
    ...call,
    trace: { startedAt: recorded.startedAt.toISOString(), durationMs, attempts: 1, throttles: 0, run: 1 },
  };
}

function nameOf({ service, operation }: Call): OperationName {
  const collector = COLLECTORS.find(({ name }) => name === `${service}:${operation}`);
  if (collector === undefined) throw new Error(`There is no collector for ${service}:${operation}.`);
  return collector.name;
}
