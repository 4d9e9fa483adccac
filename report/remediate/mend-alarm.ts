import { parseArn } from '../../snapshot/arn.js';
import type { Account } from '../evaluate/account.js';
import type { Candidate } from '../evaluate/judge-events.js';
import { type FedMetric, type FoundFilter, judgeMetricFilter } from '../evaluate/metric-filter-link.js';
import type { MetricAlarm } from '../evaluate/resources.js';
import { oneEventRings, type WatchedMetric, watchedBy } from '../evaluate/rings.js';
import { say } from '../language/phrase.js';
import { freeName } from './free-name.js';
import { faultsOf, linkOf, type Move, stuck, stuckOn, take } from './move.js';
import { ALARM_MEMBERS, type AlarmInput, type Json, type Step } from './step.js';
import { topicFor } from './topics.js';

/** AWS allows five actions for each state of an alarm. */
const MAX_ACTIONS = 5;

/** Mends the way from the filter's metric to a person: alarm, action, subscription. */
export function mendAlarm(account: Account, candidate: Candidate, filter: FoundFilter, newName: string): Move {
  const { metric } = judgeMetricFilter(filter, { account: account.id, regions: account.snapshot.regions });
  if (metric === null) return stuck(say`Metric filter ${filter.filter.filterName} feeds no metric.`);
  const make = (): Move => newAlarm(account, metric, newName);
  const alarmLink = linkOf(candidate, 'alarm');
  const actionLink = linkOf(candidate, 'action');
  const subscriptionLink = linkOf(candidate, 'subscription');
  // What rings through a composite is part of something larger; an alarm of its own leaves that as it is.
  const composite = alarmLink?.reasons.some((reason) => reason.code === 'alarm-through-composite') ?? false;
  if (alarmLink === null || alarmLink.state === 'unseen' || composite) return make();

  const alarm = findAlarm(account, metric.region, alarmLink.resource?.id ?? '');
  if (alarmLink.state === 'broken') {
    const faults = faultsOf(alarmLink);
    const amended =
      alarm !== null && faults.every((fault) => fault === 'alarm-never-rings') ? amend(alarm, metric) : null;
    return amended === null || alarm === null
      ? make()
      : take({ kind: 'put-alarm', region: metric.region, alarm: amended, before: alarmInput(alarm) });
  }
  if (alarm === null) return make();

  const faults = faultsOf(actionLink);
  if (faults.includes('alarm-actions-disabled')) {
    return take({ kind: 'enable-alarm-actions', region: metric.region, alarmName: alarm.AlarmName });
  }
  const hasNoWay = actionLink?.state === 'broken' || subscriptionLink?.state === 'broken';
  return hasNoWay
    ? tellSomebody(account, alarm, metric.region, actionLink?.resource?.id ?? null, faults)
    : stuckOn(subscriptionLink);
}

/** Leads the alarm to a topic that somebody hears of: its own, once somebody subscribes, or one that others use. */
function tellSomebody(
  account: Account,
  alarm: MetricAlarm,
  region: string,
  action: string | null,
  faults: readonly string[],
): Move {
  const topic = topicFor(account, region);
  const actions = alarm.AlarmActions ?? [];
  const arn = action === null ? null : parseArn(action);
  // A queue is all that can subscribe to a FIFO topic.
  const isStandard = action !== null && arn?.service === 'sns' && !action.endsWith('.fifo');
  const own = isStandard && arn.account === account.id && arn.region === region;
  if (topic.steps.length > 0 && own) {
    // With nobody listening anywhere, the topic that the alarm names is as good as any, and other alarms may name it too.
    const subscribe: Step = { kind: 'subscribe', region, topicArn: action };
    if (faults.length === 0) return take(subscribe);
    if (faults.includes('topic-missing')) {
      return take({ kind: 'create-topic', region, name: arn.resource, arn: action }, subscribe);
    }
  }
  if (actions.includes(topic.arn)) return take(...topic.steps);
  const kept = faults.includes('topic-missing') ? actions.filter((one) => one !== action) : actions;
  if (kept.length >= MAX_ACTIONS)
    return stuck(say`Alarm ${alarm.AlarmName} has ${MAX_ACTIONS} actions, which is all that AWS allows.`);
  const before = alarmInput(alarm);
  return take(...topic.steps, {
    kind: 'put-alarm',
    region,
    alarm: { ...before, AlarmActions: [...kept, topic.arn] },
    before,
  });
}

function newAlarm(account: Account, metric: FedMetric, wanted: string): Move {
  const answer = account.ask('cloudwatch:DescribeAlarms', metric.region);
  if (answer.kind === 'unseen') return stuck(say`The alarms of ${metric.region} could not be read.`);
  const taken = new Set(
    answer.kind === 'seen'
      ? [...answer.value.MetricAlarms, ...answer.value.CompositeAlarms].map((one) => one.AlarmName)
      : [],
  );
  const topic = topicFor(account, metric.region);
  return take(...topic.steps, {
    kind: 'put-alarm',
    region: metric.region,
    alarm: {
      AlarmName: freeName(wanted, taken),
      AlarmActions: [topic.arn],
      Namespace: metric.namespace,
      MetricName: metric.name,
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: Math.min(1, metric.value),
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    },
    before: null,
  });
}

function findAlarm(account: Account, region: string, arn: string): MetricAlarm | null {
  const answer = account.ask('cloudwatch:DescribeAlarms', region);
  return answer.kind === 'seen' ? (answer.value.MetricAlarms.find((alarm) => alarm.AlarmArn === arn) ?? null) : null;
}

/** The alarm with the least changed that makes one event ring it; null where none of the changes does. */
function amend(alarm: MetricAlarm, metric: FedMetric): AlarmInput | null {
  const each = watchedBy(alarm);
  if (each.kind !== 'metric' || alarm['ThresholdMetricId'] !== undefined) return null;
  const exceeds = alarm.ComparisonOperator === 'GreaterThanThreshold';
  const counted = each.metric.statistic === 'SampleCount' ? 1 : metric.value;
  const threshold: Json = { Threshold: exceeds ? (counted > 0 ? 0 : counted - 1) : counted };
  const atOnce: Json = { EvaluationPeriods: 1, DatapointsToAlarm: 1 };
  const silence: Json = { TreatMissingData: 'notBreaching' };
  const compares: Json = { ComparisonOperator: 'GreaterThanOrEqualToThreshold', Threshold: metric.value };
  const sums: Json = alarm.MetricName === undefined ? {} : { Statistic: 'Sum', ExtendedStatistic: undefined };
  const changes: readonly Json[] = [
    threshold,
    atOnce,
    silence,
    { ...threshold, ...atOnce },
    { ...threshold, ...silence },
    { ...atOnce, ...silence },
    { ...threshold, ...atOnce, ...silence },
    { ...sums, ...threshold },
    { ...sums, ...compares, ...atOnce, ...silence },
  ];
  for (const change of changes) {
    const changed: MetricAlarm = { ...alarm, ...change };
    const watched = watchedBy(changed);
    if (watched.kind === 'metric' && rings(changed, watched.metric, metric)) return alarmInput(changed);
  }
  return null;
}

function rings(alarm: MetricAlarm, watched: WatchedMetric, metric: FedMetric): boolean {
  return oneEventRings(alarm, watched, metric).kind === 'yes';
}

function alarmInput(alarm: MetricAlarm): AlarmInput {
  const members = ALARM_MEMBERS.flatMap((member): readonly (readonly [string, unknown])[] => {
    const value = alarm[member];
    return value === undefined || (Array.isArray(value) && value.length === 0) ? [] : [[member, value]];
  });
  return { ...Object.fromEntries(members), AlarmName: alarm.AlarmName };
}
