// Whether the ledger of a snapshot can be what a collection has written: the calls follow from one another as the
// collectors say, and each agrees with itself and with the head of the file.
import type { OperationName } from '../snapshot/operations.js';
import type { Call, Snapshot } from '../snapshot/schema.js';
import { aliasOf } from './collect-account.js';
import type { Job } from './collector.js';
import { COLLECTORS } from './collectors.js';
import { identityOf } from './identify.js';
import { inOrder, jobKey, jobsOf } from './run-collectors.js';
import { enabledRegions } from './services/ec2.js';

/** What is wrong with a ledger; one line each, the call named. Empty when nothing is. */
export function checkLedger(snapshot: Snapshot): readonly string[] {
  return [
    ...checkHead(snapshot),
    ...snapshot.calls.flatMap((call, index) => checkCall(call, index, snapshot)),
    ...checkOrder(snapshot),
    ...checkDerivation(snapshot),
  ];
}

function checkHead(snapshot: Snapshot): readonly string[] {
  const problems: string[] = [];
  const { startedAt, endedAt, runs, account } = snapshot;
  if (time(startedAt) > time(endedAt)) problems.push('it ended before it started');
  if (runs[0]?.startedAt !== startedAt) problems.push('startedAt is not that of the first run');
  if (runs.at(-1)?.endedAt !== endedAt) problems.push('endedAt is not that of the last run');
  const callsOf = callsByOperation(snapshot);
  const [identity] = callsOf('sts:GetCallerIdentity');
  if (identity?.outcome.kind === 'ok') {
    const said = identityOf(identity.outcome.answer);
    if (said?.account !== account.id) problems.push('account.id is not the account that GetCallerIdentity names');
    if (said?.partition !== account.partition) problems.push('account.partition is not that of GetCallerIdentity');
    if (said?.callerArn !== snapshot.caller.arn)
      problems.push('caller.arn is not the one that GetCallerIdentity names');
  } else if (snapshot.imported === undefined) {
    problems.push('GetCallerIdentity was not answered');
  }
  const alias = aliasOf(callsOf('iam:ListAccountAliases'));
  if (alias !== null && alias !== account.alias) problems.push('account.alias is not the one that AWS names');
  const regions = enabledRegions({ otherwiseRegions: snapshot.regions, calls: callsOf });
  if (regions.join() !== snapshot.regions.join()) problems.push('regions are not those that DescribeRegions names');
  return problems;
}

function checkCall(call: Call, index: number, snapshot: Snapshot): readonly string[] {
  const { outcome, trace } = call;
  const problems: string[] = [];
  const run = snapshot.runs[trace.run - 1];
  const from = time(run?.startedAt ?? '');
  const to = time(run?.endedAt ?? snapshot.endedAt);
  if (run === undefined) problems.push(`there is no run ${trace.run}`);
  else if (time(trace.startedAt) < from || time(trace.startedAt) + trace.durationMs > to)
    problems.push('it lies outside the time of its run');
  if (trace.throttles > trace.attempts) problems.push('it was throttled more often than it was sent');
  if (outcome.kind === 'skipped' && trace.attempts > 0) problems.push('it was skipped, and yet sent');
  if (outcome.kind !== 'skipped' && trace.attempts === 0 && snapshot.imported === undefined)
    problems.push('it has an outcome, and was never sent');
  if (outcome.kind === 'throttled' && trace.throttles === 0 && snapshot.imported === undefined)
    problems.push('it was throttled out without a throttle');
  if (outcome.kind === 'ok') {
    if (trace.attempts < outcome.pages && snapshot.imported === undefined)
      problems.push('it has more pages than requests');
    const omitted = Object.values(outcome.omitted ?? {}).reduce((sum, count) => sum + count, 0);
    if (outcome.items !== listed(outcome.answer) + omitted) problems.push('its items are not those that it lists');
    if (trace.httpStatus !== undefined && trace.httpStatus !== 200)
      problems.push(`it is ok with HTTP ${trace.httpStatus}`);
    if (outcome.omitted !== undefined && snapshot.scope === 'full') problems.push('items are left out in full scope');
  }
  return problems.map((problem) => `call ${index} (${nameOf(call)} in ${call.region}): ${problem}`);
}

function checkOrder({ calls }: Snapshot): readonly string[] {
  const seen = new Set<string>();
  const twice = calls.findIndex((call) => seen.size === seen.add(keyOf(call)).size);
  if (twice >= 0) return [`call ${twice}: the same call stands there twice`];
  const ordered = inOrder(calls);
  const wrong = calls.findIndex((call, index) => ordered[index] !== call);
  return wrong < 0 ? [] : [`call ${wrong}: it is not where the order of calls puts it`];
}

/** Derives each operation's calls from those before it, as a collection does, and compares. */
function checkDerivation(snapshot: Snapshot): readonly string[] {
  const { account, regions, logGroups } = snapshot;
  const callsOf = callsByOperation(snapshot);
  const [identity] = callsOf('sts:GetCallerIdentity');
  const startRegion = identity?.region ?? regions[0] ?? '';
  const about = {
    account: account.id,
    partition: account.partition,
    startRegion,
    otherwiseRegions: regions,
    logGroups,
  };
  return COLLECTORS.flatMap((collector) => {
    const expected = new Map(jobsOf(collector, about, callsOf).map((job) => [jobKey(job), job]));
    const found = new Map(callsOf(collector.name).map((call) => [jobKey(call), call]));
    const missing = [...expected].filter(([key]) => !found.has(key));
    const extra = [...found].filter(([key]) => !expected.has(key));
    return [
      ...missing.map(([, job]) => `${collector.name} in ${job.region}: the call is missing (${input(job)})`),
      ...extra.map(([, call]) => `${collector.name} in ${call.region}: nothing led to this call (${input(call)})`),
      ...[...expected].flatMap(([key, job]) => agree(job, found.get(key))),
    ];
  });
}

/** A call that had to be skipped was skipped; one that could be made was made. */
function agree(job: Job, call: Call | undefined): readonly string[] {
  if (call === undefined || call.outcome.kind === 'ok') {
    return call === undefined || job.kind === 'ask'
      ? []
      : [`${nameOf(call)} in ${call.region}: it has an answer, and could not be asked`];
  }
  const skipped = call.outcome.kind === 'skipped' && call.outcome.error.name !== 'NotExported';
  if (job.kind === 'ask' && skipped) return [`${nameOf(call)} in ${call.region}: it was skipped without need`];
  return [];
}

function input(one: { readonly input: object }): string {
  return JSON.stringify(one.input);
}

function callsByOperation({ calls }: Snapshot) {
  const byName = new Map<string, Call[]>();
  for (const call of calls) byName.set(nameOf(call), [...(byName.get(nameOf(call)) ?? []), call]);
  return (name: OperationName): readonly Call[] => byName.get(name) ?? [];
}

function nameOf({ service, operation }: Call): string {
  return `${service}:${operation}`;
}

function keyOf(call: Call): string {
  return `${nameOf(call)} ${jobKey(call)}`;
}

function listed(answer: Readonly<Record<string, unknown>>): number {
  return Object.values(answer).reduce<number>((sum, value) => sum + (Array.isArray(value) ? value.length : 0), 0);
}

function time(text: string): number {
  return Date.parse(text);
}
