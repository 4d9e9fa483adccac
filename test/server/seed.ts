import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, PutMetricAlarmCommand, type PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand, PutMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateAccountAliasCommand, IAMClient } from '@aws-sdk/client-iam';
import { EnableSecurityHubCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { FAKE_ACCOUNT, FAKE_CREDENTIALS } from './fake-aws.js';
import type { Moto } from './moto.js';

export const BUCKET = 'seeded-trail-bucket';
export const HOME = 'us-east-1';
export const OTHER = 'eu-central-1';
export const FOREIGN_ACCOUNT = '999999999999';

/** More than one page of DescribeLogGroups (50) and of ListSubscriptionsByTopic (100). */
export const SIBLING_GROUPS = 55;
export const SUBSCRIPTIONS = 105;

export const ROOT_PATTERN =
  '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }';
export const TRAIL_PATTERN = '{ ($.eventName = StopLogging) || ($.eventName = DeleteTrail) }';
export const VPC_PATTERN = '{ ($.eventName = CreateVpc) || ($.eventName = DeleteVpc) }';

const client = (endpoint: string, region: string) => ({
  endpoint,
  region,
  // The SDK writes into the object that it is given.
  credentials: { ...FAKE_CREDENTIALS },
});
const groupArn = (region: string, account: string, name: string) =>
  `arn:aws:logs:${region}:${account}:log-group:${name}:*`;
const topicArn = (region: string, name: string) => `arn:aws:sns:${region}:${FAKE_ACCOUNT}:${name}`;

/** The trails of the seeded account by ARN. */
export const TRAILS = {
  main: `arn:aws:cloudtrail:${HOME}:${FAKE_ACCOUNT}:trail/main`,
  local: `arn:aws:cloudtrail:${OTHER}:${FAKE_ACCOUNT}:trail/local`,
  foreign: `arn:aws:cloudtrail:${OTHER}:${FAKE_ACCOUNT}:trail/foreign`,
} as const;

/** The topics of the seeded account by ARN; no alarm that could matter names `unrelated`. */
export const TOPICS = {
  security: topicArn(HOME, 'security'),
  crowd: topicArn(HOME, 'crowd'),
  network: topicArn(OTHER, 'network'),
  unrelated: topicArn(HOME, 'unrelated'),
} as const;

/**
 * Fills a fresh server: a multi-region trail with its log group, filters, alarms and topics in one region; a
 * single-region trail with its own in another; a third that writes to a log group of another account.
 */
export async function seedAccount(moto: Moto): Promise<void> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  await moto.aws('s3api', 'create-bucket', '--bucket', BUCKET);
  await moto.aws('organizations', 'create-organization', '--feature-set', 'ALL');
  await new IAMClient(client(moto.url, HOME)).send(new CreateAccountAliasCommand({ AccountAlias: 'seeded' }));
  await new SecurityHubClient(client(moto.url, HOME)).send(new EnableSecurityHubCommand({}));
  await seedLogs(moto.url);
  await seedTrails(moto.url);
  await seedTopics(moto.url);
  await seedAlarms(moto.url);
}

async function seedLogs(url: string): Promise<void> {
  const home = new CloudWatchLogsClient(client(url, HOME));
  const other = new CloudWatchLogsClient(client(url, OTHER));
  await home.send(new CreateLogGroupCommand({ logGroupName: 'trail/main' }));
  for (let index = 0; index < SIBLING_GROUPS; index += 1) {
    await home.send(new CreateLogGroupCommand({ logGroupName: `trail/main-${String(index).padStart(2, '0')}` }));
  }
  await other.send(new CreateLogGroupCommand({ logGroupName: 'trail/local' }));
  await home.send(filter('trail/main', 'root', ROOT_PATTERN, 'RootUse'));
  await home.send(filter('trail/main', 'trail', TRAIL_PATTERN, 'TrailChanges'));
  await other.send(filter('trail/local', 'vpc', VPC_PATTERN, 'VpcChanges'));
}

function filter(
  logGroupName: string,
  filterName: string,
  filterPattern: string,
  metricName: string,
): PutMetricFilterCommand {
  const metricTransformations = [{ metricName, metricNamespace: 'Audit', metricValue: '1' }];
  return new PutMetricFilterCommand({ logGroupName, filterName, filterPattern, metricTransformations });
}

async function seedTrails(url: string): Promise<void> {
  const home = new CloudTrailClient(client(url, HOME));
  const other = new CloudTrailClient(client(url, OTHER));
  const role = `arn:aws:iam::${FAKE_ACCOUNT}:role/trail`;
  const logs = (arn: string) => ({ CloudWatchLogsLogGroupArn: arn, CloudWatchLogsRoleArn: role });
  const main = { IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true, EnableLogFileValidation: true };
  await home.send(
    new CreateTrailCommand({
      Name: 'main',
      S3BucketName: BUCKET,
      ...main,
      ...logs(groupArn(HOME, FAKE_ACCOUNT, 'trail/main')),
    }),
  );
  await other.send(
    new CreateTrailCommand({
      Name: 'local',
      S3BucketName: BUCKET,
      ...logs(groupArn(OTHER, FAKE_ACCOUNT, 'trail/local')),
    }),
  );
  await other.send(
    new CreateTrailCommand({
      Name: 'foreign',
      S3BucketName: BUCKET,
      ...logs(groupArn(OTHER, FOREIGN_ACCOUNT, 'trail/local')),
    }),
  );
  await home.send(new StartLoggingCommand({ Name: 'main' }));
  await home.send(
    new PutEventSelectorsCommand({
      TrailName: 'main',
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
    }),
  );
}

async function seedTopics(url: string): Promise<void> {
  const home = new SNSClient(client(url, HOME));
  const other = new SNSClient(client(url, OTHER));
  for (const Name of ['security', 'crowd', 'unrelated']) await home.send(new CreateTopicCommand({ Name }));
  await other.send(new CreateTopicCommand({ Name: 'network' }));
  const email = (TopicArn: string, who: string) =>
    new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: `${who}@example.com` });
  await home.send(email(TOPICS.security, 'security'));
  await other.send(email(TOPICS.network, 'network'));
  for (let index = 0; index < SUBSCRIPTIONS; index += 1) await home.send(email(TOPICS.crowd, `person-${index}`));
}

async function seedAlarms(url: string): Promise<void> {
  const home = new CloudWatchClient(client(url, HOME));
  const other = new CloudWatchClient(client(url, OTHER));
  await home.send(alarm('root', [TOPICS.security], { Namespace: 'Audit', MetricName: 'RootUse' }));
  const math = { Id: 'm', Expression: 'IF(changes > 0, 1, 0)', ReturnData: true };
  const stat = { Metric: { Namespace: 'Audit', MetricName: 'TrailChanges' }, Period: 300, Stat: 'Sum' };
  const metrics = [math, { Id: 'changes', MetricStat: stat, ReturnData: false }];
  await home.send(
    alarm('trail', [TOPICS.crowd, `arn:aws:lambda:${HOME}:${FAKE_ACCOUNT}:function:page`], { Metrics: metrics }),
  );
  await home.send(alarm('cpu', [TOPICS.unrelated], { Namespace: 'AWS/EC2', MetricName: 'CPUUtilization' }));
  await other.send(alarm('vpc', [TOPICS.network], { Namespace: 'Audit', MetricName: 'VpcChanges' }));
}

function alarm(
  AlarmName: string,
  AlarmActions: string[],
  watches: Pick<PutMetricAlarmCommandInput, 'Namespace' | 'MetricName' | 'Metrics'>,
): PutMetricAlarmCommand {
  const how = { ComparisonOperator: 'GreaterThanOrEqualToThreshold', Threshold: 1, EvaluationPeriods: 1 } as const;
  const stat = watches.Metrics === undefined ? ({ Statistic: 'Sum', Period: 300 } as const) : {};
  return new PutMetricAlarmCommand({ AlarmName, AlarmActions, ...how, ...stat, ...watches });
}
