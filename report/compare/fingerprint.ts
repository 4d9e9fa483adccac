import { createHash } from 'node:crypto';
import { ANSWERS, type OperationName } from '../../snapshot/operations.js';
import type { Call, Snapshot } from '../../snapshot/schema.js';
import { settled } from './volatile.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Two snapshots of one account with the same fingerprint have the same verdict under the same benchmark and lens: it
 * takes in every answer but for what is volatile, how every other call ended, and of the last delivery, which the
 * verdict depends on, whether it was within a day. SHA-256, base64.
 */
export function fingerprint(snapshot: Snapshot): string {
  const hash = createHash('sha256');
  const { account, scope, regions, logGroups } = snapshot;
  hash.update(JSON.stringify([account.id, account.partition, account.alias, scope, regions, logGroups]));
  for (const call of snapshot.calls) hash.update(JSON.stringify(settledCall(call, snapshot)));
  return hash.digest('base64');
}

function settledCall({ service, operation, region, input, outcome }: Call, { startedAt, endedAt }: Snapshot): unknown {
  if (outcome.kind !== 'ok') return [service, operation, region, input, outcome.kind, outcome.error.name];
  const name = `${service}:${operation}`;
  const answer = isOperation(name) ? settled(name, outcome.answer) : outcome.answer;
  const last = name === 'cloudtrail:GetTrailStatus' ? outcome.answer['LatestCloudWatchLogsDeliveryTime'] : undefined;
  return [
    service,
    operation,
    region,
    input,
    'ok',
    answer,
    outcome.omitted,
    deliveryAge(last, startedAt),
    deliveryAge(last, endedAt),
  ];
}

/** As the verdict sees it: a time within a day, an older one, one that cannot be read, none, or no text at all. */
function deliveryAge(last: unknown, asOf: string): string | null {
  if (typeof last !== 'string') return last === undefined ? null : 'no text';
  const age = Date.parse(asOf) - Date.parse(last);
  return Number.isNaN(age) ? 'no time' : age > DAY_MS ? 'old' : 'recent';
}

function isOperation(name: string): name is OperationName {
  return Object.hasOwn(ANSWERS, name);
}
