import type { EvidenceRef } from '../model.js';
import type { Account, Hole } from './account.js';
import { actionPaths } from './action-link.js';
import { alarmPaths } from './alarm-link.js';
import type { Estate } from './estate.js';
import { type JudgedLink, judgeLink, notReached, unseenLink } from './judged-link.js';
import { judgeGroup, judgeLogGroup } from './log-group-link.js';
import { type FoundFilter, findFilter, judgeMetricFilter } from './metric-filter-link.js';
import { REASONS } from './reasons.js';
import { type LogGroupPlace, logGroupOf, logGroupResource } from './resources.js';
import { type FoundTrail, findTrails } from './trail-link.js';

/** One path from a trail to a person, whatever passes along it: the part of a chain that is the same for all controls. */
export interface Path {
  /** Null where the log group was collected because the auditor named it, and no trail does. */
  readonly trail: FoundTrail | null;
  /** Log group, metric filter, alarm, action, subscription. */
  readonly links: readonly JudgedLink[];
  /** The filter on the path; null where there is none, or none that could be seen. */
  readonly filter: FoundFilter | null;
}

/** All paths of an account, with what could not be seen on the way to find them. */
export interface Paths {
  readonly paths: readonly Path[];
  readonly trails: readonly FoundTrail[];
  /** Every call for trails, answered or not. */
  readonly asked: readonly EvidenceRef[];
  /** Those that were not answered. */
  readonly holes: readonly Hole[];
  /** False when no region answered, so that nothing is known of any trail. */
  readonly trailsSeen: boolean;
}

/**
 * Follows every trail of the account as far as it leads, into other accounts too where their snapshots are at hand. Each
 * trail gives at least one path. Log groups that the auditor named and no trail does (centralised logs, say) are followed
 * as well.
 */
export function followPaths(account: Account, estate: Estate): Paths {
  const { trails, asked, holes, seen } = findTrails(account);
  const named = new Set(trails.map(({ trail }) => placeKey(logGroupOf(trail.CloudWatchLogsLogGroupArn ?? ''))));
  const paths = [
    ...trails.flatMap((trail) => pathsOfTrail(account, estate, trail)),
    ...groupsNamed(account)
      .filter((group) => !named.has(placeKey(group)))
      .flatMap((group) => pathsOfGroup(account, estate, null, judgeGroup(account, group), group)),
  ];
  return { paths, trails, asked, holes, trailsSeen: seen };
}

function pathsOfTrail(account: Account, estate: Estate, trail: FoundTrail): readonly Path[] {
  const { link, group, holder } = judgeLogGroup(account, estate, trail.trail);
  if (group === null || holder === null) return [{ trail, links: fill([link]), filter: null }];
  return pathsOfGroup(holder, estate, trail, link, group, account.id);
}

function pathsOfGroup(
  holder: Account,
  estate: Estate,
  trail: FoundTrail | null,
  groupLink: JudgedLink,
  group: LogGroupPlace,
  source = holder.id,
): readonly Path[] {
  const end = (link: JudgedLink): readonly Path[] => [{ trail, links: fill([groupLink, link]), filter: null }];
  const answer = holder.ask('logs:DescribeMetricFilters', group.region, { logGroupName: group.name });
  if (answer.kind === 'unseen') return end(unseenLink('metric-filter', null, answer.hole));
  const filters = answer.kind === 'absent' ? [] : answer.value.metricFilters;
  if (filters.length === 0) {
    return end(judgeLink('metric-filter', null, [REASONS.noFilters(logGroupResource(group))], [answer.ref]));
  }
  return filters.flatMap((filter) => {
    const found = findFilter(filter, group, answer.ref);
    return pathsOfFilter(holder, estate, found, source).map((links) => ({
      trail,
      links: fill([groupLink, ...links]),
      filter: found,
    }));
  });
}

/** The account's own log groups that were collected because the auditor named them. */
function groupsNamed(account: Account): readonly LogGroupPlace[] {
  return account.snapshot.logGroups.flatMap((arn) => {
    const group = logGroupOf(arn);
    return group !== null && group.account === account.id ? [group] : [];
  });
}

function placeKey(group: LogGroupPlace | null): string {
  return group === null ? '' : `${group.account}:${group.region}:${group.name}`;
}

function pathsOfFilter(
  holder: Account,
  estate: Estate,
  found: FoundFilter,
  source: string,
): readonly (readonly JudgedLink[])[] {
  const { link, metric } = judgeMetricFilter(found, { account: source, regions: holder.snapshot.regions });
  if (metric === null) return [[link]];
  const answer = holder.ask('cloudwatch:DescribeAlarms', metric.region);
  if (answer.kind === 'unseen') return [[link, unseenLink('alarm', null, answer.hole)]];
  if (answer.kind === 'absent') return [[link]];
  return alarmPaths(found, metric, answer.value, answer.ref).flatMap((path) => {
    if (path.acting === null) return [[link, path.link]];
    return actionPaths(holder, estate, path.acting.alarm, path.acting.resource).map(({ action, subscription }) => [
      link,
      path.link,
      action,
      subscription,
    ]);
  });
}

const REST = ['log-group', 'metric-filter', 'alarm', 'action', 'subscription'] as const;

function fill(links: readonly JudgedLink[]): readonly JudgedLink[] {
  return REST.map((kind, index) => links[index] ?? notReached(kind));
}
