// An AWS that answers from a formula: one account, as large as asked for, every answer late by the same time.
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const ACCOUNT = '111122223333';
const REGIONS = [
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
  ...['ca-central-1', 'eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'sa-east-1'],
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
];
const HOME = 'us-east-1';
const TRAIL = `arn:aws:cloudtrail:${HOME}:${ACCOUNT}:trail/main`;
const GROUP = `arn:aws:logs:${HOME}:${ACCOUNT}:log-group:trail:*`;

const topic = (index) => `arn:aws:sns:${HOME}:${ACCOUNT}:topic-${index}`;

/**
 * @param size {{ filters: number, alarms: number, topics: number, delay: number }} milliseconds of delay.
 * @returns the server's address, and how to stop it.
 */
export async function startSyntheticAws(size) {
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    await sleep(size.delay);
    const { type, body } = answer(request, Buffer.concat(chunks).toString(), size);
    response.writeHead(body.__error ? 400 : 200, { 'content-type': type, 'x-amzn-requestid': 'synthetic' });
    response.end(type === 'text/xml' ? body : JSON.stringify(body));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** How many pages the longest chain of calls has that depend on each other. */
    chain: 3 + Math.max(1, Math.ceil(size.filters / 50)) + Math.max(1, Math.ceil(size.alarms / 100)) + 1,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(request, text, size) {
  const region = /Credential=[^/]+\/[0-9]+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const target = request.headers['x-amz-target'];
  if (target !== undefined) {
    return { type: 'application/x-amz-json-1.1', body: json(target.split('.').at(-1), JSON.parse(text), region, size) };
  }
  const path = (request.url ?? '').split('?')[0];
  if (path === '/accounts') return { type: 'application/json', body: { HubArn: 'hub', SubscribedAt: '2026-01-01' } };
  if (path === '/standards/get') return { type: 'application/json', body: { StandardsSubscriptions: [] } };
  const form = new URLSearchParams(text);
  return { type: 'text/xml', body: xml(form.get('Action'), form) };
}

function json(operation, input, region, size) {
  switch (operation) {
    case 'DescribeOrganization':
      return { Organization: { Id: 'o-synthetic' } };
    case 'DescribeTrails':
      return {
        trailList: [
          {
            Name: 'main',
            TrailARN: TRAIL,
            HomeRegion: HOME,
            IsMultiRegionTrail: true,
            CloudWatchLogsLogGroupArn: GROUP,
          },
        ],
      };
    case 'GetTrailStatus':
      return { IsLogging: true };
    case 'GetEventSelectors':
      return { TrailARN: TRAIL, EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] };
    case 'DescribeLogGroups':
      return { logGroups: [{ logGroupName: 'trail', arn: GROUP }] };
    case 'DescribeMetricFilters':
      return page(input.nextToken, size.filters, 50, 'metricFilters', 'nextToken', filter);
    case 'DescribeAlarms':
      return {
        CompositeAlarms: [],
        ...page(input.NextToken, size.alarms, 100, 'MetricAlarms', 'NextToken', alarm(size)),
      };
    default:
      return { __error: true, __type: 'UnknownOperationException', message: `${operation} in ${region}` };
  }
}

function page(token, count, length, list, tokenName, make) {
  const from = token === undefined ? 0 : Number(token.slice(1));
  const items = Array.from({ length: Math.min(length, count - from) }, (_, index) => make(from + index));
  return { [list]: items, ...(from + length < count ? { [tokenName]: `t${from + length}` } : {}) };
}

function filter(index) {
  const metric = { metricName: `Metric${index}`, metricNamespace: 'Audit', metricValue: '1' };
  return {
    filterName: `filter-${index}`,
    filterPattern: `{ ($.eventName = Event${index}) || ($.eventName = Other${index}) }`,
    logGroupName: 'trail',
    metricTransformations: [metric],
  };
}

/** As long as real ones. The first watch the filters' metrics. */
function alarm({ filters, topics }) {
  return (index) => ({
    AlarmName: `alarm-${index}`,
    AlarmArn: `arn:aws:cloudwatch:${HOME}:${ACCOUNT}:alarm:alarm-${index}`,
    AlarmDescription: `What to do when alarm ${index} rings is written in the handbook of those who are on call.`,
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [topic(index % Math.max(1, topics))],
    InsufficientDataActions: [],
    StateValue: 'OK',
    StateReason: 'Threshold Crossed: 1 datapoint [0.0 (01/01/26 00:00:00)] was not greater than the threshold (1.0).',
    StateUpdatedTimestamp: 1_767_225_600,
    Namespace: index < filters ? 'Audit' : 'AWS/EC2',
    MetricName: index < filters ? `Metric${index}` : 'CPUUtilization',
    Dimensions: index < filters ? [] : [{ Name: 'InstanceId', Value: `i-${index}` }],
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  });
}

function xml(action, form) {
  const member = (name, value) => `<${name}>${value}</${name}>`;
  const result = (inner) => `<${action}Response><${action}Result>${inner}</${action}Result></${action}Response>`;
  switch (action) {
    case 'GetCallerIdentity':
      return result(
        member('Account', ACCOUNT) + member('Arn', `arn:aws:iam::${ACCOUNT}:user/bench`) + member('UserId', 'A'),
      );
    case 'ListAccountAliases':
      return result('<AccountAliases><member>synthetic</member></AccountAliases><IsTruncated>false</IsTruncated>');
    case 'DescribeRegions': {
      const items = REGIONS.map((name) => `<item><regionName>${name}</regionName></item>`).join('');
      return `<DescribeRegionsResponse><regionInfo>${items}</regionInfo></DescribeRegionsResponse>`;
    }
    case 'ListSubscriptionsByTopic': {
      const arn = form.get('TopicArn');
      const fields = {
        SubscriptionArn: `${arn}:1`,
        Owner: ACCOUNT,
        Protocol: 'email',
        Endpoint: 'a@example.com',
        TopicArn: arn,
      };
      const inner = Object.entries(fields)
        .map(([name, value]) => member(name, value))
        .join('');
      return result(`<Subscriptions><member>${inner}</member></Subscriptions>`);
    }
    default: {
      const entry = `<entry><key>TopicArn</key><value>${form.get('TopicArn')}</value></entry>`;
      return result(`<Attributes>${entry}</Attributes>`);
    }
  }
}
