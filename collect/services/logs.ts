import type { DescribeLogGroupsCommandInput, DescribeMetricFiltersCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import { parseLogGroupArn } from '../arn.js';
import { collector, type Request, type Seen } from '../collector.js';
import { OWN_ERRORS } from '../own-errors.js';
import { textOf } from '../read-answer.js';
import { fromTrails } from './cloudtrail.js';

export const describeLogGroups = collector<DescribeLogGroupsCommandInput>({
  name: 'logs:DescribeLogGroups',
  iamAction: 'logs:DescribeLogGroups',
  scope: 'regional',
  after: ['cloudtrail:DescribeTrails'],
  paging: { token: 'nextToken', inputToken: 'nextToken', items: ['logGroups'] },
  // AWS can be asked by prefix only: the answer may name other groups too.
  requests: (seen) => perTrailGroup(seen, (name) => ({ logGroupNamePrefix: name })),
  send: async (aws, region, input) => {
    const { sdk, client } = await aws.logs(region);
    return client.send(new sdk.DescribeLogGroupsCommand(input));
  },
});

export const describeMetricFilters = collector<DescribeMetricFiltersCommandInput>({
  name: 'logs:DescribeMetricFilters',
  iamAction: 'logs:DescribeMetricFilters',
  scope: 'regional',
  after: ['cloudtrail:DescribeTrails'],
  paging: { token: 'nextToken', inputToken: 'nextToken', items: ['metricFilters'] },
  requests: (seen) => perTrailGroup(seen, (name) => ({ logGroupName: name })),
  send: async (aws, region, input) => {
    const { sdk, client } = await aws.logs(region);
    return client.send(new sdk.DescribeMetricFiltersCommand(input));
  },
});

/**
 * One request per log group that a trail writes to, in the region of the group's ARN. A group of another account
 * cannot be read with this account's credentials; its skipped call bears `accountId` in its input, so that it is
 * not taken for a group of ours by the same name.
 */
function perTrailGroup<Input extends object>(seen: Seen, input: (name: string) => Input): readonly Request<Input>[] {
  return fromTrails<Input>(seen, (trail, region) => {
    const arn = textOf(trail, 'CloudWatchLogsLogGroupArn');
    if (arn === null) return [];
    const group = parseLogGroupArn(arn);
    if (group === null) {
      const message = `Not asked: a trail in ${region} writes to "${arn}", which is not the ARN of a log group.`;
      return [{ kind: 'skip', region, input: {}, error: { name: OWN_ERRORS.unreadable, message } }];
    }
    if (group.account !== seen.account) {
      const message = `Not asked: log group ${group.name} is in account ${group.account}.`;
      return [
        {
          kind: 'skip',
          region: group.region,
          input: { ...input(group.name), accountId: group.account },
          error: { name: OWN_ERRORS.foreign, message },
        },
      ];
    }
    return [{ kind: 'ask', region: group.region, input: input(group.name) }];
  });
}
