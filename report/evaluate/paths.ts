import type { EvidenceRef } from '../model.js';
import type { Account, Hole } from './account.js';
import { actionPaths } from './action-link.js';
import { alarmPaths } from './alarm-link.js';
import { type JudgedLink, judgeLink, notReached, unseenLink } from './judged-link.js';
import { judgeLogGroup } from './log-group-link.js';
import { type FoundFilter, findFilter, judgeMetricFilter } from './metric-filter-link.js';
import { REASONS } from './reasons.js';
import { logGroupResource } from './resources.js';
import { type FoundTrail, findTrails } from './trail-link.js';

/** One path from a trail to a person, whatever passes along it: the part of a chain that is the same for all controls. */
export interface Path {
  readonly trail: FoundTrail;
  /** Log group, metric filter, alarm, action, subscription. */
  readonly links: readonly JudgedLink[];
  /** The filter on the path; null where there is none, or none that could be seen. */
  readonly filter: FoundFilter | null;
}

/** All paths of an account, with what could not be seen on the way to find them. */
export interface Paths {
  readonly paths: readonly Path[];
  /** Every call for trails, answered or not. */
  readonly asked: readonly EvidenceRef[];
  /** Those that were not answered. */
  readonly holes: readonly Hole[];
  /** False when no region answered, so that nothing is known of any trail. */
  readonly trailsSeen: boolean;
}

/** Follows every trail of the account as far as it leads. Each trail gives at least one path. */
export function followPaths(account: Account): Paths {
  const { trails, asked, holes, seen } = findTrails(account);
  return { paths: trails.flatMap((trail) => pathsOfTrail(account, trail)), asked, holes, trailsSeen: seen };
}

function pathsOfTrail(account: Account, trail: FoundTrail): readonly Path[] {
  const { link: groupLink, group } = judgeLogGroup(account, trail.trail);
  const end = (...links: readonly JudgedLink[]): readonly Path[] => [
    { trail, links: fill([groupLink, ...links]), filter: null },
  ];
  if (group === null) return end();

  const answer = account.ask('logs:DescribeMetricFilters', group.region, { logGroupName: group.name });
  if (answer.kind === 'unseen') return end(unseenLink('metric-filter', null, answer.hole));
  const filters = answer.kind === 'absent' ? [] : answer.value.metricFilters;
  if (filters.length === 0) {
    return end(judgeLink('metric-filter', null, [REASONS.noFilters(logGroupResource(group))], [answer.ref]));
  }
  return filters.flatMap((filter) => {
    const found = findFilter(filter, group, answer.ref);
    return pathsOfFilter(account, found).map((links) => ({ trail, links: fill([groupLink, ...links]), filter: found }));
  });
}

function pathsOfFilter(account: Account, found: FoundFilter): readonly (readonly JudgedLink[])[] {
  const { link, metric } = judgeMetricFilter(found);
  if (metric === null) return [[link]];
  const answer = account.ask('cloudwatch:DescribeAlarms', metric.region);
  if (answer.kind === 'unseen') return [[link, unseenLink('alarm', null, answer.hole)]];
  if (answer.kind === 'absent') return [[link]];
  return alarmPaths(found, metric, answer.value, answer.ref).flatMap((path) => {
    if (path.acting === null) return [[link, path.link]];
    return actionPaths(account, path.acting.alarm, path.acting.resource).map(({ action, subscription }) => [
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
