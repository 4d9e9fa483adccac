import type { GetTopicAttributesCommandInput, ListSubscriptionsByTopicCommandInput } from '@aws-sdk/client-sns';
import { parseTopicArn } from '../arn.js';
import { collector, type Request, type Seen } from '../collector.js';
import { dependencyNotRead } from '../own-errors.js';
import { items, textsOf } from '../read-answer.js';
import { couldMatter, filterMetrics } from './needed-alarms.js';

export const listSubscriptionsByTopic = collector<ListSubscriptionsByTopicCommandInput>({
  name: 'sns:ListSubscriptionsByTopic',
  iamAction: 'sns:ListSubscriptionsByTopic',
  scope: 'regional',
  where: 'each topic that such an alarm names',
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
  where: 'each topic that such an alarm names',
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
    // Of the composite alarms, those that count were sorted out when they were read.
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
