import type { Call } from '../snapshot/schema.js';
import type { Aws } from './aws.js';
import { classifyError, type ErrorTrace, errorTrace, metadataTrace } from './classify-error.js';
import type { Collector, Job } from './collector.js';
import { OWN_ERRORS } from './own-errors.js';
import { joinPages, type Plain, plainAnswer } from './plain-answer.js';

export interface CallContext {
  readonly aws: Aws;
  readonly clock: () => Date;
  /** Applied to every text that is stored. */
  readonly scrub: (text: string) => string;
  /** Told what the SDK threw, for those who need more than the outcome says. */
  readonly onThrown?: (thrown: unknown) => void;
}

/** More pages than any account has: a service that hands out fresh tokens for ever is stopped here. */
const MAX_PAGES = 10_000;

/** Makes one call with all its pages. Never rejects: whatever goes wrong on the way to AWS is the call's outcome. */
export async function performCall(collector: Collector, job: Job, context: CallContext): Promise<Call> {
  const startedAt = context.clock();
  const { outcome, trace } = await (job.kind === 'ask' ? ask(collector, job, context) : skip(job, context));
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
      ...(trace.requestId === null ? {} : { requestId: trace.requestId }),
      ...(trace.httpStatus === null ? {} : { httpStatus: trace.httpStatus }),
    },
  };
}

interface Performed {
  readonly outcome: Call['outcome'];
  readonly trace: ErrorTrace;
}

async function skip(job: Extract<Job, { kind: 'skip' }>, { scrub }: CallContext): Promise<Performed> {
  const error = { name: job.error.name, message: scrub(job.error.message) };
  return { outcome: { kind: 'skipped', error }, trace: { attempts: 0, requestId: null, httpStatus: null } };
}

async function ask(collector: Collector, job: Extract<Job, { kind: 'ask' }>, context: CallContext): Promise<Performed> {
  const { paging } = collector;
  const pages: Plain[] = [];
  const tokens = new Set<string>();
  let trace: ErrorTrace = { attempts: 0, requestId: null, httpStatus: null };
  for (let token: string | null = null; ; ) {
    let answer: object;
    try {
      answer = await job.send(context.aws, token);
    } catch (thrown) {
      context.onThrown?.(thrown);
      const { kind, error } = classifyError(thrown);
      return {
        outcome: { kind, error: { name: error.name, message: context.scrub(error.message) } },
        trace: added(trace, errorTrace(thrown)),
      };
    }
    trace = added(trace, metadataTrace('$metadata' in answer ? answer.$metadata : null));
    const page = plainAnswer(answer, context.scrub);
    pages.push(page);
    token = paging === null ? null : nextToken(page[paging.token]);
    if (token === null) break;
    if (tokens.has(token) || pages.length >= MAX_PAGES) {
      const message = `Stopped after ${pages.length} pages: AWS repeats a page token, or never ends.`;
      return { outcome: { kind: 'failed', error: { name: OWN_ERRORS.endless, message } }, trace };
    }
    tokens.add(token);
  }
  // What the controls do not need would be left out here, before anything is kept.
  return { outcome: { kind: 'ok', pages: pages.length, answer: joinPages(pages, paging) }, trace };
}

function nextToken(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function added(sum: ErrorTrace, page: ErrorTrace): ErrorTrace {
  return { ...page, attempts: sum.attempts + page.attempts };
}
