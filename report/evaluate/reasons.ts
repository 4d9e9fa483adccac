// Every reason there is: its code, its basis, what it does to its link, and its sentence. Sentences are made here only.
import { day, type Phrase, plural, say } from '../language/phrase.js';
import type { Basis, LinkKind, Reason, Resource } from '../model.js';

type Effect = Reason['effect'];

function define<Args extends readonly unknown[]>(
  code: string,
  basis: Basis,
  effect: Effect,
  link: LinkKind | null,
  tell: (...args: Args) => { readonly of: readonly Resource[]; readonly message: Phrase },
): ((...args: Args) => Reason<Phrase>) & { readonly code: string } {
  const make = (...args: Args): Reason<Phrase> => {
    const { of: resources, message } = tell(...args);
    return { code, basis, effect, link, resources, message };
  };
  return Object.assign(make, { code });
}

export const REASONS = {
  // Trail
  noTrail: define('no-trail', 'benchmark', 'breaks', 'trail', () => ({
    of: [],
    message: say`The account has no trail.`,
  })),
  trailSingleRegion: define('trail-single-region', 'benchmark', 'breaks', 'trail', (trail: Resource) => ({
    of: [trail],
    message:
      trail.region === null
        ? say`Trail ${trail.name} records one region only; events elsewhere are not recorded by it.`
        : say`Trail ${trail.name} records ${trail.region} only; events elsewhere are not recorded by it.`,
  })),
  trailNotLogging: define('trail-not-logging', 'benchmark', 'breaks', 'trail', (trail: Resource) => ({
    of: [trail],
    message: say`Trail ${trail.name} is switched off.`,
  })),
  trailGone: define('trail-gone', 'benchmark', 'breaks', 'trail', (trail: Resource) => ({
    of: [trail],
    message: say`Trail ${trail.name} is listed, but AWS says that it does not exist.`,
  })),
  trailNoManagementEvents: define('trail-no-management-events', 'benchmark', 'breaks', 'trail', (trail: Resource) => ({
    of: [trail],
    message: say`Trail ${trail.name} does not record management events.`,
  })),
  trailHalfOfManagementEvents: define(
    'trail-half-of-management-events',
    'benchmark',
    'breaks',
    'trail',
    (trail: Resource, only: 'read' | 'write') => ({
      of: [trail],
      message:
        only === 'read'
          ? say`Trail ${trail.name} records only the management events that read.`
          : say`Trail ${trail.name} records only the management events that write.`,
    }),
  ),
  trailExcludesKms: define('trail-excludes-kms', 'effectiveness', 'breaks', 'trail', (trail: Resource) => ({
    of: [trail],
    message: say`Trail ${trail.name} leaves out the events of KMS.`,
  })),
  trailExcludesKmsRemark: define(
    'trail-excludes-kms-in-part',
    'effectiveness',
    'remark',
    'trail',
    (trail: Resource) => ({
      of: [trail],
      message: say`Trail ${trail.name} leaves out the events of KMS, so that those among them are not seen.`,
    }),
  ),
  trailSelectorsUnclear: define(
    'trail-selectors-unclear',
    'effectiveness',
    'hides',
    'trail',
    (trail: Resource, what: Phrase) => ({
      of: [trail],
      message: say`What trail ${trail.name} records cannot be told: ${what}.`,
    }),
  ),
  trailDeliveryFails: define(
    'trail-delivery-fails',
    'effectiveness',
    'breaks',
    'trail',
    (trail: Resource, error: string) => ({
      of: [trail],
      message: say`Trail ${trail.name} cannot deliver to its log group; AWS reports ${error}.`,
    }),
  ),

  trailDeliveryOld: define(
    'trail-delivery-old',
    'effectiveness',
    'breaks',
    'trail',
    (trail: Resource, last: string) => ({
      of: [trail],
      message: say`Trail ${trail.name} last delivered to its log group on ${day(last)}, more than a day before the snapshot.`,
    }),
  ),
  trailDeliveryUnnamed: define('trail-delivery-unnamed', 'effectiveness', 'remark', 'trail', (trail: Resource) => ({
    of: [trail],
    message: say`AWS names no time at which trail ${trail.name} last delivered to its log group.`,
  })),
  trailDeliveryUnclear: define('trail-delivery-unclear', 'effectiveness', 'hides', 'trail', (trail: Resource) => ({
    of: [trail],
    message: say`When trail ${trail.name} last delivered to its log group cannot be made out.`,
  })),
  trailHalvesApart: define(
    'trail-halves-apart',
    'effectiveness',
    'hides',
    'trail',
    (trail: Resource, other: Resource) => ({
      of: [trail, other],
      message: say`Trails ${trail.name} and ${other.name} record half of the management events each, into different log groups; whether the filters there see all of them together cannot be told.`,
    }),
  ),
  trailCompletedByAnother: define(
    'trail-completed-by-another',
    'benchmark',
    'remark',
    'trail',
    (trail: Resource, other: Resource) => ({
      of: [trail, other],
      message: say`Trail ${other.name} records what trail ${trail.name} leaves out.`,
    }),
  ),
  groupWithoutTrail: define('log-group-without-trail', 'benchmark', 'breaks', 'trail', (group: Resource) => ({
    of: [group],
    message: say`No trail of the account names log group ${group.name}; that events are delivered into it could not be seen.`,
  })),

  // Log group
  trailWithoutLogGroup: define('trail-without-log-group', 'benchmark', 'breaks', 'log-group', (trail: Resource) => ({
    of: [trail],
    message: say`Trail ${trail.name} does not deliver to CloudWatch Logs.`,
  })),
  logGroupArnUnclear: define('log-group-arn-unclear', 'benchmark', 'hides', 'log-group', (trail: Resource) => ({
    of: [trail],
    message: say`The log group that trail ${trail.name} names cannot be made out.`,
  })),
  logGroupElsewhere: define(
    'log-group-in-other-account',
    'benchmark',
    'hides',
    'log-group',
    (group: Resource, account: string) => ({
      of: [group, { kind: 'account', id: account, name: account, region: null }],
      message: say`Log group ${group.name} lies in account ${account}, whose snapshot is not among those given.`,
    }),
  ),
  logGroupMissing: define('log-group-missing', 'benchmark', 'breaks', 'log-group', (group: Resource) => ({
    of: [group],
    message:
      group.region === null
        ? say`Log group ${group.name} does not exist in its region.`
        : say`Log group ${group.name} does not exist in ${group.region}.`,
  })),
  logGroupClass: define('log-group-class', 'effectiveness', 'breaks', 'log-group', (group: Resource, is: string) => ({
    of: [group],
    message: say`Log group ${group.name} is of class ${is}, in which metric filters do not work.`,
  })),

  // Metric filter
  noFilters: define('log-group-without-filters', 'benchmark', 'breaks', 'metric-filter', (group: Resource) => ({
    of: [group],
    message: say`Log group ${group.name} has no metric filter.`,
  })),
  noFilterMatches: define(
    'no-filter-matches',
    'benchmark',
    'breaks',
    'metric-filter',
    (group: Resource, count: number) => ({
      of: [group],
      message: plural(count, {
        one: say`The one metric filter on log group ${group.name} sees none of these events.`,
        other: say`None of the ${count} metric filters on log group ${group.name} sees any of these events.`,
      }),
    }),
  ),
  filterMissesEvents: define(
    'filter-misses-events',
    'benchmark',
    'breaks',
    'metric-filter',
    (filter: Resource, seen: number | null, of: number) => ({
      of: [filter],
      message:
        seen === null
          ? say`Metric filter ${filter.name} sees none of these events.`
          : seen === 0
            ? say`Metric filter ${filter.name} sees none of these events in full.`
            : plural(of, {
                one: say`Metric filter ${filter.name} sees ${seen} of ${of} kind of event in full.`,
                other: say`Metric filter ${filter.name} sees ${seen} of ${of} kinds of event in full.`,
              }),
    }),
  ),
  filterOverbroad: define('filter-overbroad', 'effectiveness', 'remark', 'metric-filter', (filter: Resource) => ({
    of: [filter],
    message: say`Metric filter ${filter.name} also matches events that have nothing to do with this. An alarm that rings all the time is soon ignored.`,
  })),
  coverageUndecided: define(
    'coverage-undecided',
    'benchmark',
    'hides',
    'metric-filter',
    (filters: readonly Resource[], why: Phrase) => ({
      of: filters,
      message: say`What the metric filters see together cannot be told: ${why}`,
    }),
  ),
  filterRefused: define(
    'filter-malformed',
    'benchmark',
    'breaks',
    'metric-filter',
    (filter: Resource, why: Phrase) => ({
      of: [filter],
      message: say`The pattern of metric filter ${filter.name} is not valid, so that it sees nothing: ${why}`,
    }),
  ),
  filterUndecided: define(
    'filter-undecided',
    'benchmark',
    'hides',
    'metric-filter',
    (filter: Resource, why: Phrase) => ({
      of: [filter],
      message: say`What metric filter ${filter.name} sees cannot be told: ${why}`,
    }),
  ),
  filterOnTransformedLogs: define(
    'filter-on-transformed-logs',
    'effectiveness',
    'hides',
    'metric-filter',
    (filter: Resource) => ({
      of: [filter],
      message: say`Metric filter ${filter.name} looks at events after a log transformer; what they look like then cannot be told from here.`,
    }),
  ),
  filterSelectsFields: define(
    'filter-field-selection',
    'effectiveness',
    'hides',
    'metric-filter',
    (filter: Resource, criteria: string) => ({
      of: [filter],
      message: say`Metric filter ${filter.name} looks at some accounts or regions only, and whether at all of this account's events cannot be told (${criteria}).`,
    }),
  ),
  filterLooksElsewhere: define(
    'filter-looks-elsewhere',
    'effectiveness',
    'breaks',
    'metric-filter',
    (filter: Resource, criteria: string) => ({
      of: [filter],
      message: say`Metric filter ${filter.name} does not look at this account's events (${criteria}).`,
    }),
  ),
  filterWithoutMetric: define('filter-without-metric', 'benchmark', 'breaks', 'metric-filter', (filter: Resource) => ({
    of: [filter],
    message: say`Metric filter ${filter.name} feeds no metric.`,
  })),
  metricValueZero: define('metric-value-zero', 'effectiveness', 'breaks', 'metric-filter', (filter: Resource) => ({
    of: [filter],
    message: say`Metric filter ${filter.name} counts each event as 0, so that its metric never moves.`,
  })),
  metricValueFromEvent: define(
    'metric-value-from-event',
    'effectiveness',
    'hides',
    'metric-filter',
    (filter: Resource, value: string) => ({
      of: [filter],
      message: say`Metric filter ${filter.name} takes its value from the event (${value}); whether it counts cannot be told.`,
    }),
  ),

  // Alarm
  noAlarm: define('no-alarm', 'benchmark', 'breaks', 'alarm', (metric: Resource) => ({
    of: [metric],
    message: say`No alarm watches metric ${metric.name}.`,
  })),
  alarmOnOtherNamespace: define(
    'alarm-on-other-namespace',
    'effectiveness',
    'breaks',
    'alarm',
    (alarm: Resource, metric: Resource, namespace: string) => ({
      of: [alarm, metric],
      message: say`Alarm ${alarm.name} watches a metric of the same name in namespace ${namespace}; the metric filter feeds ${metric.name}.`,
    }),
  ),
  alarmOnOtherDimensions: define(
    'alarm-on-other-dimensions',
    'effectiveness',
    'breaks',
    'alarm',
    (alarm: Resource, metric: Resource) => ({
      of: [alarm, metric],
      message: say`Alarm ${alarm.name} watches ${metric.name} under other dimensions than those the metric filter publishes.`,
    }),
  ),
  metricWithDimensions: define('metric-with-dimensions', 'effectiveness', 'hides', 'alarm', (filter: Resource) => ({
    of: [filter],
    message: say`Metric filter ${filter.name} splits its metric by dimensions; whether the alarms cover every value cannot be told.`,
  })),
  alarmNeverRings: define('alarm-never-rings', 'effectiveness', 'breaks', 'alarm', (alarm: Resource, why: Phrase) => ({
    of: [alarm],
    message: say`One event does not ring alarm ${alarm.name}: ${why}.`,
  })),
  alarmUnclear: define('alarm-unclear', 'effectiveness', 'hides', 'alarm', (alarm: Resource, why: Phrase) => ({
    of: [alarm],
    message: say`Whether one event rings alarm ${alarm.name} cannot be told: ${why}.`,
  })),
  alarmRingsOnce: define('alarm-rings-once', 'effectiveness', 'remark', 'alarm', (alarm: Resource) => ({
    of: [alarm],
    message: say`Alarm ${alarm.name} ignores missing data and its metric has no default value: once it has rung it stays in ALARM, and later events ring nothing until somebody resets it.`,
  })),
  alarmThroughComposite: define(
    'alarm-through-composite',
    'effectiveness',
    'remark',
    'alarm',
    (alarm: Resource, composite: Resource) => ({
      of: [alarm, composite],
      message: say`Alarm ${alarm.name} rings through composite alarm ${composite.name}.`,
    }),
  ),
  compositeSuppressed: define(
    'composite-suppressor',
    'effectiveness',
    'remark',
    'alarm',
    (composite: Resource, suppressor: string) => ({
      of: [composite],
      message: say`The actions of composite alarm ${composite.name} are held back while ${suppressor} is in ALARM.`,
    }),
  ),

  // Action
  actionsDisabled: define('alarm-actions-disabled', 'effectiveness', 'breaks', 'action', (alarm: Resource) => ({
    of: [alarm],
    message: say`The actions of alarm ${alarm.name} are switched off.`,
  })),
  noAction: define('alarm-without-action', 'benchmark', 'breaks', 'action', (alarm: Resource) => ({
    of: [alarm],
    message: say`Alarm ${alarm.name} does nothing when it rings.`,
  })),
  actionTellsNobody: define('action-tells-nobody', 'benchmark', 'breaks', 'action', (action: Resource) => ({
    of: [action],
    message: say`The alarm's action ${action.name} changes something, but tells nobody.`,
  })),
  actionNotATopic: define('action-not-a-topic', 'benchmark', 'breaks', 'action', (action: Resource) => ({
    of: [action],
    message: say`The alarm's action ${action.name} is not an SNS topic; who is told by it cannot be seen from here.`,
  })),
  topicMissing: define('topic-missing', 'benchmark', 'breaks', 'action', (topic: Resource) => ({
    of: [topic],
    message: say`SNS topic ${topic.name} does not exist.`,
  })),
  topicClosedToAlarms: define('topic-closed-to-alarms', 'effectiveness', 'breaks', 'action', (topic: Resource) => ({
    of: [topic],
    message: say`SNS topic ${topic.name} is encrypted with alias/aws/sns, a key that CloudWatch alarms may not use: what they send to it is lost.`,
  })),

  // Subscription
  noSubscription: define('topic-without-subscription', 'benchmark', 'breaks', 'subscription', (topic: Resource) => ({
    of: [topic],
    message: say`Nobody subscribes to SNS topic ${topic.name}.`,
  })),
  subscriptionsUnconfirmed: define(
    'subscriptions-unconfirmed',
    'benchmark',
    'breaks',
    'subscription',
    (topic: Resource, pending: number) => ({
      of: [topic],
      message: plural(pending, {
        one: say`SNS topic ${topic.name} has ${pending} subscription, none of them confirmed.`,
        other: say`SNS topic ${topic.name} has ${pending} subscriptions, none of them confirmed.`,
      }),
    }),
  ),

  subscribedTwice: define(
    'subscribed-twice',
    'effectiveness',
    'remark',
    'subscription',
    (topic: Resource, who: string, count: number) => ({
      of: [topic],
      message: say`${who} subscribes to SNS topic ${topic.name} ${count} times.`,
    }),
  ),

  // Security Hub
  hubOff: define('security-hub-off', 'benchmark', 'breaks', null, (region: Resource) => ({
    of: [region],
    message: say`Security Hub is not on in ${region.name}.`,
  })),
} as const;
