import type { GetTopicAttributesCommandInput, ListSubscriptionsByTopicCommandInput } from '@aws-sdk/client-sns';
import type { Call } from '../../snapshot/schema.js';
import { parseTopicArn } from '../arn.js';
import { collector, type Request, type Seen } from '../collector.js';
import { dependencyNotRead } from '../own-errors.js';
import { type Item, itemOf, items, itemsOf, textOf, textsOf } from '../read-answer.js';

export const listSubscriptionsByTopic = collector<ListSubscriptionsByTopicCommandInput>({
  name: 'sns:ListSubscriptionsByTopic',
  iamAction: 'sns:ListSubscriptionsByTopic',
  scope: 'regional',
  after: ['logs:DescribeMetricFilters', 'cloudwatch:DescribeAlarms'],
  paging: { token: 'NextToken', inputToken: 'NextToken', items: ['Subscriptions'] },
  requests: perTopic,
  send: async (aws, region, input) => {
    const { sdk, client } = await aws.sns(region);
    return client.send(new sdk.ListSubscriptionsByTopicCommand(input));
  },
});

export const getTopicAttributes = collector<GetTopicAttributesCommandInput>({
  name: 'sns:GetTopicAttributes',
  iamAction: 'sns:GetTopicAttributes',
  scope: 'regional',
  after: ['logs:DescribeMetricFilters', 'cloudwatch:DescribeAlarms'],
  requests: perTopic,
  send: async (aws, region, input) => {
    const { sdk, client } = await aws.sns(region);
    return client.send(new sdk.GetTopicAttributesCommand(input));
  },
});

/**
 * One request per topic that an alarm which could matter names in AlarmActions, in the region of its ARN. A topic of
 * another account is asked too: its policy may let us.
 */
function perTopic(seen: Seen): readonly Request<{ readonly TopicArn: string }>[] {
  return seen.calls('cloudwatch:DescribeAlarms').flatMap((call): readonly Request<{ readonly TopicArn: string }>[] => {
    if (call.outcome.kind !== 'ok') {
      return [{ kind: 'skip', region: call.region, input: {}, error: dependencyNotRead(call) }];
    }
    const metrics = filterMetrics(seen.calls('logs:DescribeMetricFilters'), call.region);
    // A composite alarm's rule names alarms in a language of its own; all of them are kept rather than one lost.
    const alarms = [
      ...items(call, 'MetricAlarms').filter((alarm) => couldMatter(alarm, metrics)),
      ...items(call, 'CompositeAlarms'),
    ];
    return alarms
      .flatMap((alarm) => textsOf(alarm, 'AlarmActions'))
      .flatMap((action) => {
        const topic = parseTopicArn(action);
        return topic === null ? [] : [{ kind: 'ask', region: topic.region, input: { TopicArn: action } }];
      });
  });
}

/** The metrics that the collected filters of a region feed. */
function filterMetrics(calls: readonly Call[], region: string): ReadonlySet<string> {
  const metrics = calls
    .filter((call) => call.region === region)
    .flatMap((call) => items(call, 'metricFilters'))
    .flatMap((filter) => itemsOf(filter, 'metricTransformations'))
    .map((metric) => metricKey(textOf(metric, 'metricNamespace'), textOf(metric, 'metricName')));
  return new Set(metrics);
}

/** Whether an alarm watches one of the metrics: directly, within metric math, or by a query that fetches its own. */
function couldMatter(alarm: Item, metrics: ReadonlySet<string>): boolean {
  if (metrics.has(metricKey(textOf(alarm, 'Namespace'), textOf(alarm, 'MetricName')))) return true;
  return itemsOf(alarm, 'Metrics').some((entry) => {
    const stat = itemOf(entry, 'MetricStat');
    const metric = stat === null ? null : itemOf(stat, 'Metric');
    if (metric !== null && metrics.has(metricKey(textOf(metric, 'Namespace'), textOf(metric, 'MetricName'))))
      return true;
    return /\b(?:SELECT|SEARCH)\b/i.test(textOf(entry, 'Expression') ?? '');
  });
}

function metricKey(namespace: string | null, name: string | null): string {
  return JSON.stringify([namespace, name]);
}
