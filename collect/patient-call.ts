// Calls that lead to an account: AssumeRole and its like. Their answers are secret or not evidence, so that only the
// ledger's part of them is kept.
import type { CallOutcome } from '../snapshot/schema.js';
import { classifyError, errorTrace, metadataTrace } from './classify-error.js';
import { openLane } from './lane.js';
import { PATIENCE, sendPatiently } from './send-patiently.js';

/** One entry of a run's own ledger. */
export interface RunCall {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly outcome: Exclude<CallOutcome, { kind: 'ok' }> | { readonly kind: 'ok' };
  readonly trace: {
    readonly startedAt: string;
    readonly durationMs: number;
    readonly attempts: number;
    readonly throttles: number;
    readonly requestId?: string;
    readonly httpStatus?: number;
  };
}

export interface RunLedger {
  readonly clock: () => Date;
  readonly onCall: (call: RunCall) => void;
}

export type Patient<T> =
  | { readonly kind: 'answer'; readonly answer: T }
  | { readonly kind: 'broken'; readonly thrown: unknown; readonly name: string };

/** Makes one call, as often as it takes, and writes it into the run's ledger. The input must hold nothing secret. */
export async function callPatiently<T extends object>(
  about: Pick<RunCall, 'service' | 'operation' | 'region' | 'input'>,
  send: () => Promise<T>,
  ledger: RunLedger,
): Promise<Patient<T>> {
  const startedAt = ledger.clock();
  let answer: T | null = null;
  const sent = await sendPatiently(
    async () => {
      answer = await send();
      return answer;
    },
    {
      lane: openLane(1),
      patience: { ...PATIENCE, attempts: 3 },
      pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      random: Math.random,
    },
  );
  const { requestId, httpStatus } =
    sent.kind === 'answer'
      ? metadataTrace('$metadata' in sent.answer ? sent.answer.$metadata : null)
      : errorTrace(sent.thrown);
  const outcome = sent.kind === 'answer' ? ({ kind: 'ok' } as const) : withoutMessage(sent.thrown);
  ledger.onCall({
    ...about,
    outcome,
    trace: {
      startedAt: startedAt.toISOString(),
      durationMs: Math.max(0, ledger.clock().getTime() - startedAt.getTime()),
      attempts: sent.attempts,
      throttles: sent.throttles,
      ...(requestId === null ? {} : { requestId }),
      ...(httpStatus === null ? {} : { httpStatus }),
    },
  });
  if (sent.kind === 'answer' && answer !== null) return { kind: 'answer', answer };
  const thrown = sent.kind === 'thrown' ? sent.thrown : null;
  return { kind: 'broken', thrown, name: outcome.kind === 'ok' ? 'UnknownError' : outcome.error.name };
}

/** What STS says of a refusal may repeat what was sent. Its name says enough. */
function withoutMessage(thrown: unknown): Exclude<CallOutcome, { kind: 'ok' }> {
  const { kind, error } = classifyError(thrown, false);
  return { kind, error: { name: error.name, message: '' } };
}
