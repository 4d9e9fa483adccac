import { canonicalLine } from '../snapshot/canonical-json.js';
import type { OperationName } from '../snapshot/operations.js';
import type { Call } from '../snapshot/schema.js';
import type { Collector, Job, Seen } from './collector.js';
import { type CallContext, performCall } from './perform-call.js';
import { items, textOf } from './read-answer.js';

export interface Run extends CallContext {
  readonly onCall: (call: Call) => void;
  readonly onPlanned: (jobs: number) => void;
}

export interface Before {
  /** Calls of this run that were made already. They are part of the result. */
  readonly made: readonly Call[];
  /** Calls of earlier runs. Those with an answer are taken over where the same is to be asked. */
  readonly earlier: readonly Call[];
}

/**
 * Runs collectors, each as soon as those that it depends on are through, all calls of one at once.
 *
 * @param collectors each after those that it names in `after`.
 * @returns all calls, in canonical order.
 */
export async function runCollectors(
  collectors: readonly Collector[],
  about: Omit<Seen, 'calls'>,
  before: Before,
  run: Run,
): Promise<readonly Call[]> {
  const finished = new Map<OperationName, readonly Call[]>();
  const under = new Map<OperationName, Promise<readonly Call[]>>();
  const earlier = answersByKey(before.earlier);

  async function start(collector: Collector): Promise<readonly Call[]> {
    await Promise.all(collector.after.map((name) => required(under, name, collector)));
    const jobs = jobsOf(collector, about, (name) => required(finished, name, collector));
    run.onPlanned(jobs.length);
    const calls = await Promise.all(
      jobs.map(async (job) => {
        const call =
          takeOver(collector, job, earlier, finished) ??
          (await performCall(collector, job, run, isElsewhere(collector, job, about, finished)));
        run.onCall(call);
        return call;
      }),
    );
    const ordered = inOrder(calls);
    finished.set(collector.name, ordered);
    return ordered;
  }

  for (const collector of collectors) under.set(collector.name, start(collector));
  return inOrder([...before.made, ...(await Promise.all(under.values())).flat()]);
}

/**
 * What a collector has to ask, each request once, derived from the calls of the operations that it names in `after`.
 * Pure: the same calls give the same jobs, so that a finished ledger can be checked.
 */
export function jobsOf(
  collector: Collector,
  about: Omit<Seen, 'calls'>,
  calls: (name: OperationName) => readonly Call[],
): readonly Job[] {
  const seen: Seen = {
    ...about,
    calls: (name) => {
      if (!collector.after.includes(name)) throw new Error(`${collector.name} reads ${name} without naming it.`);
      return calls(name);
    },
  };
  return withoutRepeats(collector.jobs(seen));
}

/** What tells one call of an operation from another. */
export function jobKey({ region, input }: Pick<Job, 'region' | 'input'>): string {
  return canonicalLine([region, input]);
}

type Answers = ReadonlyMap<string, Call>;

function answersByKey(calls: readonly Call[]): Answers {
  const answered = calls.filter(({ outcome }) => outcome.kind === 'ok');
  return new Map(answered.map((call) => [`${call.service}:${call.operation} ${jobKey(call)}`, call]));
}

/** The call as an earlier run made it; null when it had no answer, or would be stored in another form today. */
function takeOver(
  collector: Collector,
  job: Job,
  earlier: Answers,
  finished: ReadonlyMap<OperationName, readonly Call[]>,
): Call | null {
  const call = job.kind === 'ask' ? earlier.get(`${collector.name} ${jobKey(job)}`) : undefined;
  if (call === undefined) return null;
  const reduced = call.outcome.kind === 'ok' && call.outcome.omitted !== undefined;
  // What was left out then may be needed now, if what decides over it was read anew.
  const deciding = reduced ? collector.neededBy.flatMap((name) => finished.get(name) ?? []) : [];
  return deciding.some((one) => one.region === call.region && one.trace.run > call.trace.run) ? null : call;
}

function isElsewhere(
  collector: Collector,
  job: Job,
  about: Omit<Seen, 'calls'>,
  finished: ReadonlyMap<OperationName, readonly Call[]>,
): boolean {
  if (collector.scope === 'global' || job.region === about.startRegion) return false;
  const regions = (finished.get('ec2:DescribeRegions') ?? []).flatMap((call) => items(call, 'Regions'));
  return !regions.some((region) => textOf(region, 'RegionName') === job.region);
}

function required<T>(map: ReadonlyMap<OperationName, T>, name: OperationName, collector: Collector): T {
  const value = map.get(name);
  if (value === undefined) throw new Error(`${collector.name} depends on ${name}, which does not come before it.`);
  return value;
}

/** Each job once. Where the same call is both asked and skipped, it is asked. */
function withoutRepeats(jobs: readonly Job[]): readonly Job[] {
  const unique = new Map<string, Job>();
  for (const job of jobs) {
    const key = jobKey(job);
    if (unique.get(key)?.kind !== 'ask' && (job.kind === 'ask' || !unique.has(key))) unique.set(key, job);
  }
  return [...unique.values()];
}

/** By service, operation, region and input: an order that no race decides. */
export function inOrder(calls: readonly Call[]): readonly Call[] {
  return calls
    .map((call) => ({ call, key: [call.service, call.operation, call.region, canonicalLine(call.input)] }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ call }) => call);
}

function compare(a: readonly string[], b: readonly string[]): number {
  for (const [index, part] of a.entries()) {
    const other = b[index] ?? '';
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}
