import type { EvidenceRef, Reason } from '../model.js';
import type { Account } from './account.js';
import { type JudgedLink, judgeLink, unseenLink } from './judged-link.js';
import { REASONS } from './reasons.js';
import { type LogGroupPlace, logGroupOf, logGroupResource, type Trail, trailResource } from './resources.js';

/**
 * Does the trail's log group take part? It must be named, be there, and be of a class in which metric filters work
 * (CloudWatch Logs user guide, log classes: only STANDARD).
 *
 * @returns the link, and the group where its filters can be looked up in this account.
 */
export function judgeLogGroup(
  account: Account,
  trail: Trail,
): { readonly link: JudgedLink; readonly group: LogGroupPlace | null } {
  const arn = trail.CloudWatchLogsLogGroupArn;
  if (!arn) {
    return {
      link: judgeLink('log-group', null, [REASONS.trailWithoutLogGroup(trailResource(trail))], []),
      group: null,
    };
  }
  const group = logGroupOf(arn);
  if (group === null) {
    return { link: judgeLink('log-group', null, [REASONS.logGroupArnUnclear(trailResource(trail))], []), group: null };
  }
  const resource = logGroupResource(group);
  if (group.account !== account.id) {
    return {
      link: judgeLink('log-group', resource, [REASONS.logGroupElsewhere(resource, group.account)], []),
      group: null,
    };
  }
  const answer = account.ask('logs:DescribeLogGroups', group.region, { logGroupNamePrefix: group.name });
  if (answer.kind === 'unseen') return { link: unseenLink('log-group', resource, answer.hole), group };
  const refs: readonly EvidenceRef[] = [answer.ref];
  const found =
    answer.kind === 'absent' ? undefined : answer.value.logGroups.find((one) => one.logGroupName === group.name);
  const reasons: Reason[] = [];
  if (found === undefined) reasons.push(REASONS.logGroupMissing(resource));
  else if (found.logGroupClass !== undefined && found.logGroupClass !== 'STANDARD') {
    reasons.push(REASONS.logGroupClass(resource, found.logGroupClass));
  }
  return { link: judgeLink('log-group', resource, reasons, refs), group: found === undefined ? null : group };
}
