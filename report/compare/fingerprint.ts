import { createHash } from 'node:crypto';
import { ANSWERS, type OperationName } from '../../snapshot/operations.js';
import type { Call, Snapshot } from '../../snapshot/schema.js';
import { deliveryAge } from '../evaluate/delivery-age.js';
import { settled } from './volatile.js';

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

function settledCall({ service, operation, region, input, outcome }: Call, { startedAt }: Snapshot): unknown {
  if (outcome.kind !== 'ok') return [service, operation, region, input, outcome.kind, outcome.error.name];
  const name = `${service}:${operation}`;
  const answer = isOperation(name) ? settled(name, outcome.answer) : outcome.answer;
  const last = name === 'cloudtrail:GetTrailStatus' ? outcome.answer['LatestCloudWatchLogsDeliveryTime'] : undefined;
  return [service, operation, region, input, 'ok', answer, outcome.omitted, lastDelivery(last, startedAt)];
}

/** As the verdict sees it; what is no text makes the answer unreadable. */
function lastDelivery(last: unknown, startedAt: string): string {
  return typeof last === 'string' || last === undefined ? deliveryAge(last, startedAt) : 'no text';
}

function isOperation(name: string): name is OperationName {
  return Object.hasOwn(ANSWERS, name);
}
