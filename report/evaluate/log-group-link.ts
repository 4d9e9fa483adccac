import type { Phrase } from '../language/phrase.js';
import type { Reason, Resource } from '../model.js';
import type { Account } from './account.js';
import { accountOf, type Estate } from './estate.js';
import { type JudgedLink, judgeLink, unseenLink } from './judged-link.js';
import { REASONS } from './reasons.js';
import { type LogGroupPlace, logGroupOf, logGroupResource, type Trail, trailResource } from './resources.js';

/**
 * Does the trail's log group take part? It must be named, be there, and be of a class in which metric filters work
 * (CloudWatch Logs user guide, log classes: only STANDARD).
 *
 * @returns the link; the group where its filters can be looked up, and the account that holds it.
 */
export function judgeLogGroup(
  account: Account,
  estate: Estate,
  trail: Trail,
): { readonly link: JudgedLink; readonly group: LogGroupPlace | null; readonly holder: Account | null } {
  const nowhere = (resource: Resource | null, reason: Reason<Phrase>) => ({
    link: judgeLink('log-group', resource, [reason], []),
    group: null,
    holder: null,
  });
  const arn = trail.CloudWatchLogsLogGroupArn;
  if (!arn) return nowhere(null, REASONS.trailWithoutLogGroup(trailResource(trail)));
  const group = logGroupOf(arn);
  if (group === null) return nowhere(null, REASONS.logGroupArnUnclear(trailResource(trail)));
  const resource = logGroupResource(group);
  const holder = accountOf(group.account, account, estate);
  if (holder === null) return nowhere(resource, REASONS.logGroupElsewhere(resource, group.account));

  const link = judgeGroup(holder, group);
  const isThere = !link.reasons.some((reason) => reason.code === 'log-group-missing');
  return { link, group: isThere ? group : null, holder };
}

/** The same for a log group by its place in the account that holds it. */
export function judgeGroup(holder: Account, group: LogGroupPlace): JudgedLink {
  const resource = logGroupResource(group);
  const answer = holder.ask('logs:DescribeLogGroups', group.region, { logGroupNamePrefix: group.name });
  if (answer.kind === 'unseen') return unseenLink('log-group', resource, answer.hole);
  const reasons: Reason<Phrase>[] = [];
  const found =
    answer.kind === 'absent' ? undefined : answer.value.logGroups.find((one) => one.logGroupName === group.name);
  if (found === undefined) reasons.push(REASONS.logGroupMissing(resource));
  else if (found.logGroupClass !== undefined && found.logGroupClass !== 'STANDARD') {
    reasons.push(REASONS.logGroupClass(resource, found.logGroupClass));
  }
  return judgeLink('log-group', resource, reasons, [answer.ref]);
}
