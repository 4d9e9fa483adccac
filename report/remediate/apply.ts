import type { OperationName } from '../../snapshot/operations.js';
import type { Call, Snapshot } from '../../snapshot/schema.js';
import { isAbsence } from '../evaluate/account.js';
import { logGroupOf } from '../evaluate/resources.js';
import type { Json, Step, TrailRef } from './step.js';

/**
 * The snapshot that a later collection would see, had AWS taken these steps and whoever is subscribed confirmed it.
 * Calls that were denied or failed stay so: a change of the account does not open our eyes.
 */
export function applySteps(snapshot: Snapshot, steps: readonly Step[]): Snapshot {
  return steps.reduce(applyStep, snapshot);
}

function applyStep(snapshot: Snapshot, step: Step): Snapshot {
  switch (step.kind) {
    case 'make-trail-multi-region':
      return editTrail(snapshot, step.trail, { IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true });
    case 'create-log-group': {
      const { region, name } = step;
      const arn = logGroupArn(snapshot, region, name);
      const group = { arn: `${arn}:*`, logGroupName: name, logGroupClass: 'STANDARD', logGroupArn: arn };
      const made = edit(snapshot, 'logs:DescribeLogGroups', region, { logGroupNamePrefix: name }, (answer) => ({
        ...answer,
        logGroups: [...listOf(answer, 'logGroups').filter((one) => one['logGroupName'] !== name), group],
      }));
      const empty = edit(made, 'logs:DescribeMetricFilters', region, { logGroupName: name }, (answer) => ({
        ...answer,
        metricFilters: listOf(answer, 'metricFilters'),
      }));
      return deliversAgain(empty, region, name);
    }
    case 'create-trail': {
      const { trail } = step;
      const created = edit(snapshot, 'cloudtrail:DescribeTrails', trail.region, {}, (answer) => ({
        ...answer,
        trailList: [
          ...listOf(answer, 'trailList'),
          {
            Name: trail.name,
            TrailARN: trail.arn,
            HomeRegion: trail.region,
            IsMultiRegionTrail: true,
            IncludeGlobalServiceEvents: true,
            CloudWatchLogsLogGroupArn: step.logGroupArn,
          },
        ],
      }));
      const off = edit(created, 'cloudtrail:GetTrailStatus', trail.region, { Name: trail.arn }, () => ({
        IsLogging: false,
      }));
      // AWS gives a new trail one selector: all management events.
      return edit(off, 'cloudtrail:GetEventSelectors', trail.region, { TrailName: trail.arn }, () => ({
        EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
      }));
    }
    case 'deliver-to-log-group':
      return editStatus(
        editTrail(snapshot, step.trail, { CloudWatchLogsLogGroupArn: step.logGroupArn }),
        step.trail,
        delivering(snapshot.endedAt),
      );
    case 'put-event-selectors':
      return edit(
        snapshot,
        'cloudtrail:GetEventSelectors',
        step.trail.region,
        { TrailName: step.trail.arn },
        ({ EventSelectors: _, AdvancedEventSelectors: __, ...rest }) => ({ ...rest, ...step.selectors }),
      );
    case 'start-logging':
      return editStatus(snapshot, step.trail, (status) => ({
        ...status,
        IsLogging: true,
        // A delivery error is the next thing to be mended, and not gone with this.
        ...('LatestCloudWatchLogsDeliveryTime' in status ? { LatestCloudWatchLogsDeliveryTime: snapshot.endedAt } : {}),
      }));
    case 'create-topic': {
      const topic = { TopicArn: step.arn };
      const listed = edit(snapshot, 'sns:ListSubscriptionsByTopic', step.region, topic, (answer) => ({
        ...answer,
        Subscriptions: listOf(answer, 'Subscriptions'),
      }));
      return edit(listed, 'sns:GetTopicAttributes', step.region, topic, (answer) => ({ Attributes: topic, ...answer }));
    }
    case 'subscribe':
      return edit(snapshot, 'sns:ListSubscriptionsByTopic', step.region, { TopicArn: step.topicArn }, (answer) => ({
        ...answer,
        Subscriptions: [
          ...listOf(answer, 'Subscriptions'),
          {
            SubscriptionArn: `${step.topicArn}:00000000-0000-0000-0000-000000000000`,
            TopicArn: step.topicArn,
            Protocol: 'as decided',
            Endpoint: 'as decided',
          },
        ],
      }));
    case 'put-filter': {
      const { region, filter } = step;
      const put = edit(
        snapshot,
        'logs:DescribeMetricFilters',
        region,
        { logGroupName: filter.logGroupName },
        (answer) => ({
          ...answer,
          metricFilters: [
            ...listOf(answer, 'metricFilters').filter((one) => one['filterName'] !== filter.filterName),
            filter,
          ],
        }),
      );
      // A collection asks for alarms where it has found filters.
      return edit(put, 'cloudwatch:DescribeAlarms', region, {}, withAlarmLists);
    }
    case 'put-alarm': {
      const { region, alarm } = step;
      const { id, partition } = snapshot.account;
      const AlarmArn = `arn:${partition}:cloudwatch:${region}:${id}:alarm:${alarm.AlarmName}`;
      return edit(snapshot, 'cloudwatch:DescribeAlarms', region, {}, (answer) => ({
        ...withAlarmLists(answer),
        MetricAlarms: [
          ...listOf(answer, 'MetricAlarms').filter((one) => one['AlarmName'] !== alarm.AlarmName),
          { ActionsEnabled: true, AlarmArn, ...alarm },
        ],
      }));
    }
    case 'enable-alarm-actions':
      return edit(snapshot, 'cloudwatch:DescribeAlarms', step.region, {}, (answer) => {
        const enabled = (name: string): readonly Json[] =>
          listOf(answer, name).map((one) =>
            one['AlarmName'] === step.alarmName ? { ...one, ActionsEnabled: true } : one,
          );
        return { ...answer, MetricAlarms: enabled('MetricAlarms'), CompositeAlarms: enabled('CompositeAlarms') };
      });
    case 'enable-security-hub':
      return edit(snapshot, 'securityhub:DescribeHub', step.region, {}, () => ({ SubscribedAt: snapshot.endedAt }));
  }
}

export function logGroupArn(snapshot: Snapshot, region: string, name: string): string {
  return `arn:${snapshot.account.partition}:logs:${region}:${snapshot.account.id}:log-group:${name}`;
}

/**
 * Changes the answer of every call of an operation in a region whose input has these members; where none was made, adds
 * one that answers what becomes of an empty answer. Calls without an answer are left as they are.
 */
function edit(
  snapshot: Snapshot,
  operation: OperationName,
  region: string,
  input: Json,
  change: (answer: Json) => Json,
): Snapshot {
  const [service = '', name = ''] = operation.split(':');
  let found = false;
  const calls = snapshot.calls.map((call): Call => {
    const isMeant =
      call.service === service &&
      call.operation === name &&
      call.region === region &&
      Object.entries(input).every(([key, value]) => call.input[key] === value);
    if (!isMeant) return call;
    found = true;
    if (call.outcome.kind === 'ok') {
      return { ...call, outcome: { ...call.outcome, answer: change(call.outcome.answer) } };
    }
    return isAbsence(call) ? { ...call, outcome: answered(change({})) } : call;
  });
  if (found) return { ...snapshot, calls };
  const trace = {
    startedAt: snapshot.endedAt,
    durationMs: 0,
    attempts: 1,
    throttles: 0,
    run: snapshot.runs.length,
  };
  const added: Call = { service, operation: name, region, input, outcome: answered(change({})), trace };
  return { ...snapshot, calls: [...calls, added] };
}

function answered(answer: Json): Call['outcome'] {
  return { kind: 'ok', pages: 1, items: 0, answer };
}

/** The list under a member of an answer; empty where the answer has no such list. */
function listOf(answer: Json, member: string): readonly Json[] {
  const list = answer[member];
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withAlarmLists(answer: Json): Json {
  return {
    ...answer,
    MetricAlarms: listOf(answer, 'MetricAlarms'),
    CompositeAlarms: listOf(answer, 'CompositeAlarms'),
  };
}

/** A multi-region trail is shown in every region, so that every region's answer changes. */
function editTrail(snapshot: Snapshot, { arn }: TrailRef, members: Json): Snapshot {
  const calls = snapshot.calls.map((call): Call => {
    if (call.service !== 'cloudtrail' || call.operation !== 'DescribeTrails' || call.outcome.kind !== 'ok') return call;
    const trailList = listOf(call.outcome.answer, 'trailList').map((trail) =>
      trail['TrailARN'] === arn ? { ...trail, ...members } : trail,
    );
    return { ...call, outcome: { ...call.outcome, answer: { ...call.outcome.answer, trailList } } };
  });
  return { ...snapshot, calls };
}

function editStatus(snapshot: Snapshot, trail: TrailRef, change: (status: Json) => Json): Snapshot {
  return edit(snapshot, 'cloudtrail:GetTrailStatus', trail.region, { Name: trail.arn }, change);
}

function delivering(now: string): (status: Json) => Json {
  return ({ LatestCloudWatchLogsDeliveryError: _, ...status }) => ({
    ...status,
    LatestCloudWatchLogsDeliveryTime: now,
  });
}

/** Trails whose log group was gone deliver again once it is there. */
function deliversAgain(snapshot: Snapshot, region: string, name: string): Snapshot {
  const trails = new Map<string, TrailRef>();
  for (const call of snapshot.calls) {
    if (call.operation !== 'DescribeTrails' || call.outcome.kind !== 'ok') continue;
    for (const trail of listOf(call.outcome.answer, 'trailList')) {
      const group = logGroupOf(String(trail['CloudWatchLogsLogGroupArn'] ?? ''));
      if (group?.region !== region || group.name !== name || group.account !== snapshot.account.id) continue;
      const arn = String(trail['TrailARN']);
      trails.set(arn, { arn, name: String(trail['Name']), region: String(trail['HomeRegion']) });
    }
  }
  return [...trails.values()].reduce(
    (after, trail) => editStatus(after, trail, delivering(snapshot.endedAt)),
    snapshot,
  );
}
