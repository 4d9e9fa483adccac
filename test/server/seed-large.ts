// A large account and two small ones in one server, each reached by a role. Of everything that pages there is more than
// one page.
import { CloudTrailClient, CreateTrailCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand, PutMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { FAKE_CREDENTIALS } from './fake-aws.js';
import type { Moto } from './moto.js';

export const LARGE = '111111111111';
export const SMALL = ['222222222222', '333333333333'] as const;
export const ROLE = 'trailproof-audit';
export const NORTH = 'us-east-1';
export const SOUTH = 'eu-central-1';

export const SEVENTEEN = [
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
  ...['ca-central-1', SOUTH, 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'sa-east-1'],
  ...[NORTH, 'us-east-2', 'us-west-1', 'us-west-2'],
].toSorted();

export interface SeededFilter {
  readonly region: string;
  readonly group: string;
  readonly name: string;
  readonly pattern: string;
  readonly metric: string;
  readonly alarm: string;
  readonly topic: string;
}

const NORTH_FILTERS = 80;
const FILTERS = 120;
const TOPICS = 60;
export const ALARMS = 2_500;
export const SIBLINGS = 55;
export const CROWD = 105;

/** The filters of the large account, each with its alarm and the topic that the alarm names. */
export const LARGE_FILTERS: readonly SeededFilter[] = Array.from({ length: FILTERS }, (_, index) => {
  const region = index < NORTH_FILTERS ? NORTH : SOUTH;
  const number = String(index).padStart(3, '0');
  return {
    region,
    group: region === NORTH ? 'trail/north' : 'trail/south',
    name: `filter-${number}`,
    pattern: `{ ($.eventName = Event${index}) && ($.userAgent = "\u00e4 \\"b\\"") }`,
    metric: `Metric${number}`,
    alarm: `alarm-${number}`,
    topic: topicArn(LARGE, region, `topic-${String(index % TOPICS).padStart(2, '0')}`),
  };
});

/** The topics of the large account that alarms name. Which region an alarm is in decides which topic it can name. */
export const LARGE_TOPICS: readonly string[] = [...new Set(LARGE_FILTERS.map(({ topic }) => topic))].toSorted();

function topicArn(account: string, region: string, name: string): string {
  return `arn:aws:sns:${region}:${account}:${name}`;
}

/** Who is told by a topic. The first topic tells a crowd. */
export function subscribers(topic: string): readonly string[] {
  const name = topic.split(':').at(-1) ?? '';
  const count = topic === LARGE_TOPICS[0] ? CROWD : 1;
  return Array.from({ length: count }, (_, index) => `${name}-${index}@example.com`);
}

export async function seedLarge(moto: Moto): Promise<void> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  await Promise.all([...SMALL.map((account) => seedSmall(moto, account)), seedBig(moto)]);
}

async function seedBig(moto: Moto): Promise<void> {
  const to = await clients(moto, LARGE);
  await seedTrail(to, LARGE, NORTH, 'north', true);
  await seedTrail(to, LARGE, SOUTH, 'south', false);
  for (let index = 0; index < SIBLINGS; index += 1) {
    await to(NORTH).logs.send(new CreateLogGroupCommand({ logGroupName: `trail/north-${index}` }));
  }
  for (const topic of LARGE_TOPICS) {
    const [, , , region = '', , Name = ''] = topic.split(':');
    await to(region).sns.send(new CreateTopicCommand({ Name }));
    await side(subscribers(topic), async (Endpoint) => {
      await to(region).sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'email', Endpoint }));
    });
  }
  await side(LARGE_FILTERS, async (filter) => {
    const metric = { metricName: filter.metric, metricNamespace: 'Audit', metricValue: '1' };
    await to(filter.region).logs.send(
      new PutMetricFilterCommand({
        logGroupName: filter.group,
        filterName: filter.name,
        filterPattern: filter.pattern,
        metricTransformations: [metric],
      }),
    );
    await to(filter.region).cloudwatch.send(alarm(filter.alarm, 'Audit', filter.metric, filter.topic));
  });
  const others = Array.from({ length: ALARMS - FILTERS }, (_, index) => index);
  await side(others, async (index) => {
    const region = index % 5 === 0 ? SOUTH : NORTH;
    const topic = topicArn(LARGE, region, 'unrelated');
    await to(region).cloudwatch.send(alarm(`other-${index}`, 'AWS/EC2', `CPU${index}`, topic));
  });
}

async function seedSmall(moto: Moto, account: string): Promise<void> {
  const to = await clients(moto, account);
  await seedTrail(to, account, NORTH, 'main', true);
}

async function seedTrail(to: Clients, account: string, region: string, name: string, multi: boolean): Promise<void> {
  const bucket = await fetch(`${to.url}/trails-${account}-${name}`, { method: 'PUT', headers: to.headers(NORTH) });
  if (!bucket.ok) throw new Error(`The bucket could not be made: ${bucket.status}`);
  await to(region).logs.send(new CreateLogGroupCommand({ logGroupName: `trail/${name}` }));
  await to(region).cloudtrail.send(
    new CreateTrailCommand({
      Name: name,
      S3BucketName: `trails-${account}-${name}`,
      IsMultiRegionTrail: multi,
      CloudWatchLogsLogGroupArn: `arn:aws:logs:${region}:${account}:log-group:trail/${name}:*`,
      CloudWatchLogsRoleArn: `arn:aws:iam::${account}:role/trail`,
    }),
  );
  await to(region).cloudtrail.send(new StartLoggingCommand({ Name: name }));
}

function alarm(AlarmName: string, Namespace: string, MetricName: string, action: string): PutMetricAlarmCommand {
  return new PutMetricAlarmCommand({
    AlarmName,
    Namespace,
    MetricName,
    AlarmActions: [action],
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    EvaluationPeriods: 1,
    Period: 300,
    Statistic: 'Sum',
    Threshold: 1,
  });
}

interface Clients {
  (region: string): ReturnType<typeof regional>;
  readonly url: string;
  readonly headers: (region: string) => Record<string, string>;
}

/** Clients with the role of an account. */
async function clients(moto: Moto, account: string): Promise<Clients> {
  const sts = new STSClient({ endpoint: moto.url, region: NORTH, credentials: { ...FAKE_CREDENTIALS } });
  const RoleArn = `arn:aws:iam::${account}:role/${ROLE}`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'seed' }));
  const keys = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  const made = new Map<string, ReturnType<typeof regional>>();
  const to = (region: string) => {
    const known = made.get(region) ?? regional(moto.url, region, keys);
    made.set(region, known);
    return known;
  };
  // moto looks at the key in the header alone to tell whose bucket it is.
  const headers = (region: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/20260101/${region}/s3/aws4_request, SignedHeaders=host, Signature=0`,
  });
  return Object.assign(to, { url: moto.url, headers });
}

function regional(
  endpoint: string,
  region: string,
  keys: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken: string },
) {
  // The SDK writes into the object that it is given.
  const config = () => ({ endpoint, region, credentials: { ...keys } });
  return {
    logs: new CloudWatchLogsClient(config()),
    cloudwatch: new CloudWatchClient(config()),
    cloudtrail: new CloudTrailClient(config()),
    sns: new SNSClient(config()),
  };
}

/** Does the work for each, a few side by side. */
async function side<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}
