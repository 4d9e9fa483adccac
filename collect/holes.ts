import type { Call, Snapshot } from '../snapshot/schema.js';
import { COLLECTORS } from './collectors.js';

/**
 * The calls of a snapshot that leave a hole in the evidence: all but those that brought an answer, and those by
 * which AWS says that there is nothing to read.
 */
export function holes(snapshot: Pick<Snapshot, 'calls'>): readonly Call[] {
  return snapshot.calls.filter((call) => call.outcome.kind !== 'ok' && !saysNone(call));
}

function saysNone({ service, operation, outcome }: Call): boolean {
  if (outcome.kind !== 'failed') return false;
  const collector = COLLECTORS.find(({ name }) => name === `${service}:${operation}`);
  return collector?.absence.includes(outcome.error.name) ?? false;
}
