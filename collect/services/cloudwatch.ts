import type { DescribeAlarmsCommandInput } from '@aws-sdk/client-cloudwatch';
import { collector, type Request } from '../collector.js';
import { dependencyNotRead } from '../own-errors.js';
import { items } from '../read-answer.js';
import { filterMetrics, neededAlarms } from './needed-alarms.js';

// Composite alarms are left out unless they are asked for; 100 is the largest page.
const INPUT: DescribeAlarmsCommandInput = { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], MaxRecords: 100 };

export const describeAlarms = collector<DescribeAlarmsCommandInput>({
  name: 'cloudwatch:DescribeAlarms',
  iamAction: 'cloudwatch:DescribeAlarms',
  scope: 'regional',
  where: 'the regions in which a metric filter was found',
  after: ['logs:DescribeMetricFilters'],
  paging: { token: 'NextToken', inputToken: 'NextToken', items: ['MetricAlarms', 'CompositeAlarms'] },
  // An alarm lies in the region of its metric, and a filter's metric in that of its log group.
  requests: (seen) =>
    seen.calls('logs:DescribeMetricFilters').flatMap((call): readonly Request<DescribeAlarmsCommandInput>[] => {
      if (call.outcome.kind !== 'ok') {
        return [{ kind: 'skip', region: call.region, input: { ...INPUT }, error: dependencyNotRead(call) }];
      }
      return items(call, 'metricFilters').length === 0 ? [] : [{ kind: 'ask', region: call.region, input: INPUT }];
    }),
  neededBy: ['logs:DescribeMetricFilters'],
  needs: (seen, region) => neededAlarms(filterMetrics(seen.calls('logs:DescribeMetricFilters'), region)),
  times: ['AlarmConfigurationUpdatedTimestamp', 'StateTransitionedTimestamp', 'StateUpdatedTimestamp'],
  send: async (aws, region, input) => {
    const { sdk, client } = await aws.cloudwatch(region);
    return client.send(new sdk.DescribeAlarmsCommand(input));
  },
});
