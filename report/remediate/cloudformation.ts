import { logGroupOf } from '../evaluate/resources.js';
import type { PlanToRender } from './plan-to-render.js';
import { asciiJson, visible } from './quoting.js';
import { DECISION_MEANS, type Decision, type Json } from './step.js';
import { asItWas, labelsOf, originOf, regionsOf, type Thing, thingsOf, type WholeTrail } from './things.js';

const TYPES = {
  'log-group': 'AWS::Logs::LogGroup',
  trail: 'AWS::CloudTrail::Trail',
  topic: 'AWS::SNS::Topic',
  subscription: 'AWS::SNS::Subscription',
  'metric-filter': 'AWS::Logs::MetricFilter',
  alarm: 'AWS::CloudWatch::Alarm',
  'composite-alarm': 'AWS::CloudWatch::CompositeAlarm',
  'security-hub': 'AWS::SecurityHub::Hub',
} as const satisfies Record<Thing['kind'], string>;

export type CloudFormation =
  /** For each region, as a stack lies in one: what is there already, where there is such, and what the plan makes of it. */
  | { readonly kind: 'templates'; readonly templates: readonly Template[] }
  | { readonly kind: 'refused'; readonly why: string };

export interface Template {
  readonly region: string;
  /** `import` makes the stack, of what exists; `change` updates it, or makes it where nothing is to be imported. */
  readonly kind: 'import' | 'change';
  readonly text: string;
}

/**
 * The same resources as CloudFormation templates in JSON. An import takes things into a stack as they are and changes
 * nothing (CloudFormation user guide, "Import AWS resources into a CloudFormation stack"): what exists comes in a template
 * of its own, as the snapshot has it, and the stack is then updated. Everything is retained when the stack is deleted.
 */
export function renderCloudFormation(plan: PlanToRender): CloudFormation {
  const things = thingsOf(plan);
  const templates = regionsOf(things).flatMap((region): readonly Template[] => {
    const there = things.filter((thing) => thing.region === region);
    const change: Template = { region, kind: 'change', text: template(plan, there, 'change') };
    return there.every((thing) => asItWas(thing) === null)
      ? [change]
      : [{ region, kind: 'import', text: template(plan, there, 'import') }, change];
  });
  // CloudFormation looks for these in every text, and has no way to write one that is meant as it stands.
  if (templates.some(({ text }) => text.includes('{{resolve:'))) {
    return {
      kind: 'refused',
      why: 'A name in the account reads like a dynamic reference ({{resolve:...}}), which CloudFormation would follow.',
    };
  }
  return { kind: 'templates', templates };
}

function template(plan: PlanToRender, things: readonly Thing[], kind: Template['kind']): string {
  // A thing bears the same label in both templates.
  const labels = labelsOf(things, 'camel');
  const used = new Set<Decision>();
  const context: Context = {
    things,
    idOf: (thing) => labels.get(thing) ?? '',
    decided: (decision) => {
      used.add(decision);
      return { Ref: parameterOf(decision) };
    },
  };
  const resources = things.flatMap((thing): readonly (readonly [string, Json])[] => {
    const shown = kind === 'import' ? asItWas(thing) : thing;
    if (shown === null) return [];
    const Properties = propertiesOf(shown, context);
    const body = { Type: TYPES[thing.kind], DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', Properties };
    return [[context.idOf(thing), body]];
  });
  const imports = things.flatMap((thing): readonly Json[] => {
    const identifier = identifierOf(thing);
    return identifier === null
      ? []
      : [{ ResourceType: TYPES[thing.kind], LogicalResourceId: context.idOf(thing), ResourceIdentifier: identifier }];
  });
  const parameters = [...used].map((decision): readonly [string, Json] => [
    parameterOf(decision),
    { Type: 'String', Description: DECISION_MEANS[decision] },
  ]);
  const body = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: visible([...(kind === 'import' ? [IMPORT_FIRST] : []), ...originOf(plan)].join(' ')).slice(0, 1_000),
    ...(kind === 'import' ? { Metadata: { ResourcesToImport: imports } } : {}),
    ...(parameters.length > 0 ? { Parameters: Object.fromEntries(parameters) } : {}),
    Resources: Object.fromEntries(resources),
  };
  return `${asciiJson(body, 2)}\n`;
}

const IMPORT_FIRST = 'To be imported first, as it is: the other template for this region then changes it.';

interface Context {
  readonly things: readonly Thing[];
  readonly idOf: (thing: Thing) => string;
  readonly decided: (decision: Decision) => Json;
}

function parameterOf(decision: Decision): string {
  return decision
    .toLowerCase()
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** How CloudFormation finds the thing that exists; null for one that is made. */
function identifierOf(thing: Thing): Json | null {
  switch (thing.kind) {
    case 'trail':
      return thing.before === null ? null : { TrailName: thing.trail.ref.name };
    case 'metric-filter':
      return thing.before === null
        ? null
        : { LogGroupName: thing.filter.logGroupName, FilterName: thing.filter.filterName };
    case 'alarm':
      return thing.before === null ? null : { AlarmName: thing.alarm.AlarmName };
    case 'composite-alarm':
      return { AlarmName: thing.alarm.AlarmName };
    case 'log-group':
    case 'topic':
    case 'subscription':
    case 'security-hub':
      return null;
  }
}

function propertiesOf(thing: Thing, context: Context): Json {
  switch (thing.kind) {
    case 'log-group':
      return { LogGroupName: thing.name };
    case 'trail':
      return trailProperties(thing.trail, context);
    case 'topic':
      return { TopicName: thing.name };
    case 'subscription':
      return {
        TopicArn: topicRef(thing.topicArn, context),
        Protocol: context.decided('SUBSCRIPTION_PROTOCOL'),
        Endpoint: context.decided('SUBSCRIPTION_ENDPOINT'),
      };
    case 'metric-filter': {
      const { filter } = thing;
      const made = context.things.find((one) => one.kind === 'log-group' && one.name === filter.logGroupName);
      return {
        FilterName: filter.filterName,
        FilterPattern: filter.filterPattern,
        LogGroupName: made === undefined ? filter.logGroupName : { Ref: context.idOf(made) },
        MetricTransformations: filter.metricTransformations.map(transformation),
        ...capitalised(filter, ['applyOnTransformedLogs', 'fieldSelectionCriteria', 'emitSystemFieldDimensions']),
      };
    }
    case 'alarm':
    case 'composite-alarm': {
      const { alarm } = thing;
      const actions = ['AlarmActions', 'OKActions', 'InsufficientDataActions'].flatMap((member) => {
        const list = alarm[member];
        return Array.isArray(list) ? [[member, list.map((arn) => topicRef(String(arn), context))] as const] : [];
      });
      return { ...alarm, ...Object.fromEntries(actions) };
    }
    case 'security-hub':
      return { EnableDefaultStandards: true };
  }
}

function trailProperties(trail: WholeTrail, context: Context): Json {
  const group = trail.logGroupArn === null ? null : logGroupOf(trail.logGroupArn);
  const made = context.things.find((one) => one.kind === 'log-group' && one.name === group?.name);
  const { EventSelectors, AdvancedEventSelectors } = trail.selectors;
  return {
    TrailName: trail.ref.name,
    S3BucketName: trail.bucket ?? context.decided('TRAIL_BUCKET'),
    ...(trail.keyPrefix === null ? {} : { S3KeyPrefix: trail.keyPrefix }),
    ...(trail.snsTopic === null ? {} : { SnsTopicName: trail.snsTopic }),
    ...(trail.kmsKey === null ? {} : { KMSKeyId: trail.kmsKey }),
    IsMultiRegionTrail: trail.multiRegion,
    IncludeGlobalServiceEvents: trail.globalEvents,
    ...(trail.organization ? { IsOrganizationTrail: true } : {}),
    EnableLogFileValidation: trail.validation,
    IsLogging: trail.logging,
    ...(trail.logGroupArn === null
      ? {}
      : {
          CloudWatchLogsLogGroupArn:
            made === undefined ? trail.logGroupArn : { 'Fn::GetAtt': [context.idOf(made), 'Arn'] },
          CloudWatchLogsRoleArn: trail.role ?? context.decided('CLOUDTRAIL_LOGS_ROLE_ARN'),
        }),
    ...(EventSelectors.length > 0 ? { EventSelectors } : {}),
    ...(AdvancedEventSelectors.length > 0 ? { AdvancedEventSelectors } : {}),
  };
}

function transformation(one: Json): Json {
  const { dimensions } = one;
  const pairs = typeof dimensions === 'object' && dimensions !== null ? Object.entries(dimensions) : [];
  return {
    ...capitalised(one, ['metricName', 'metricNamespace', 'metricValue', 'defaultValue', 'unit']),
    ...(pairs.length > 0 ? { Dimensions: pairs.map(([Key, Value]) => ({ Key, Value })) } : {}),
  };
}

/** The members by CloudFormation's names, as far as they are there. */
function capitalised(from: Json, members: readonly string[]): Json {
  return Object.fromEntries(
    members.flatMap((member) => {
      const value = from[member];
      return value === undefined ? [] : [[member.charAt(0).toUpperCase() + member.slice(1), value]];
    }),
  );
}

function topicRef(arn: string, { things, idOf }: Context): Json | string {
  const made = things.find((thing) => thing.kind === 'topic' && thing.arn === arn);
  return made === undefined ? arn : { Ref: idOf(made) };
}
