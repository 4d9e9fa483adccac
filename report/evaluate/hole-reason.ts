import { type Phrase, say } from '../language/phrase.js';
import type { LinkKind, Reason, Resource } from '../model.js';
import type { Hole } from './account.js';

/** Says that evidence is missing: which call, where, and why. */
export function holeReason(hole: Hole, link: LinkKind | null): Reason<Phrase> {
  const call: Resource = {
    kind: 'call',
    id: hole.ref === null ? `${hole.operation}@${hole.region}` : `call ${hole.ref.index}`,
    name: hole.operation,
    region: hole.region,
  };
  return {
    code: `call-${hole.kind}`,
    basis: 'benchmark',
    effect: 'hides',
    link,
    resources: [call],
    message: holeMessage(hole),
  };
}

function holeMessage({ kind, operation, region, errorName }: Hole): Phrase {
  const error = errorName === null ? '' : say` (${errorName})`;
  switch (kind) {
    case 'denied':
      return say`AWS refused ${operation} in ${region}${error}.`;
    case 'throttled':
      return say`AWS throttled ${operation} in ${region} until we gave up${error}.`;
    case 'region-not-enabled':
      return say`${operation} in ${region} was not possible: the region is not enabled for the account${error}.`;
    case 'failed':
      return say`${operation} in ${region} failed${error}.`;
    case 'skipped':
      return say`${operation} in ${region} was not made${error}.`;
    case 'not-asked':
      return say`${operation} in ${region} is not in the snapshot.`;
    case 'unreadable':
      return say`The answer to ${operation} in ${region} is not of the form that AWS gives.`;
  }
}
