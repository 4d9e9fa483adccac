// The model of a change: what there is to do in an account, one thing to a step, whatever it is written down as.

/** A JSON object as AWS's APIs take and give them. */
export type Json = Readonly<Record<string, unknown>>;

export interface TrailRef {
  readonly arn: string;
  readonly name: string;
  /** Home region: the only one in which a trail can be changed. */
  readonly region: string;
}

/** The members of GetEventSelectors' answer that PutEventSelectors takes. One of the two is empty. */
export interface Selectors {
  readonly EventSelectors: readonly Json[];
  readonly AdvancedEventSelectors: readonly Json[];
}

/**
 * One step. `before`: what the snapshot has in the place of a thing that is put; null where it has nothing. The step may
 * only be taken while that is still so.
 */
export type Step =
  | { readonly kind: 'make-trail-multi-region'; readonly trail: TrailRef }
  | { readonly kind: 'create-log-group'; readonly region: string; readonly name: string }
  | { readonly kind: 'create-trail'; readonly trail: TrailRef; readonly logGroupArn: string }
  | {
      readonly kind: 'deliver-to-log-group';
      readonly trail: TrailRef;
      readonly logGroupArn: string;
      /** The log group that the trail delivers to so far. */
      readonly before: string | null;
    }
  | {
      readonly kind: 'put-event-selectors';
      readonly trail: TrailRef;
      readonly selectors: Selectors;
      /** Null for a trail that the plan itself makes. */
      readonly before: Selectors | null;
    }
  | { readonly kind: 'start-logging'; readonly trail: TrailRef }
  | { readonly kind: 'create-topic'; readonly region: string; readonly name: string; readonly arn: string }
  | { readonly kind: 'subscribe'; readonly region: string; readonly topicArn: string }
  | {
      readonly kind: 'put-filter';
      readonly region: string;
      /** Input of PutMetricFilter. */
      readonly filter: FilterInput;
      readonly before: FilterInput | null;
    }
  | {
      readonly kind: 'put-alarm';
      readonly region: string;
      /** Input of PutMetricAlarm. */
      readonly alarm: AlarmInput;
      readonly before: AlarmInput | null;
    }
  | { readonly kind: 'enable-alarm-actions'; readonly region: string; readonly alarmName: string }
  | { readonly kind: 'enable-security-hub'; readonly region: string };

export type StepKind = Step['kind'];

export interface FilterInput extends Json {
  readonly logGroupName: string;
  readonly filterName: string;
  readonly filterPattern: string;
  readonly metricTransformations: readonly Json[];
}

export interface AlarmInput extends Json {
  readonly AlarmName: string;
}

/** The members of PutMetricAlarm: it replaces the whole alarm, so that all of them are given again. Tags stay. */
export const ALARM_MEMBERS = [
  'AlarmName',
  'AlarmDescription',
  'ActionsEnabled',
  'OKActions',
  'AlarmActions',
  'InsufficientDataActions',
  'MetricName',
  'Namespace',
  'Statistic',
  'ExtendedStatistic',
  'Dimensions',
  'Period',
  'Unit',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'Threshold',
  'ComparisonOperator',
  'TreatMissingData',
  'EvaluateLowSampleCountPercentile',
  'Metrics',
] as const;

/** What a person must decide, by the name of the environment variable that tells it. */
export const DECISIONS = [
  'TRAIL_BUCKET',
  'CLOUDTRAIL_LOGS_ROLE_ARN',
  'SUBSCRIPTION_PROTOCOL',
  'SUBSCRIPTION_ENDPOINT',
] as const;
export type Decision = (typeof DECISIONS)[number];

export const DECISION_MEANS: Readonly<Record<Decision, string>> = {
  SUBSCRIPTION_PROTOCOL: 'email, sms, https or another protocol of SNS',
  SUBSCRIPTION_ENDPOINT: 'the address, number or URL that is to be told',
  TRAIL_BUCKET: 'the name of the S3 bucket that the trail delivers to; its policy must let CloudTrail write',
  CLOUDTRAIL_LOGS_ROLE_ARN: 'the ARN of the role with which CloudTrail writes to the log group',
};

/** In the order in which they are taken: what everything rests on first. */
export const STEP_KINDS = [
  'make-trail-multi-region',
  'create-log-group',
  'create-trail',
  'deliver-to-log-group',
  'put-event-selectors',
  'start-logging',
  'create-topic',
  'subscribe',
  'put-filter',
  'put-alarm',
  'enable-alarm-actions',
  'enable-security-hub',
] as const satisfies readonly StepKind[];

export function decisionsOf(steps: readonly Step[]): readonly Decision[] {
  const found = new Set<Decision>();
  for (const step of steps) {
    if (step.kind === 'subscribe') found.add('SUBSCRIPTION_PROTOCOL').add('SUBSCRIPTION_ENDPOINT');
    if (step.kind === 'create-trail') found.add('TRAIL_BUCKET').add('CLOUDTRAIL_LOGS_ROLE_ARN');
    if (step.kind === 'deliver-to-log-group') found.add('CLOUDTRAIL_LOGS_ROLE_ARN');
  }
  return [...found];
}

/** The region that the step is taken in. */
export function regionOfStep(step: Step): string {
  return 'trail' in step ? step.trail.region : step.region;
}

/** The region of the first step: any of the account's will do to ask whose credentials these are. */
export function regionOf(steps: readonly Step[]): string {
  const [first] = steps;
  return first === undefined ? 'us-east-1' : regionOfStep(first);
}

/** What the step is about: two steps of the same key are one. */
export function keyOf(step: Step): string {
  return JSON.stringify([step.kind, ...placeOf(step)]);
}

function placeOf(step: Step): readonly string[] {
  switch (step.kind) {
    case 'make-trail-multi-region':
    case 'create-trail':
    case 'deliver-to-log-group':
    case 'put-event-selectors':
    case 'start-logging':
      return [step.trail.arn];
    case 'create-log-group':
      return [step.region, step.name];
    case 'create-topic':
      return [step.arn];
    case 'subscribe':
      return [step.topicArn];
    case 'put-filter':
      return [step.region, step.filter.logGroupName, step.filter.filterName];
    case 'put-alarm':
      return [step.region, step.alarm.AlarmName];
    case 'enable-alarm-actions':
      return [step.region, step.alarmName];
    case 'enable-security-hub':
      return [step.region];
  }
}

/** Each thing once, as the last step wants it and in place of what the first found; in the order of execution. */
export function mergeSteps(steps: readonly Step[]): readonly Step[] {
  const merged = new Map<string, Step>();
  for (const step of steps) {
    const key = keyOf(step);
    const earlier = merged.get(key);
    merged.set(key, earlier === undefined ? step : replaced(earlier, step));
  }
  return withActionsOn([...merged.values()]).sort((a, b) => STEP_KINDS.indexOf(a.kind) - STEP_KINDS.indexOf(b.kind));
}

/**
 * An alarm that is put has its actions switched on by that, where they are to be: of two steps about one member, each
 * would find the alarm as the other left it, and no longer as the snapshot has it.
 */
function withActionsOn(steps: readonly Step[]): Step[] {
  const switched = new Set(steps.flatMap((step) => (step.kind === 'enable-alarm-actions' ? [alarmOf(step)] : [])));
  const put = new Set(steps.flatMap((step) => (step.kind === 'put-alarm' ? [alarmOf(step)] : [])));
  return steps.flatMap((step): readonly Step[] => {
    if (step.kind === 'enable-alarm-actions' && put.has(alarmOf(step))) return [];
    if (step.kind !== 'put-alarm' || !switched.has(alarmOf(step))) return [step];
    const before = step.before === null ? null : { ...step.before, ActionsEnabled: false };
    return [{ ...step, alarm: { ...step.alarm, ActionsEnabled: true }, before }];
  });
}

function alarmOf(step: Extract<Step, { kind: 'put-alarm' | 'enable-alarm-actions' }>): string {
  return JSON.stringify(placeOf(step));
}

function replaced(earlier: Step, later: Step): Step {
  if (earlier.kind === 'put-filter' && later.kind === 'put-filter') return { ...later, before: earlier.before };
  if (earlier.kind === 'put-alarm' && later.kind === 'put-alarm') return { ...later, before: earlier.before };
  if (earlier.kind === 'put-event-selectors' && later.kind === 'put-event-selectors') {
    return { ...later, before: earlier.before };
  }
  if (earlier.kind === 'deliver-to-log-group' && later.kind === 'deliver-to-log-group') {
    return { ...later, before: earlier.before };
  }
  return later;
}
