// Ways in which an account changes, each with what a comparison must then name, and nothing else.
import type { AccountPlan, Json } from '../../../samples/account-builder.js';
import { goodAccount } from '../../../samples/accounts.js';

export const BEFORE = goodAccount('111122223333', 'example-prod', '2026-11-03T09:14:02.000Z');
export const LATER = '2026-11-10T09:14:02.000Z';
const GROUP = 'org/audit/cloudtrail';
const HOME = 'eu-west-1';
const TOPIC = `arn:aws:sns:${HOME}:${BEFORE.id}:security-alarms`;

export interface Mutation {
  readonly name: string;
  readonly apply: (plan: AccountPlan) => AccountPlan;
  /** "added alarm cis-4-1", "changed trail audit: status.IsLogging" ... */
  readonly names: readonly string[];
  /** Slugs of the controls that are worse for it; null: all that are about events. */
  readonly breaks: readonly string[] | null;
}

const SLUGS = [
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

const filter =
  (number: number, change: (one: Json) => readonly Json[]) =>
  (plan: AccountPlan): AccountPlan => ({
    ...plan,
    metricFilters: plan.metricFilters.flatMap((one) => (one['filterName'] === `cis-4-${number}` ? change(one) : [one])),
  });

const alarm =
  (number: number, change: (one: Json) => readonly Json[]) =>
  (plan: AccountPlan): AccountPlan => ({
    ...plan,
    metricAlarms: plan.metricAlarms.flatMap((one) => (one['AlarmName'] === `cis-4-${number}` ? change(one) : [one])),
  });

const slug = (number: number): string => SLUGS[number - 1] ?? '';
const filterName = (number: number): string => `metric-filter ${HOME}:${GROUP}:cis-4-${number}`;
const alarmName = (number: number): string => `alarm arn:aws:cloudwatch:${HOME}:${BEFORE.id}:alarm:cis-4-${number}`;

const OF_ONE_CONTROL = SLUGS.flatMap((_, index): readonly Mutation[] => {
  const number = index + 1;
  return [
    {
      name: `filter ${number} deleted`,
      apply: filter(number, () => []),
      names: [`removed ${filterName(number)}`],
      breaks: [slug(number)],
    },
    {
      name: `filter ${number} made blind`,
      apply: filter(number, (one) => [{ ...one, filterPattern: '{ $.eventName = Nothing }' }]),
      names: [`changed ${filterName(number)}: filterPattern`],
      breaks: [slug(number)],
    },
    {
      name: `filter ${number} respelled`,
      apply: filter(number, (one) => [
        { ...one, filterPattern: String(one['filterPattern']).replace('{', '{  (').replace(/\}$/, ')  }') },
      ]),
      names: [`changed ${filterName(number)}: filterPattern`],
      breaks: [],
    },
    {
      name: `alarm ${number} deleted`,
      apply: alarm(number, () => []),
      names: [`removed ${alarmName(number)}`],
      breaks: [slug(number)],
    },
    {
      name: `alarm ${number} waits for nine`,
      apply: alarm(number, (one) => [{ ...one, Threshold: 9 }]),
      names: [`changed ${alarmName(number)}: Threshold`],
      breaks: [slug(number)],
    },
    {
      name: `alarm ${number} switched off`,
      apply: alarm(number, (one) => [{ ...one, ActionsEnabled: false }]),
      names: [`changed ${alarmName(number)}: ActionsEnabled`],
      breaks: [slug(number)],
    },
    {
      name: `alarm ${number} described`,
      apply: alarm(number, (one) => [{ ...one, AlarmDescription: 'ask the night shift' }]),
      names: [`changed ${alarmName(number)}: AlarmDescription`],
      breaks: [],
    },
  ];
});

const onTrail =
  (fields: Json, part: 'trail' | 'status') =>
  (plan: AccountPlan): AccountPlan => ({
    ...plan,
    trails: plan.trails.map((one) => ({ ...one, [part]: { ...one[part], ...fields } })),
  });
const trailName = `trail arn:aws:cloudtrail:${HOME}:${BEFORE.id}:trail/audit`;
const onSubscription =
  (fields: Json) =>
  (plan: AccountPlan): AccountPlan => ({
    ...plan,
    topics: plan.topics.map((topic) => ({
      ...topic,
      subscriptions: topic.subscriptions.map((one) => ({ ...one, ...fields })),
    })),
  });

const OF_ALL: readonly Mutation[] = [
  {
    name: 'logging stopped',
    apply: onTrail({ IsLogging: false }, 'status'),
    names: [`changed ${trailName}: status.IsLogging`],
    breaks: null,
  },
  {
    name: 'the trail in one region only',
    apply: onTrail({ IsMultiRegionTrail: false }, 'trail'),
    names: [`changed ${trailName}: IsMultiRegionTrail`],
    breaks: null,
  },
  {
    name: 'log files no longer validated',
    apply: onTrail({ LogFileValidationEnabled: false }, 'trail'),
    names: [`changed ${trailName}: LogFileValidationEnabled`],
    breaks: [],
  },
  {
    name: 'the confirmation withdrawn',
    apply: onSubscription({ SubscriptionArn: 'PendingConfirmation' }),
    names: [`changed subscription ${TOPIC} email: soc@example.com: SubscriptionArn`],
    breaks: null,
  },
  {
    name: 'nobody subscribed',
    apply: (plan) => ({ ...plan, topics: plan.topics.map((topic) => ({ ...topic, subscriptions: [] })) }),
    names: [`removed subscription ${TOPIC} email: soc@example.com`],
    breaks: null,
  },
  {
    name: 'Security Hub off in a region',
    apply: (plan) => ({ ...plan, securityHub: plan.securityHub.filter((region) => region !== 'us-east-1') }),
    names: [
      'removed security-hub us-east-1',
      `removed standard arn:aws:securityhub:us-east-1:${BEFORE.id}:subscription/aws-foundational-security-best-practices/v/1.0.0`,
    ],
    breaks: ['security-hub-enabled'],
  },
  {
    name: 'retention shortened',
    apply: (plan) => ({ ...plan, logGroups: plan.logGroups.map((one) => ({ ...one, retentionInDays: 30 })) }),
    names: [`changed log-group ${HOME}:${GROUP}: retentionInDays`],
    breaks: [],
  },
  {
    name: 'one more alarm',
    apply: (plan) => ({
      ...plan,
      metricAlarms: [
        ...plan.metricAlarms,
        ...plan.metricAlarms
          .slice(0, 1)
          .map((one) => ({ ...one, AlarmName: 'again', AlarmArn: `${String(one['AlarmArn'])}-again` })),
      ],
    }),
    names: [`added ${alarmName(1)}-again`],
    breaks: [],
  },
  {
    name: 'a policy on the topic',
    apply: (plan) => ({
      ...plan,
      topics: plan.topics.map((topic) => ({
        ...topic,
        attributes: { ...topic.attributes, Policy: '{"Version":"1"}' },
      })),
    }),
    names: [`changed topic ${TOPIC}: Policy`],
    breaks: [],
  },
];

export const MUTATIONS: readonly Mutation[] = [...OF_ONE_CONTROL, ...OF_ALL];

/** All controls that are about events. */
export const EVENT_SLUGS: readonly string[] = SLUGS;
