import { parseArn } from '../../snapshot/arn.js';
import type { Answer } from '../../snapshot/operations.js';
import type { Resource } from '../model.js';

export type Trail = Answer<'cloudtrail:DescribeTrails'>['trailList'][number];
export type MetricFilter = Answer<'logs:DescribeMetricFilters'>['metricFilters'][number];
export type MetricAlarm = Answer<'cloudwatch:DescribeAlarms'>['MetricAlarms'][number];
export type CompositeAlarm = Answer<'cloudwatch:DescribeAlarms'>['CompositeAlarms'][number];

/** A log group by its place. */
export interface LogGroupPlace {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

/** The log group of an ARN such as `arn:aws:logs:eu-west-1:111122223333:log-group:audit:*`; null for other text. */
export function logGroupOf(text: string): LogGroupPlace | null {
  const arn = parseArn(text);
  const name = arn === null ? null : /^log-group:([^:]+)/.exec(arn.resource)?.[1];
  if (arn === null || arn.service !== 'logs' || name === undefined || name === null) return null;
  return { account: arn.account, region: arn.region, name };
}

export function trailResource(trail: Trail): Resource {
  return { kind: 'trail', id: trail.TrailARN, name: trail.Name, region: trail.HomeRegion };
}

export function logGroupResource(group: LogGroupPlace): Resource {
  return { kind: 'log-group', id: `${group.region}:${group.name}`, name: group.name, region: group.region };
}

export function metricFilterResource(filter: MetricFilter, region: string): Resource {
  return {
    kind: 'metric-filter',
    id: `${region}:${filter.logGroupName}:${filter.filterName}`,
    name: filter.filterName,
    region,
  };
}

export function alarmResource(alarm: MetricAlarm | CompositeAlarm, region: string): Resource {
  return { kind: 'alarm', id: alarm.AlarmArn, name: alarm.AlarmName, region };
}

export function actionResource(action: string): Resource {
  const arn = parseArn(action);
  const isTopic = arn?.service === 'sns';
  return {
    kind: isTopic ? 'topic' : 'action',
    id: action,
    name: arn === null ? action : arn.resource,
    region: arn?.region || null,
  };
}

export function regionResource(region: string): Resource {
  return { kind: 'region', id: region, name: region, region };
}
