import { inEnglish } from '../language/phrase.js';
import { jmesLiteral as json } from './quoting.js';
import {
  ALARM_MEMBERS,
  type AlarmInput,
  type Decision,
  type FilterInput,
  type Json,
  type Selectors,
  type Step,
  type TrailRef,
} from './step.js';
import { titleOf } from './titles.js';

/** One call of the `aws` command line, whatever shell it is written for. */
export interface AwsCall {
  /** For example `logs put-metric-filter`. */
  readonly command: string;
  readonly region: string;
  /** The API's input. Given as JSON, so that the command line reads nothing into it. */
  readonly input: Json;
  /** Options whose values a person decides. */
  readonly decided?: readonly { readonly option: string; readonly decision: Decision }[];
}

/** A step as calls: what to look at, what to do, how to take it back. */
export interface Task {
  readonly title: string;
  readonly notes: readonly string[];
  /**
   * Tells the state: `"right"`; `"before"`, as the snapshot has it; `"pending"`, done but for a confirmation; `"other"`,
   * changed since by somebody else. A query of JMESPath over the answer, or that the call is refused when it is off.
   */
  readonly look: { readonly call: AwsCall; readonly query: string | null };
  /** What the look tells when all is right: "right", or the value of a decision. */
  readonly right: Decision | null;
  readonly change: readonly AwsCall[];
  readonly undo: readonly (AwsCall | string)[];
}

const RIGHT = json('right');
const BEFORE = json('before');
const PENDING = json('pending');
const OTHER = json('other');

export function taskOf(step: Step): Task {
  const task = bodyOf(step);
  return { title: inEnglish(titleOf(step)), notes: [], right: null, ...task };
}

type Body = Pick<Task, 'look' | 'change' | 'undo'> & Partial<Pick<Task, 'notes' | 'right'>>;

function bodyOf(step: Step): Body {
  switch (step.kind) {
    case 'make-trail-multi-region': {
      const { arn, region } = step.trail;
      const update = (IsMultiRegionTrail: boolean): AwsCall => ({
        command: 'cloudtrail update-trail',
        region,
        // AWS asks that a trail of every region records global services too.
        input: { Name: arn, IsMultiRegionTrail, ...(IsMultiRegionTrail ? { IncludeGlobalServiceEvents: true } : {}) },
      });
      return {
        look: look(describeTrail(step.trail), truth('trailList[0].IsMultiRegionTrail')),
        change: [update(true)],
        undo: [update(false)],
      };
    }
    case 'create-log-group': {
      const { region, name } = step;
      const found = `logGroups[?logGroupName == ${json(name)}]`;
      const standard = `${found} | [?logGroupClass == ${json(null)} || logGroupClass == ${json('STANDARD')}]`;
      return {
        look: look(
          { command: 'logs describe-log-groups', region, input: { logGroupNamePrefix: name } },
          `length(${found}) == ${json(0)} && ${BEFORE} || length(${standard}) > ${json(0)} && ${RIGHT} || ${OTHER}`,
        ),
        change: [{ command: 'logs create-log-group', region, input: { logGroupName: name } }],
        undo: [{ command: 'logs delete-log-group', region, input: { logGroupName: name } }],
      };
    }
    case 'create-trail': {
      const { arn, name, region } = step.trail;
      const found = 'trailList[0]';
      return {
        look: look(
          describeTrail(step.trail),
          `length(trailList) == ${json(0)} && ${BEFORE} || ${found}.IsMultiRegionTrail && ${found}.CloudWatchLogsLogGroupArn == ${json(step.logGroupArn)} && ${RIGHT} || ${OTHER}`,
        ),
        change: [
          {
            command: 'cloudtrail create-trail',
            region,
            input: {
              Name: name,
              IsMultiRegionTrail: true,
              IncludeGlobalServiceEvents: true,
              EnableLogFileValidation: true,
              CloudWatchLogsLogGroupArn: step.logGroupArn,
            },
            decided: [
              { option: 's3-bucket-name', decision: 'TRAIL_BUCKET' },
              { option: 'cloud-watch-logs-role-arn', decision: 'CLOUDTRAIL_LOGS_ROLE_ARN' },
            ],
          },
        ],
        undo: [{ command: 'cloudtrail delete-trail', region, input: { Name: arn } }],
      };
    }
    case 'deliver-to-log-group': {
      const { arn, region } = step.trail;
      const group = 'trailList[0].CloudWatchLogsLogGroupArn';
      const was =
        step.before === null ? `length(trailList) > ${json(0)} && !(${group})` : `${group} == ${json(step.before)}`;
      return {
        // Where the group is right the role is told, and compared with the one decided on.
        look: look(
          describeTrail(step.trail),
          `${group} == ${json(step.logGroupArn)} && trailList[0].CloudWatchLogsRoleArn || ${was} && ${BEFORE} || ${OTHER}`,
        ),
        right: 'CLOUDTRAIL_LOGS_ROLE_ARN',
        change: [
          {
            command: 'cloudtrail update-trail',
            region,
            input: { Name: arn, CloudWatchLogsLogGroupArn: step.logGroupArn },
            decided: [{ option: 'cloud-watch-logs-role-arn', decision: 'CLOUDTRAIL_LOGS_ROLE_ARN' }],
          },
        ],
        undo:
          step.before === null
            ? [
                {
                  command: 'cloudtrail update-trail',
                  region,
                  input: { Name: arn, CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' },
                },
              ]
            : [`let the trail deliver to ${step.before} again, with the role that it had`],
      };
    }
    case 'put-event-selectors': {
      const { arn, region } = step.trail;
      const seen = `{basic: ${BASIC}, advanced: ${ADVANCED}}`;
      const was = step.before === null ? '' : `${seen} == ${json(comparable(step.before))} && `;
      const put = (selectors: Selectors): AwsCall => ({
        command: 'cloudtrail put-event-selectors',
        region,
        input: {
          TrailName: arn,
          ...(selectors.AdvancedEventSelectors.length > 0
            ? { AdvancedEventSelectors: selectors.AdvancedEventSelectors }
            : { EventSelectors: selectors.EventSelectors }),
        },
      });
      return {
        look: look(
          { command: 'cloudtrail get-event-selectors', region, input: { TrailName: arn } },
          `${seen} == ${json(comparable(step.selectors))} && ${RIGHT} || ${was}${BEFORE} || ${OTHER}`,
        ),
        change: [put(step.selectors)],
        undo: step.before === null ? [] : [put(step.before)],
      };
    }
    case 'start-logging': {
      const { arn, region } = step.trail;
      return {
        look: look(
          { command: 'cloudtrail get-trail-status', region, input: { Name: arn } },
          `IsLogging && ${RIGHT} || ${BEFORE}`,
        ),
        change: [{ command: 'cloudtrail start-logging', region, input: { Name: arn } }],
        undo: [{ command: 'cloudtrail stop-logging', region, input: { Name: arn } }],
      };
    }
    case 'create-topic': {
      const { region, name, arn } = step;
      return {
        look: look(
          { command: 'sns list-topics', region, input: {} },
          `contains(Topics[].TopicArn || ${json([])}, ${json(arn)}) && ${RIGHT} || ${BEFORE}`,
        ),
        change: [{ command: 'sns create-topic', region, input: { Name: name } }],
        undo: [{ command: 'sns delete-topic', region, input: { TopicArn: arn } }],
      };
    }
    case 'subscribe': {
      const { region, topicArn } = step;
      const list: AwsCall = { command: 'sns list-subscriptions-by-topic', region, input: { TopicArn: topicArn } };
      const confirmed = `Subscriptions[?starts_with(SubscriptionArn, ${json('arn:')})]`;
      const pending = `Subscriptions[?SubscriptionArn == ${json('PendingConfirmation')}]`;
      return {
        notes: ['Whoever is subscribed has to confirm it: until then nobody is told.'],
        look: look(
          list,
          `length(${confirmed}) > ${json(0)} && ${RIGHT} || length(${pending}) > ${json(0)} && ${PENDING} || ${BEFORE}`,
        ),
        change: [
          {
            command: 'sns subscribe',
            region,
            input: { TopicArn: topicArn },
            decided: [
              { option: 'protocol', decision: 'SUBSCRIPTION_PROTOCOL' },
              { option: 'notification-endpoint', decision: 'SUBSCRIPTION_ENDPOINT' },
            ],
          },
        ],
        undo: ['aws sns unsubscribe, with the ARN that this shows:', list],
      };
    }
    case 'put-filter': {
      const { region, filter, before } = step;
      const { logGroupName, filterName } = filter;
      const put = (input: FilterInput): AwsCall => ({ command: 'logs put-metric-filter', region, input });
      const seen = `metricFilters[?filterName == ${json(filterName)}].${FILTER}`;
      return {
        look: look(
          {
            command: 'logs describe-metric-filters',
            region,
            input: { logGroupName, filterNamePrefix: filterName },
          },
          `${seen} == ${json([comparableFilter(filter)])} && ${RIGHT} || ${seen} == ${json(before === null ? [] : [comparableFilter(before)])} && ${BEFORE} || ${OTHER}`,
        ),
        change: [put(filter)],
        undo: [
          before === null
            ? { command: 'logs delete-metric-filter', region, input: { logGroupName, filterName } }
            : put(before),
        ],
      };
    }
    case 'put-alarm': {
      const { region, alarm, before } = step;
      const put = (input: AlarmInput): AwsCall => ({ command: 'cloudwatch put-metric-alarm', region, input });
      const none = `length(MetricAlarms) == ${json(0)} && length(CompositeAlarms || ${json([])}) == ${json(0)}`;
      return {
        look: look(
          describeAlarm(region, alarm.AlarmName),
          `${sameAlarm(alarm, given(alarm))} && ${RIGHT} || ${before === null ? none : sameAlarm(before, ALARM_MEMBERS)} && ${BEFORE} || ${OTHER}`,
        ),
        change: [put(alarm)],
        undo: [
          before === null
            ? { command: 'cloudwatch delete-alarms', region, input: { AlarmNames: [alarm.AlarmName] } }
            : put(before),
        ],
      };
    }
    case 'enable-alarm-actions': {
      const { region, alarmName } = step;
      const input = { AlarmNames: [alarmName] };
      return {
        look: look(describeAlarm(region, alarmName), truth('[MetricAlarms, CompositeAlarms][] | [0].ActionsEnabled')),
        change: [{ command: 'cloudwatch enable-alarm-actions', region, input }],
        undo: [{ command: 'cloudwatch disable-alarm-actions', region, input }],
      };
    }
    case 'enable-security-hub': {
      const { region } = step;
      return {
        notes: ['With its default standards. It is charged by use.'],
        look: { call: { command: 'securityhub describe-hub', region, input: {} }, query: null },
        change: [{ command: 'securityhub enable-security-hub', region, input: {} }],
        undo: [{ command: 'securityhub disable-security-hub', region, input: {} }],
      };
    }
  }
}

function look(call: AwsCall, query: string): Task['look'] {
  return { call, query };
}

/** Right when it is true, as before when it is false. */
function truth(expression: string): string {
  return `(${expression}) == ${json(true)} && ${RIGHT} || (${expression}) == ${json(false)} && ${BEFORE} || ${OTHER}`;
}

function describeTrail({ arn, region }: TrailRef): AwsCall {
  return { command: 'cloudtrail describe-trails', region, input: { trailNameList: [arn] } };
}

function describeAlarm(region: string, name: string): AwsCall {
  const input = { AlarmNames: [name], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] };
  return { command: 'cloudwatch describe-alarms', region, input };
}

const BASIC = `EventSelectors[].{readWrite: ReadWriteType, management: IncludeManagementEvents, data: DataResources || ${json([])}, excluded: ExcludeManagementEventSources || ${json([])}} || ${json([])}`;
const ADVANCED = `AdvancedEventSelectors[].{name: Name || ${json('')}, fields: FieldSelectors} || ${json([])}`;

/** Selectors in the form of the queries above. */
function comparable({ EventSelectors, AdvancedEventSelectors }: Selectors): Json {
  return {
    basic: EventSelectors.map((one) => ({
      readWrite: one['ReadWriteType'] ?? null,
      management: one['IncludeManagementEvents'] ?? null,
      data: one['DataResources'] ?? [],
      excluded: one['ExcludeManagementEventSources'] ?? [],
    })),
    advanced: AdvancedEventSelectors.map((one) => ({ name: one['Name'] ?? '', fields: one['FieldSelectors'] })),
  };
}

const TRANSFORMATION = `{metricName: metricName, metricNamespace: metricNamespace, metricValue: metricValue, defaultValue: defaultValue, dimensions: dimensions || ${json({})}, unit: unit || ${json('None')}}`;
const FILTER = `{filterPattern: filterPattern, metricTransformations: metricTransformations[].${TRANSFORMATION}, transformed: applyOnTransformedLogs || ${json(false)}, criteria: fieldSelectionCriteria || ${json('')}, fields: emitSystemFieldDimensions || ${json([])}}`;

/** A filter in the form of the query above: all that PutMetricFilter would put in place of what is there. */
function comparableFilter(filter: FilterInput): Json {
  return {
    filterPattern: filter.filterPattern,
    metricTransformations: filter.metricTransformations.map((one) => ({
      metricName: one['metricName'],
      metricNamespace: one['metricNamespace'],
      metricValue: one['metricValue'],
      defaultValue: one['defaultValue'] ?? null,
      dimensions: one['dimensions'] ?? {},
      unit: one['unit'] ?? 'None',
    })),
    transformed: filter['applyOnTransformedLogs'] ?? false,
    criteria: filter['fieldSelectionCriteria'] ?? '',
    fields: filter['emitSystemFieldDimensions'] ?? [],
  };
}

/** Lists whose order means nothing. */
const SORTED: readonly string[] = ['OKActions', 'AlarmActions', 'InsufficientDataActions'];
const LISTS: readonly string[] = [...SORTED, 'Dimensions', 'Metrics'];

function given(alarm: AlarmInput): readonly string[] {
  return Object.keys(alarm).filter((member) => member !== 'AlarmName');
}

/** Whether the alarm that is there has these members as they are given here, and lacks those that are not. */
function sameAlarm(alarm: AlarmInput, members: readonly string[]): string {
  const shown = members.map((member) => {
    const list = `${member} || ${json([])}`;
    return `${member}: ${SORTED.includes(member) ? `sort(${list})` : LISTS.includes(member) ? list : member}`;
  });
  const wanted = Object.fromEntries(
    members.map((member) => {
      const value = alarm[member];
      if (SORTED.includes(member) && Array.isArray(value)) return [member, [...value].sort()];
      return [member, value ?? (LISTS.includes(member) ? [] : null)];
    }),
  );
  return `MetricAlarms[].{${shown.join(', ')}} == ${json([wanted])}`;
}
