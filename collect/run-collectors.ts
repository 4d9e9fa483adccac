import { canonicalLine } from '../snapshot/canonical-json.js';
import type { OperationName } from '../snapshot/operations.js';
import type { Call } from '../snapshot/schema.js';
import type { Collector, Job, Seen } from './collector.js';
import type { Limiter } from './limiter.js';
import { type CallContext, performCall } from './perform-call.js';

export interface Run extends CallContext {
  readonly limit: Limiter;
  readonly onCall: (call: Call) => void;
  readonly onPlanned: (jobs: number) => void;
}

/**
 * Runs collectors, each as soon as those that it depends on are through, all calls of one at once within the bound.
 *
 * @param collectors each after those that it names in `after`.
 * @param before calls that were made already.
 * @returns the calls made here and before, in canonical order.
 */
export async function runCollectors(
  collectors: readonly Collector[],
  about: Omit<Seen, 'calls'>,
  before: readonly Call[],
  run: Run,
): Promise<readonly Call[]> {
  const finished = new Map<OperationName, readonly Call[]>();
  const under = new Map<OperationName, Promise<readonly Call[]>>();

  async function start(collector: Collector): Promise<readonly Call[]> {
    await Promise.all(collector.after.map((name) => required(under, name, collector)));
    const seen: Seen = {
      ...about,
      calls: (name) => {
        if (!collector.after.includes(name)) throw new Error(`${collector.name} reads ${name} without naming it.`);
        return required(finished, name, collector);
      },
    };
    const jobs = withoutRepeats(collector.jobs(seen));
    run.onPlanned(jobs.length);
    const calls = await Promise.all(
      jobs.map(async (job) => {
        const call = await (job.kind === 'ask'
          ? run.limit(() => performCall(collector, job, run))
          : performCall(collector, job, run));
        run.onCall(call);
        return call;
      }),
    );
    const ordered = inOrder(calls);
    finished.set(collector.name, ordered);
    return ordered;
  }

  for (const collector of collectors) under.set(collector.name, start(collector));
  return inOrder([...before, ...(await Promise.all(under.values())).flat()]);
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
    const key = canonicalLine([job.region, job.input]);
    if (unique.get(key)?.kind !== 'ask' && (job.kind === 'ask' || !unique.has(key))) unique.set(key, job);
  }
  return [...unique.values()];
}

/** By service, operation, region and input: an order that no race decides. */
function inOrder(calls: readonly Call[]): readonly Call[] {
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
