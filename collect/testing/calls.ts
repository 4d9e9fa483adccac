// Finished calls for unit tests, as the engine would have made them.
import type { OperationName } from '../../snapshot/operations.js';
import type { Call } from '../../snapshot/schema.js';
import type { Seen } from '../collector.js';

const TRACE = { startedAt: '2026-01-02T03:04:05.000Z', durationMs: 1, attempts: 1, throttles: 0, run: 1 };

function call(name: OperationName, region: string, input: object, outcome: Call['outcome']): Call {
  const [service = '', operation = ''] = name.split(':');
  return { service, operation, region, input: { ...input }, outcome, trace: TRACE };
}

export function answered(name: OperationName, region: string, answer: object, input: object = {}): Call {
  return call(name, region, input, { kind: 'ok', pages: 1, items: 0, answer: { ...answer } });
}

export function denied(name: OperationName, region: string, input: object = {}): Call {
  return call(name, region, input, { kind: 'denied', error: { name: 'AccessDeniedException', message: 'No.' } });
}

/** What a collector sees of an account 111111111111 that starts from us-east-1. */
export function seenOf(...calls: readonly Call[]): Seen {
  return {
    account: '111111111111',
    partition: 'aws',
    startRegion: 'us-east-1',
    otherwiseRegions: ['us-east-1'],
    logGroups: [],
    calls: (name) => calls.filter((one) => `${one.service}:${one.operation}` === name),
  };
}
