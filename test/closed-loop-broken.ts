// Accounts in which everything works but for what is done to them here.
import type { AccountPlan, Json } from '../samples/account-builder.js';

export const REGIONS = ['eu-west-1', 'us-east-1'];
const HOME = 'eu-west-1';
const GROUP = 'org/audit/cloudtrail';

export interface BrokenAccount {
  readonly title: string;
  readonly change: (good: AccountPlan) => Partial<AccountPlan>;
  /** Slugs of the controls that fail. */
  readonly fails: readonly string[] | 'all';
  /** Kinds of the steps that it takes, in order. */
  readonly steps: readonly string[];
  readonly benchmark?: string;
}

const EVENTS = [
  'unauthorized-api-calls',
  'console-signin-without-mfa',
  'root-account-usage',
  'iam-policy-changes',
  'cloudtrail-config-changes',
  'console-authentication-failures',
  'cmk-disable-or-scheduled-deletion',
  's3-bucket-policy-changes',
  'aws-config-changes',
  'security-group-changes',
  'nacl-changes',
  'network-gateway-changes',
  'route-table-changes',
  'vpc-changes',
  'organizations-changes',
];

function filters(good: AccountPlan, name: string, change: (filter: Json) => readonly Json[]): Partial<AccountPlan> {
  return {
    metricFilters: good.metricFilters.flatMap((one) => (one['filterName'] === name ? change(one) : [one])),
  };
}

function alarms(
  good: AccountPlan,
  name: string | null,
  change: (alarm: Json) => readonly Json[],
): Partial<AccountPlan> {
  return {
    metricAlarms: good.metricAlarms.flatMap((one) =>
      name === null || one['AlarmName'] === name ? change(one) : [one],
    ),
  };
}

function trail(good: AccountPlan, members: Json, more: { readonly status?: Json; readonly selectors?: Json } = {}) {
  return { trails: good.trails.map((one) => ({ ...one, ...more, trail: { ...one.trail, ...members } })) };
}

export const BROKEN_ACCOUNTS: readonly BrokenAccount[] = [
  {
    title: 'an account with nothing at all',
    change: () => ({ trails: [], logGroups: [], metricFilters: [], metricAlarms: [], topics: [], securityHub: [] }),
    fails: 'all',
    steps: [
      'create-log-group',
      'create-trail',
      'put-event-selectors',
      'start-logging',
      'create-topic',
      'subscribe',
      'put-filter',
      'put-alarm',
      'enable-security-hub',
    ],
  },
  {
    title: 'a filter that misses an event',
    change: (good) =>
      filters(good, 'cis-4-5', (one) => [
        { ...one, filterPattern: '{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) }' },
      ]),
    fails: ['cloudtrail-config-changes'],
    steps: ['put-filter'],
  },
  {
    title: 'a filter that is not there, with an alarm that waits for it',
    change: (good) => filters(good, 'cis-4-14', () => []),
    fails: ['vpc-changes'],
    steps: ['put-filter', 'put-alarm'],
  },
  {
    title: 'an alarm that is not there',
    change: (good) => alarms(good, 'cis-4-3', () => []),
    fails: ['root-account-usage'],
    steps: ['put-alarm'],
  },
  {
    title: 'an alarm that waits for five events',
    change: (good) => alarms(good, 'cis-4-6', (one) => [{ ...one, Threshold: 5 }]),
    fails: ['console-authentication-failures'],
    steps: ['put-alarm'],
  },
  {
    title: 'an alarm in another namespace',
    change: (good) => alarms(good, 'cis-4-3', (one) => [{ ...one, Namespace: 'CloudTrailMetrics' }]),
    fails: ['root-account-usage'],
    steps: ['put-alarm'],
  },
  {
    title: 'an alarm that does nothing',
    change: (good) => alarms(good, 'cis-4-4', ({ AlarmActions: _, ...one }) => [one]),
    fails: ['iam-policy-changes'],
    steps: ['put-alarm'],
  },
  {
    title: 'alarms whose actions are switched off',
    change: (good) => ({
      metricAlarms: good.metricAlarms.map((one) =>
        ['cis-4-8', 'cis-4-9'].includes(String(one['AlarmName'])) ? { ...one, ActionsEnabled: false } : one,
      ),
    }),
    fails: ['s3-bucket-policy-changes', 'aws-config-changes'],
    steps: ['enable-alarm-actions'],
  },
  {
    title: 'an alarm that waits for five events and whose actions are switched off',
    change: (good) => alarms(good, 'cis-4-6', (one) => [{ ...one, Threshold: 5, ActionsEnabled: false }]),
    fails: ['console-authentication-failures'],
    steps: ['put-alarm'],
  },
  {
    title: 'an alarm that has no actions and whose actions are switched off',
    change: (good) => alarms(good, 'cis-4-4', ({ AlarmActions: _, ...one }) => [{ ...one, ActionsEnabled: false }]),
    fails: ['iam-policy-changes'],
    steps: ['put-alarm'],
  },
  {
    title: 'a topic that nobody subscribes to',
    change: (good) => ({ topics: good.topics.map((one) => ({ ...one, subscriptions: [] })) }),
    fails: EVENTS,
    steps: ['subscribe'],
  },
  {
    title: 'a topic that is gone',
    change: () => ({ topics: [] }),
    fails: EVENTS,
    steps: ['create-topic', 'subscribe'],
  },
  {
    title: 'a trail of one region',
    change: (good) => trail(good, { IsMultiRegionTrail: false }),
    fails: EVENTS,
    steps: ['make-trail-multi-region'],
  },
  {
    title: 'a trail that is switched off and records only what writes',
    change: (good) =>
      trail(
        good,
        {},
        {
          status: { IsLogging: false },
          selectors: {
            EventSelectors: [
              {
                ReadWriteType: 'WriteOnly',
                IncludeManagementEvents: true,
                DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::kept/'] }],
              },
            ],
          },
        },
      ),
    fails: EVENTS,
    steps: ['put-event-selectors', 'start-logging'],
  },
  {
    title: 'advanced selectors that leave KMS out',
    change: (good) =>
      trail(
        good,
        {},
        {
          selectors: {
            AdvancedEventSelectors: [
              {
                Name: 'management',
                FieldSelectors: [
                  { Field: 'eventCategory', Equals: ['Management'] },
                  { Field: 'eventSource', NotEquals: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'] },
                ],
              },
              {
                Name: 'objects',
                FieldSelectors: [
                  { Field: 'eventCategory', Equals: ['Data'] },
                  { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
                ],
              },
            ],
          },
        },
      ),
    fails: ['cmk-disable-or-scheduled-deletion'],
    steps: ['put-event-selectors'],
  },
  {
    title: 'a trail that delivers to no log group',
    change: (good) => ({
      ...trail(good, { CloudWatchLogsLogGroupArn: undefined }),
      logGroups: [],
      metricFilters: [],
      metricAlarms: [],
    }),
    fails: EVENTS,
    steps: ['create-log-group', 'deliver-to-log-group', 'create-topic', 'subscribe', 'put-filter', 'put-alarm'],
  },
  {
    title: 'Security Hub that is off in one region',
    change: () => ({ securityHub: [HOME] }),
    fails: ['security-hub-enabled'],
    steps: ['enable-security-hub'],
  },
  {
    title: 'names with quotes, dollars, backquotes and commands in them',
    change: (good) => {
      const hostile = `it's "$(touch canary)\` \${HOME} %{x} ,=;&|<>`;
      return {
        ...filters(good, 'cis-4-5', (one) => [
          {
            ...one,
            filterName: hostile,
            filterPattern: '{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) }',
          },
        ]),
        ...alarms(good, 'cis-4-6', (one) => [
          {
            ...one,
            AlarmName: hostile,
            AlarmArn: `${one['AlarmArn']}`,
            AlarmDescription: `--${hostile}`,
            Threshold: 5,
          },
        ]),
      };
    },
    fails: ['cloudtrail-config-changes', 'console-authentication-failures'],
    steps: ['put-filter', 'put-alarm'],
  },
  {
    title: 'names that the command line might take for files, addresses and options',
    change: (good) => ({
      ...filters(good, 'cis-4-5', (one) => [
        { ...one, filterName: '--file,//etc/passwd', filterPattern: '{ ($.eventName = CreateTrail) }' },
      ]),
      ...alarms(good, 'cis-4-6', (one) => [{ ...one, AlarmName: 'file:///etc/passwd', Threshold: 5 }]),
    }),
    fails: ['cloudtrail-config-changes', 'console-authentication-failures'],
    steps: ['put-filter', 'put-alarm'],
  },
  {
    title: 'the text of 1.4.0 for unauthorized calls, which is not put in',
    change: (good) => filters(good, 'cis-4-1', () => []),
    fails: ['unauthorized-api-calls'],
    steps: ['put-filter', 'put-alarm'],
    benchmark: '1.4.0',
  },
  {
    title: `everything on ${GROUP} watched, but by filters that count nothing`,
    change: (good) => ({
      metricFilters: good.metricFilters.map((one) => ({
        ...one,
        metricTransformations: (one['metricTransformations'] as readonly Json[]).map((each) => ({
          ...each,
          metricValue: '0',
        })),
      })),
    }),
    fails: EVENTS,
    steps: ['put-filter'],
  },
];
