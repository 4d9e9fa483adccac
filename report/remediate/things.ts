// The things that a plan leaves in the account, each whole: what templates are made of, where a script changes parts.
import { type Account, buildAccount } from '../evaluate/account.js';
import { findTrails } from '../evaluate/trail-link.js';
import type { PlanToRender } from './plan-to-render.js';
import {
  ALARM_MEMBERS,
  type AlarmInput,
  type FilterInput,
  type Json,
  type Selectors,
  type Step,
  type TrailRef,
} from './step.js';

/** `before`: as the snapshot has what exists; null for what is made. */
export type Thing =
  | { readonly kind: 'log-group'; readonly region: string; readonly name: string }
  | { readonly kind: 'trail'; readonly region: string; readonly trail: WholeTrail; readonly before: WholeTrail | null }
  | { readonly kind: 'topic'; readonly region: string; readonly name: string; readonly arn: string }
  | { readonly kind: 'subscription'; readonly region: string; readonly topicArn: string }
  | {
      readonly kind: 'metric-filter';
      readonly region: string;
      readonly filter: FilterInput;
      readonly before: FilterInput | null;
    }
  | { readonly kind: 'alarm'; readonly region: string; readonly alarm: AlarmInput; readonly before: AlarmInput | null }
  | {
      readonly kind: 'composite-alarm';
      readonly region: string;
      readonly alarm: AlarmInput;
      readonly before: AlarmInput;
    }
  | { readonly kind: 'security-hub'; readonly region: string };

export interface WholeTrail {
  readonly ref: TrailRef;
  /** Null where it is to be decided. */
  readonly bucket: string | null;
  readonly keyPrefix: string | null;
  readonly snsTopic: string | null;
  readonly kmsKey: string | null;
  readonly multiRegion: boolean;
  readonly globalEvents: boolean;
  /** Whether it records every account of the organization. */
  readonly organization: boolean;
  readonly validation: boolean;
  readonly logGroupArn: string | null;
  /** Null where it is to be decided, or where there is no log group. */
  readonly role: string | null;
  readonly logging: boolean;
  readonly selectors: Selectors;
}

const COMPOSITE_MEMBERS = [
  'AlarmDescription',
  'AlarmRule',
  'AlarmActions',
  'OKActions',
  'InsufficientDataActions',
  'ActionsSuppressor',
  'ActionsSuppressorWaitPeriod',
  'ActionsSuppressorExtensionPeriod',
] as const;

/** The things in the order of the steps; each once. */
export function thingsOf({ steps, before: seen, after }: PlanToRender): readonly Thing[] {
  const account = buildAccount(after);
  const earlier = buildAccount(seen);
  const things = new Map<string, Thing>();
  const put = (key: string, thing: Thing): void => {
    if (!things.has(key)) things.set(key, thing);
  };
  for (const step of steps) {
    switch (step.kind) {
      case 'create-log-group':
        put(`group ${step.region} ${step.name}`, { kind: 'log-group', region: step.region, name: step.name });
        break;
      case 'make-trail-multi-region':
      case 'create-trail':
      case 'deliver-to-log-group':
      case 'put-event-selectors':
      case 'start-logging': {
        const { trail } = step;
        const exists = !steps.some((one) => one.kind === 'create-trail' && one.trail.arn === trail.arn);
        const whole = wholeTrail(account, trail, steps);
        const before = exists ? wholeTrail(earlier, trail, []) : null;
        put(`trail ${trail.arn}`, { kind: 'trail', region: trail.region, trail: whole, before });
        break;
      }
      case 'create-topic':
        put(`topic ${step.arn}`, { kind: 'topic', region: step.region, name: step.name, arn: step.arn });
        break;
      case 'subscribe':
        put(`subscription ${step.topicArn}`, {
          kind: 'subscription',
          region: step.region,
          topicArn: step.topicArn,
        });
        break;
      case 'put-filter': {
        const { region, filter, before } = step;
        const key = `filter ${region} ${JSON.stringify([filter.logGroupName, filter.filterName])}`;
        put(key, { kind: 'metric-filter', region, filter, before });
        break;
      }
      case 'put-alarm': {
        const { region, alarm, before } = step;
        put(`alarm ${region} ${alarm.AlarmName}`, { kind: 'alarm', region, alarm, before });
        break;
      }
      case 'enable-alarm-actions': {
        const { region, alarmName } = step;
        const thing = enabledAlarm(account, region, alarmName);
        if (thing !== null) put(`alarm ${region} ${alarmName}`, thing);
        break;
      }
      case 'enable-security-hub':
        put(`hub ${step.region}`, { kind: 'security-hub', region: step.region });
        break;
    }
  }
  return [...things.values()];
}

function enabledAlarm(account: Account, region: string, name: string): Thing | null {
  const answer = account.ask('cloudwatch:DescribeAlarms', region);
  if (answer.kind !== 'seen') return null;
  const metric = answer.value.MetricAlarms.find((one) => one.AlarmName === name);
  if (metric !== undefined) {
    const alarm = members(name, metric, ALARM_MEMBERS);
    return { kind: 'alarm', region, alarm, before: { ...alarm, ActionsEnabled: false } };
  }
  const composite = answer.value.CompositeAlarms.find((one) => one.AlarmName === name);
  if (composite === undefined) return null;
  const alarm = members(name, composite, COMPOSITE_MEMBERS);
  return { kind: 'composite-alarm', region, alarm, before: { ...alarm, ActionsEnabled: false } };
}

function members(AlarmName: string, alarm: Json, names: readonly string[]): AlarmInput {
  const kept = names.flatMap((name): readonly (readonly [string, unknown])[] => {
    const value = alarm[name];
    return value === undefined || (Array.isArray(value) && value.length === 0) ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(kept), AlarmName, ActionsEnabled: true };
}

function wholeTrail(account: Account, ref: TrailRef, steps: readonly Step[]): WholeTrail {
  const found = findTrails(account).trails.find(({ trail }) => trail.TrailARN === ref.arn)?.trail;
  const status = account.ask('cloudtrail:GetTrailStatus', ref.region, { Name: ref.arn });
  const selectors = account.ask('cloudtrail:GetEventSelectors', ref.region, { TrailName: ref.arn });
  const roleIsDecided = steps.some(
    (step) => (step.kind === 'create-trail' || step.kind === 'deliver-to-log-group') && step.trail.arn === ref.arn,
  );
  const seen = selectors.kind === 'seen' ? selectors.value : null;
  return {
    ref,
    bucket: textOf(found?.['S3BucketName']),
    keyPrefix: textOf(found?.['S3KeyPrefix']),
    snsTopic: textOf(found?.['SnsTopicARN']),
    kmsKey: textOf(found?.['KmsKeyId']),
    multiRegion: found?.IsMultiRegionTrail === true,
    globalEvents: found?.['IncludeGlobalServiceEvents'] !== false,
    organization: found?.IsOrganizationTrail === true,
    validation: found?.['LogFileValidationEnabled'] !== false,
    logGroupArn: textOf(found?.CloudWatchLogsLogGroupArn),
    role: roleIsDecided ? null : textOf(found?.['CloudWatchLogsRoleArn']),
    logging: status.kind === 'seen' && status.value.IsLogging,
    selectors: {
      EventSelectors: seen?.EventSelectors ?? [],
      AdvancedEventSelectors: seen?.AdvancedEventSelectors ?? [],
    },
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The thing as the snapshot has it; null where it does not exist. */
export function asItWas(thing: Thing): Thing | null {
  switch (thing.kind) {
    case 'trail':
      return thing.before === null ? null : { ...thing, trail: thing.before };
    case 'metric-filter':
      return thing.before === null ? null : { ...thing, filter: thing.before };
    case 'alarm':
    case 'composite-alarm':
      return thing.before === null ? null : { ...thing, alarm: thing.before };
    case 'log-group':
    case 'topic':
    case 'subscription':
    case 'security-hub':
      return null;
  }
}

/** Names for the things in a template, made of letters, digits and `_`, each unique in its kind. */
export function labelsOf(things: readonly Thing[], style: 'snake' | 'camel'): ReadonlyMap<Thing, string> {
  const labels = new Map<Thing, string>();
  const taken = new Set<string>();
  for (const thing of things) {
    const words = `${nameOf(thing)} ${style === 'camel' ? thing.kind : ''}`.split(/[^A-Za-z0-9]+/).filter(Boolean);
    const base =
      style === 'snake'
        ? words.map((word) => word.toLowerCase()).join('_')
        : words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
    const safe = /^[A-Za-z]/.test(base) ? base : `${style === 'snake' ? 'the_' : 'The'}${base || 'thing'}`;
    const short = safe.slice(0, 80);
    const key = (label: string): string => (style === 'camel' ? label : `${thing.kind} ${label}`);
    let label = short;
    for (let number = 2; taken.has(key(label)); number += 1)
      label = style === 'snake' ? `${short}_${number}` : `${short}${number}`;
    taken.add(key(label));
    labels.set(thing, label);
  }
  return labels;
}

function nameOf(thing: Thing): string {
  switch (thing.kind) {
    case 'log-group':
    case 'topic':
      return thing.name;
    case 'trail':
      return thing.trail.ref.name;
    case 'subscription':
      return thing.topicArn.split(':').slice(5).join(' ');
    case 'metric-filter':
      return thing.filter.filterName;
    case 'alarm':
    case 'composite-alarm':
      return thing.alarm.AlarmName;
    case 'security-hub':
      return thing.region;
  }
}

/** The snapshot's regions that the things are in, each once. */
export function regionsOf(things: readonly Thing[]): readonly string[] {
  return [...new Set(things.map((thing) => thing.region))];
}

/** For the comments at the top of a template. */
export function originOf({ account, time, purpose }: PlanToRender): readonly string[] {
  return [purpose, `Made by trailproof from the snapshot of account ${account} of ${time}.`];
}
