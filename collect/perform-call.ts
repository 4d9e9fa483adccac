import type { Call } from '../snapshot/schema.js';
import { classifyError, type ErrorTrace, errorTrace, metadataTrace } from './classify-error.js';
import type { Collector, Job } from './collector.js';
import { OWN_ERRORS } from './own-errors.js';
import { joinPages, type Plain, plainAnswer } from './plain-answer.js';
import type { Sent } from './send-patiently.js';

export type AskJob = Extract<Job, { kind: 'ask' }>;

export interface CallContext {
  /** Asks for one page, as often as it takes: the first without a token, the next ones with that of the page before. */
  readonly fetch: (collector: Collector, job: AskJob, token: string | null) => Promise<Sent>;
  readonly clock: () => Date;
  /** Applied to every text that is stored. */
  readonly scrub: (text: string) => string;
  /** Whether items that no control needs are stored too. */
  readonly full: boolean;
  /** Which run of the collection this is, from 1. */
  readonly run: number;
  /** Told what the SDK threw, for those who need more than the outcome says. */
  readonly onThrown?: (thrown: unknown) => void;
}

/** More pages than any account has: a service that hands out fresh tokens for ever is stopped here. */
const MAX_PAGES = 10_000;

/**
 * Makes one call with all its pages. Never rejects: whatever goes wrong on the way to AWS is the call's outcome.
 *
 * @param elsewhere whether the region is not among those that AWS names as enabled.
 */
export async function performCall(
  collector: Collector,
  job: Job,
  context: CallContext,
  elsewhere: boolean,
): Promise<Call> {
  const startedAt = context.clock();
  const { outcome, trace } =
    job.kind === 'ask' ? await ask(collector, job, context, elsewhere) : skip(job, context.scrub);
  const [service = '', operation = ''] = collector.name.split(':');
  return {
    service,
    operation,
    region: job.region,
    input: plainAnswer(job.input, context.scrub),
    outcome,
    trace: {
      startedAt: startedAt.toISOString(),
      durationMs: Math.max(0, context.clock().getTime() - startedAt.getTime()),
      attempts: trace.attempts,
      throttles: trace.throttles,
      run: context.run,
      ...(trace.requestId === null ? {} : { requestId: trace.requestId }),
      ...(trace.httpStatus === null ? {} : { httpStatus: trace.httpStatus }),
    },
  };
}

interface Trace extends ErrorTrace {
  readonly attempts: number;
  readonly throttles: number;
}

interface Performed {
  readonly outcome: Call['outcome'];
  readonly trace: Trace;
}

const NOTHING_SENT: Trace = { attempts: 0, throttles: 0, requestId: null, httpStatus: null };

function skip(job: Extract<Job, { kind: 'skip' }>, scrub: CallContext['scrub']): Performed {
  const error = { name: job.error.name, message: scrub(job.error.message) };
  return { outcome: { kind: 'skipped', error }, trace: NOTHING_SENT };
}

async function ask(collector: Collector, job: AskJob, context: CallContext, elsewhere: boolean): Promise<Performed> {
  const { paging } = collector;
  const reduction = context.full ? null : job.reduction;
  const pages: Plain[] = [];
  const read = new Map<string, number>();
  const tokens = new Set<string>();
  let trace = NOTHING_SENT;
  for (let token: string | null = null; ; ) {
    const sent = await context.fetch(collector, job, token);
    if (sent.kind === 'thrown') {
      context.onThrown?.(sent.thrown);
      const { kind, error } = classifyError(sent.thrown, elsewhere);
      return {
        outcome: { kind, error: { name: error.name, message: context.scrub(error.message) } },
        trace: added(trace, sent, errorTrace(sent.thrown)),
      };
    }
    trace = added(trace, sent, metadataTrace('$metadata' in sent.answer ? sent.answer.$metadata : null));
    const page = plainAnswer(sent.answer, context.scrub);
    for (const [list, size] of listSizes(page)) read.set(list, (read.get(list) ?? 0) + size);
    pages.push(reduction === null ? page : reduction.page(page));
    token = paging === null ? null : nextToken(page[paging.token]);
    if (token === null) break;
    if (tokens.has(token) || pages.length >= MAX_PAGES) {
      const message = `Stopped after ${pages.length} pages: AWS repeats a page token, or never ends.`;
      return { outcome: { kind: 'failed', error: { name: OWN_ERRORS.endless, message } }, trace };
    }
    tokens.add(token);
  }
  const joined = joinPages(pages, paging);
  const answer = reduction === null ? joined : reduction.whole(joined);
  const kept = new Map(listSizes(answer));
  const omitted = [...read].map(([list, size]): [string, number] => [list, size - (kept.get(list) ?? 0)]);
  const left = omitted.filter(([, size]) => size > 0);
  return {
    outcome: {
      kind: 'ok',
      pages: pages.length,
      items: [...read.values()].reduce((sum, size) => sum + size, 0),
      answer,
      ...(left.length === 0 ? {} : { omitted: Object.fromEntries(left) }),
    },
    trace,
  };
}

/** The lists of an answer and how long they are. */
function listSizes(answer: Plain): readonly (readonly [string, number])[] {
  return Object.entries(answer).flatMap(([key, value]) => (Array.isArray(value) ? [[key, value.length] as const] : []));
}

function nextToken(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function added(sum: Trace, sent: Sent, page: ErrorTrace): Trace {
  return { ...page, attempts: sum.attempts + sent.attempts, throttles: sum.throttles + sent.throttles };
}
