// The answers that readers of a snapshot rely on, operation by operation. Deliberately loose: AWS adds fields, and
// whatever is not named here passes through. An answer that does not fit is unreadable evidence, not an error.
import { z } from 'zod';

const text = z.string();
const texts = z.array(z.string());

const trail = z.looseObject({
  Name: text,
  TrailARN: text,
  HomeRegion: text,
  IsMultiRegionTrail: z.boolean().optional(),
  IsOrganizationTrail: z.boolean().optional(),
  CloudWatchLogsLogGroupArn: text.optional(),
});

const eventSelector = z.looseObject({
  ReadWriteType: z.enum(['All', 'ReadOnly', 'WriteOnly']).optional(),
  IncludeManagementEvents: z.boolean().optional(),
  ExcludeManagementEventSources: texts.optional(),
});

const fieldSelector = z.looseObject({
  Field: text,
  Equals: texts.optional(),
  NotEquals: texts.optional(),
  StartsWith: texts.optional(),
  NotStartsWith: texts.optional(),
  EndsWith: texts.optional(),
  NotEndsWith: texts.optional(),
});

const metricFilter = z.looseObject({
  filterName: text,
  filterPattern: text.optional(),
  logGroupName: text,
  applyOnTransformedLogs: z.boolean().optional(),
  fieldSelectionCriteria: text.optional(),
  emitSystemFieldDimensions: texts.optional(),
  metricTransformations: z.array(
    z.looseObject({
      metricName: text,
      metricNamespace: text,
      metricValue: text,
      defaultValue: z.number().optional(),
      dimensions: z.record(text, text).optional(),
    }),
  ),
});

const dimensions = z.array(z.looseObject({ Name: text, Value: text }));

const metricAlarm = z.looseObject({
  AlarmName: text,
  AlarmArn: text,
  ActionsEnabled: z.boolean().optional(),
  AlarmActions: texts.optional(),
  MetricName: text.optional(),
  Namespace: text.optional(),
  Dimensions: dimensions.optional(),
  Statistic: text.optional(),
  ExtendedStatistic: text.optional(),
  Period: z.number().optional(),
  EvaluationPeriods: z.number().optional(),
  DatapointsToAlarm: z.number().optional(),
  Threshold: z.number().optional(),
  ComparisonOperator: text.optional(),
  TreatMissingData: text.optional(),
  Metrics: z
    .array(
      z.looseObject({
        Id: text,
        Expression: text.optional(),
        ReturnData: z.boolean().optional(),
        AccountId: text.optional(),
        MetricStat: z
          .looseObject({
            Metric: z.looseObject({
              Namespace: text.optional(),
              MetricName: text.optional(),
              Dimensions: dimensions.optional(),
            }),
            Period: z.number(),
            Stat: text,
          })
          .optional(),
      }),
    )
    .optional(),
});

const compositeAlarm = z.looseObject({
  AlarmName: text,
  AlarmArn: text,
  AlarmRule: text,
  ActionsEnabled: z.boolean().optional(),
  AlarmActions: texts.optional(),
  ActionsSuppressor: text.optional(),
});

/** What each operation's answer must look like for a reader to use it. Keys are `<service>:<operation>`. */
export const ANSWERS = {
  'sts:GetCallerIdentity': z.looseObject({ Account: text, Arn: text }),
  'iam:ListAccountAliases': z.looseObject({ AccountAliases: texts }),
  'ec2:DescribeRegions': z.looseObject({ Regions: z.array(z.looseObject({ RegionName: text })) }),
  'cloudtrail:DescribeTrails': z.looseObject({ trailList: z.array(trail) }),
  'cloudtrail:GetTrailStatus': z.looseObject({
    IsLogging: z.boolean(),
    LatestCloudWatchLogsDeliveryError: text.optional(),
    LatestCloudWatchLogsDeliveryTime: text.optional(),
  }),
  'cloudtrail:GetEventSelectors': z.looseObject({
    EventSelectors: z.array(eventSelector).optional(),
    AdvancedEventSelectors: z.array(z.looseObject({ FieldSelectors: z.array(fieldSelector) })).optional(),
  }),
  'logs:DescribeLogGroups': z.looseObject({
    logGroups: z.array(
      z.looseObject({
        logGroupName: text,
        logGroupClass: text.optional(),
        retentionInDays: z.number().optional(),
      }),
    ),
  }),
  'logs:DescribeMetricFilters': z.looseObject({ metricFilters: z.array(metricFilter) }),
  'cloudwatch:DescribeAlarms': z.looseObject({
    MetricAlarms: z.array(metricAlarm),
    CompositeAlarms: z.array(compositeAlarm),
  }),
  'sns:ListSubscriptionsByTopic': z.looseObject({
    Subscriptions: z.array(z.looseObject({ SubscriptionArn: text, Protocol: text, Endpoint: text.optional() })),
  }),
  'sns:GetTopicAttributes': z.looseObject({ Attributes: z.record(text, text) }),
  // An answer without the time of subscription is none that AWS gives: where the hub is off, it answers with an error.
  'securityhub:DescribeHub': z.looseObject({ SubscribedAt: text }),
  'securityhub:GetEnabledStandards': z.looseObject({ StandardsSubscriptions: z.array(z.looseObject({})) }),
  'organizations:DescribeOrganization': z.looseObject({ Organization: z.looseObject({}).optional() }),
} as const;

export type OperationName = keyof typeof ANSWERS;

/** The answer of an operation, as far as a reader relies on it. */
export type Answer<Name extends OperationName> = z.infer<(typeof ANSWERS)[Name]>;

/**
 * Errors that are answers: they say that the thing asked about is not there, or not switched on. Names from the API
 * references of each service.
 */
export const ABSENCE: Readonly<Partial<Record<OperationName, readonly string[]>>> = {
  'cloudtrail:GetTrailStatus': ['TrailNotFoundException'],
  'cloudtrail:GetEventSelectors': ['TrailNotFoundException'],
  'logs:DescribeMetricFilters': ['ResourceNotFoundException'],
  'sns:ListSubscriptionsByTopic': ['NotFoundException', 'NotFound'],
  'sns:GetTopicAttributes': ['NotFoundException', 'NotFound'],
  'securityhub:DescribeHub': ['InvalidAccessException', 'ResourceNotFoundException'],
  'securityhub:GetEnabledStandards': ['InvalidAccessException', 'ResourceNotFoundException'],
  'organizations:DescribeOrganization': ['AWSOrganizationsNotInUseException'],
};
