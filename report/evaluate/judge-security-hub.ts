import type { Phrase } from '../language/phrase.js';
import type { EvidenceRef, Outcome, Reason } from '../model.js';
import type { Account } from './account.js';
import { holeReason } from './hole-reason.js';
import { REASONS } from './reasons.js';
import { regionResource } from './resources.js';

/**
 * Is Security Hub on in every enabled region? CIS audit step: DescribeHub answers with SubscribedAt; an
 * InvalidAccessException means that it is off. One region that is off is a fail whatever the others are; a pass needs
 * the list of regions and an answer from each.
 */
export function judgeSecurityHub(account: Account): {
  readonly outcome: Outcome;
  readonly reasons: readonly Reason<Phrase>[];
  readonly evidence: readonly EvidenceRef[];
} {
  const reasons: Reason<Phrase>[] = [];
  const evidence: EvidenceRef[] = [];
  const [regions] = account.all('ec2:DescribeRegions');
  const list = regions?.seen ?? account.ask('ec2:DescribeRegions', account.snapshot.regions[0] ?? '');
  if (list.kind === 'unseen') reasons.push(holeReason(list.hole, null));
  const enabled =
    list.kind === 'seen'
      ? list.value.Regions.map((region) => region.RegionName).sort()
      : [...account.snapshot.regions].sort();
  if (list.kind === 'seen') evidence.push(list.ref);

  for (const region of enabled) {
    const hub = account.ask('securityhub:DescribeHub', region);
    if (hub.kind === 'unseen') {
      reasons.push(holeReason(hub.hole, null));
      if (hub.hole.ref !== null) evidence.push(hub.hole.ref);
      continue;
    }
    evidence.push(hub.ref);
    if (hub.kind === 'absent') reasons.push(REASONS.hubOff(regionResource(region)));
  }

  const outcome: Outcome = reasons.some((reason) => reason.effect === 'breaks')
    ? 'fail'
    : reasons.some((reason) => reason.effect === 'hides')
      ? 'not-assessed'
      : 'pass';
  return { outcome, reasons, evidence };
}
