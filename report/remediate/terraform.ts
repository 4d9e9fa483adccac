import { logGroupOf } from '../evaluate/resources.js';
import { block, type HclBlock, type HclEntry, type HclValue, map, printHcl, ref } from './hcl.js';
import type { PlanToRender } from './plan-to-render.js';
import { visible } from './quoting.js';
import { DECISION_MEANS, type Decision, decisionsOf, type Json } from './step.js';
import { labelsOf, originOf, regionsOf, type Thing, thingsOf, type WholeTrail } from './things.js';

const TYPES = {
  'log-group': 'aws_cloudwatch_log_group',
  trail: 'aws_cloudtrail',
  topic: 'aws_sns_topic',
  subscription: 'aws_sns_topic_subscription',
  'metric-filter': 'aws_cloudwatch_log_metric_filter',
  alarm: 'aws_cloudwatch_metric_alarm',
  'composite-alarm': 'aws_cloudwatch_composite_alarm',
  'security-hub': 'aws_securityhub_account',
} as const satisfies Record<Thing['kind'], string>;

export type Terraform =
  | { readonly kind: 'file'; readonly text: string }
  | { readonly kind: 'refused'; readonly why: string };

/** What the provider does not know and, as it puts the whole filter, would take from it; its plan would not show it. */
const UNKNOWN_TO_PROVIDER = ['fieldSelectionCriteria', 'emitSystemFieldDimensions'] as const;

/**
 * The same resources as Terraform configuration (HCL, provider hashicorp/aws). What exists and is changed comes with an
 * `import` block and keeps its tags; what exists and is only used is named by a data source.
 */
export function renderTerraform(plan: PlanToRender): Terraform {
  const things = thingsOf(plan);
  for (const thing of things) {
    const lost = UNKNOWN_TO_PROVIDER.filter((member) => thing.kind === 'metric-filter' && member in thing.filter);
    if (thing.kind !== 'metric-filter' || lost.length === 0) continue;
    const why = `The provider would take ${lost.join(' and ')} from metric filter ${thing.filter.filterName}, without its plan showing it.`;
    return { kind: 'refused', why };
  }
  const labels = labelsOf(things, 'snake');
  const context: Context = {
    account: plan.account,
    things,
    address: (thing) => `${TYPES[thing.kind]}.${labels.get(thing) ?? ''}`,
    data: new Map(),
  };
  const resources = things.flatMap((thing) => resourceBlocks(thing, labels.get(thing) ?? '', context));
  const blocks = [
    block(
      'terraform',
      [],
      [
        ['required_version', '>= 1.7.0'],
        block('required_providers', [], [['aws', ref('{ source = "hashicorp/aws", version = ">= 5.0" }')]]),
      ],
    ),
    ...regionsOf(things).map((region) =>
      block(
        'provider',
        ['aws'],
        [
          ['alias', aliasOf(region)],
          ['region', region],
          ['allowed_account_ids', [plan.account]],
        ],
      ),
    ),
    ...decisionsOf(plan.steps).map((decision) =>
      block(
        'variable',
        [variableOf(decision)],
        [
          ['type', ref('string')],
          ['description', DECISION_MEANS[decision]],
        ],
      ),
    ),
    ...context.data.values(),
    ...resources,
  ];
  const head = originOf(plan).map((line) => `# ${visible(line)}\n`);
  return { kind: 'file', text: `${head.join('')}\n${printHcl(blocks)}` };
}

interface Context {
  readonly account: string;
  readonly things: readonly Thing[];
  readonly address: (thing: Thing) => string;
  /** Data sources, by what they name. */
  readonly data: Map<string, HclBlock>;
}

function aliasOf(region: string): string {
  return region.replace(/[^A-Za-z0-9]/g, '_');
}

function variableOf(decision: Decision): string {
  return decision.toLowerCase();
}

function decided(decision: Decision): HclValue {
  return ref(`var.${variableOf(decision)}`);
}

function resourceBlocks(thing: Thing, label: string, context: Context): readonly HclBlock[] {
  const provider: HclEntry = ['provider', ref(`aws.${aliasOf(thing.region)}`)];
  const body = bodyOf(thing, context);
  const imported = importId(thing);
  if (imported === null) return [block('resource', [TYPES[thing.kind], label], [provider, ...body])];
  // Tags and Insights are not in the snapshot: they stay as they are.
  const unknown = thing.kind === 'trail' ? '[insight_selector, tags, tags_all]' : '[tags, tags_all]';
  const lifecycle = block('lifecycle', [], [['ignore_changes', ref(unknown)]]);
  const keeps = thing.kind === 'metric-filter' ? [] : [lifecycle];
  return [
    block('import', [], [['to', ref(context.address(thing))], ['id', imported], provider]),
    block('resource', [TYPES[thing.kind], label], [provider, ...body, ...keeps]),
  ];
}

/** How Terraform finds the thing that exists; null for one that is made. */
function importId(thing: Thing): string | null {
  switch (thing.kind) {
    case 'trail':
      return thing.before === null ? null : thing.trail.ref.arn;
    case 'metric-filter':
      return thing.before === null ? null : `${thing.filter.logGroupName}:${thing.filter.filterName}`;
    case 'alarm':
      return thing.before === null ? null : thing.alarm.AlarmName;
    case 'composite-alarm':
      return thing.alarm.AlarmName;
    case 'log-group':
    case 'topic':
    case 'subscription':
    case 'security-hub':
      return null;
  }
}

function bodyOf(thing: Thing, context: Context): readonly HclEntry[] {
  switch (thing.kind) {
    case 'log-group':
      return [['name', thing.name]];
    case 'trail':
      return trailBody(thing.trail, context);
    case 'topic':
      return [['name', thing.name]];
    case 'subscription':
      return [
        ['topic_arn', topicRef(thing.topicArn, thing.region, context)],
        ['protocol', decided('SUBSCRIPTION_PROTOCOL')],
        ['endpoint', decided('SUBSCRIPTION_ENDPOINT')],
      ];
    case 'metric-filter': {
      const { filter, region } = thing;
      return [
        ['name', filter.filterName],
        ['log_group_name', groupRef(filter.logGroupName, region, context)],
        ['pattern', filter.filterPattern],
        ['apply_on_transformed_logs', filter['applyOnTransformedLogs'] === true ? true : null],
        ...filter.metricTransformations.map((one) =>
          block(
            'metric_transformation',
            [],
            [
              ['name', scalar(one['metricName'])],
              ['namespace', scalar(one['metricNamespace'])],
              ['value', scalar(one['metricValue'])],
              ['default_value', scalar(one['defaultValue'])],
              [
                'dimensions',
                map(Object.entries(objectOf(one['dimensions'])).map(([name, value]) => [name, String(value)])),
              ],
              ['unit', scalar(one['unit'])],
            ],
          ),
        ),
      ];
    }
    case 'alarm':
      return alarmBody(thing.alarm, thing.region, context);
    case 'composite-alarm': {
      const { alarm, region } = thing;
      const suppressor = scalar(alarm['ActionsSuppressor']);
      return [
        ...commonAlarm(alarm, region, context),
        ['alarm_rule', scalar(alarm['AlarmRule'])],
        ...(suppressor === null
          ? []
          : [
              block(
                'actions_suppressor',
                [],
                [
                  ['alarm', suppressor],
                  ['extension_period', scalar(alarm['ActionsSuppressorExtensionPeriod'])],
                  ['wait_period', scalar(alarm['ActionsSuppressorWaitPeriod'])],
                ],
              ),
            ]),
      ];
    }
    case 'security-hub':
      return [];
  }
}

function trailBody(trail: WholeTrail, context: Context): readonly HclEntry[] {
  return [
    ['name', trail.ref.name],
    ['s3_bucket_name', trail.bucket ?? decided('TRAIL_BUCKET')],
    ['s3_key_prefix', trail.keyPrefix],
    ['sns_topic_name', trail.snsTopic],
    ['kms_key_id', trail.kmsKey],
    ['is_multi_region_trail', trail.multiRegion],
    ['include_global_service_events', trail.globalEvents],
    ['is_organization_trail', trail.organization ? true : null],
    ['enable_log_file_validation', trail.validation],
    ['enable_logging', trail.logging],
    ['cloud_watch_logs_group_arn', trail.logGroupArn === null ? null : groupArnRef(trail.logGroupArn, context)],
    [
      'cloud_watch_logs_role_arn',
      trail.logGroupArn === null ? null : (trail.role ?? decided('CLOUDTRAIL_LOGS_ROLE_ARN')),
    ],
    ...trail.selectors.EventSelectors.map((one) =>
      block(
        'event_selector',
        [],
        [
          ['read_write_type', scalar(one['ReadWriteType'])],
          ['include_management_events', scalar(one['IncludeManagementEvents'])],
          ['exclude_management_event_sources', texts(one['ExcludeManagementEventSources'])],
          ...listOf(one['DataResources']).map((data) =>
            block(
              'data_resource',
              [],
              [
                ['type', scalar(data['Type'])],
                ['values', texts(data['Values']) ?? []],
              ],
            ),
          ),
        ],
      ),
    ),
    ...trail.selectors.AdvancedEventSelectors.map((one) =>
      block(
        'advanced_event_selector',
        [],
        [
          ['name', scalar(one['Name'])],
          ...listOf(one['FieldSelectors']).map((field) =>
            block(
              'field_selector',
              [],
              [
                ['field', scalar(field['Field'])],
                ['equals', texts(field['Equals'])],
                ['not_equals', texts(field['NotEquals'])],
                ['starts_with', texts(field['StartsWith'])],
                ['not_starts_with', texts(field['NotStartsWith'])],
                ['ends_with', texts(field['EndsWith'])],
                ['not_ends_with', texts(field['NotEndsWith'])],
              ],
            ),
          ),
        ],
      ),
    ),
  ];
}

function commonAlarm(alarm: Json, region: string, context: Context): readonly HclEntry[] {
  const actions = (member: string): HclValue | null => {
    const list = texts(alarm[member]);
    return list === null ? null : list.map((arn) => topicRef(arn, region, context));
  };
  return [
    ['alarm_name', scalar(alarm['AlarmName'])],
    ['alarm_description', scalar(alarm['AlarmDescription'])],
    ['actions_enabled', scalar(alarm['ActionsEnabled'])],
    ['alarm_actions', actions('AlarmActions')],
    ['ok_actions', actions('OKActions')],
    ['insufficient_data_actions', actions('InsufficientDataActions')],
  ];
}

function alarmBody(alarm: Json, region: string, context: Context): readonly HclEntry[] {
  return [
    ...commonAlarm(alarm, region, context),
    ['namespace', scalar(alarm['Namespace'])],
    ['metric_name', scalar(alarm['MetricName'])],
    ['dimensions', dimensions(alarm['Dimensions'])],
    ['statistic', scalar(alarm['Statistic'])],
    ['extended_statistic', scalar(alarm['ExtendedStatistic'])],
    ['period', scalar(alarm['Period'])],
    ['unit', scalar(alarm['Unit'])],
    ['evaluation_periods', scalar(alarm['EvaluationPeriods'])],
    ['datapoints_to_alarm', scalar(alarm['DatapointsToAlarm'])],
    ['threshold', scalar(alarm['Threshold'])],
    ['comparison_operator', scalar(alarm['ComparisonOperator'])],
    ['treat_missing_data', scalar(alarm['TreatMissingData'])],
    ['evaluate_low_sample_count_percentiles', scalar(alarm['EvaluateLowSampleCountPercentile'])],
    ...listOf(alarm['Metrics']).map((one) => {
      const stat = objectOf(one['MetricStat']);
      const metric = objectOf(stat['Metric']);
      return block(
        'metric_query',
        [],
        [
          ['id', scalar(one['Id'])],
          ['account_id', scalar(one['AccountId'])],
          ['expression', scalar(one['Expression'])],
          ['label', scalar(one['Label'])],
          ['period', scalar(one['Period'])],
          ['return_data', scalar(one['ReturnData'])],
          ...(one['MetricStat'] === undefined
            ? []
            : [
                block(
                  'metric',
                  [],
                  [
                    ['namespace', scalar(metric['Namespace'])],
                    ['metric_name', scalar(metric['MetricName'])],
                    ['dimensions', dimensions(metric['Dimensions'])],
                    ['period', scalar(stat['Period'])],
                    ['stat', scalar(stat['Stat'])],
                    ['unit', scalar(stat['Unit'])],
                  ],
                ),
              ]),
        ],
      );
    }),
  ];
}

function topicRef(arn: string, region: string, context: Context): HclValue {
  const made = context.things.find((thing) => thing.kind === 'topic' && thing.arn === arn);
  if (made !== undefined) return ref(`${context.address(made)}.arn`);
  const [, , service, topicRegion, account, name] = arn.split(':');
  const isOurs =
    context.things.some((thing) => thing.region === topicRegion) && service === 'sns' && topicRegion === region;
  // A data source finds topics of the account only.
  if (!isOurs || name === undefined || account !== context.account) return arn;
  return ref(`${dataSource('aws_sns_topic', name, region, context)}.arn`);
}

function groupRef(name: string, region: string, context: Context): HclValue {
  const made = context.things.find(
    (thing) => thing.kind === 'log-group' && thing.name === name && thing.region === region,
  );
  if (made !== undefined) return ref(`${context.address(made)}.name`);
  return ref(`${dataSource('aws_cloudwatch_log_group', name, region, context)}.name`);
}

function groupArnRef(arn: string, context: Context): HclValue {
  const group = logGroupOf(arn);
  const made = context.things.find(
    (thing) => thing.kind === 'log-group' && thing.name === group?.name && thing.region === group.region,
  );
  // The provider gives the ARN without the ":*" that CloudTrail asks for.
  return made === undefined ? arn : ref(`"\${${context.address(made)}.arn}:*"`);
}

function dataSource(type: string, name: string, region: string, { data }: Context): string {
  const key = JSON.stringify([type, region, name]);
  const known = data.get(key);
  const label = known?.labels[1] ?? freeLabel(type, name, data);
  if (known === undefined) {
    data.set(
      key,
      block(
        'data',
        [type, label],
        [
          ['provider', ref(`aws.${aliasOf(region)}`)],
          ['name', name],
        ],
      ),
    );
  }
  return `data.${type}.${label}`;
}

function freeLabel(type: string, name: string, data: ReadonlyMap<string, HclBlock>): string {
  const base = `used_${name.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`.slice(0, 80);
  const taken = new Set([...data.values()].filter(({ labels }) => labels[0] === type).map(({ labels }) => labels[1]));
  let label = base;
  for (let number = 2; taken.has(label); number += 1) label = `${base}_${number}`;
  return label;
}

function dimensions(list: unknown): HclValue | null {
  return map(listOf(list).map((one) => [String(one['Name']), String(one['Value'])]));
}

function scalar(value: unknown): string | number | boolean | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function texts(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.length > 0 ? value.map(String) : null;
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
