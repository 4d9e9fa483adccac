import type { DescribeLogGroupsCommandInput, DescribeMetricFiltersCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import { parseLogGroupArn } from '../arn.js';
import { collector, type Request, type Seen } from '../collector.js';
import { OWN_ERRORS } from '../own-errors.js';
import { textOf, withItems } from '../read-answer.js';
import { fromTrails } from './cloudtrail.js';

export const describeLogGroups = collector<DescribeLogGroupsCommandInput>({
  name: 'logs:DescribeLogGroups',
  iamAction: 'logs:DescribeLogGroups',
  scope: 'regional',
  where: 'the regions of the log groups that trails write to, and of those that --log-group names',
  after: ['cloudtrail:DescribeTrails'],
  paging: { token: 'nextToken', inputToken: 'nextToken', items: ['logGroups'] },
  // AWS can be asked by prefix only: the answer may name other groups too.
  requests: (seen) => perGroup(seen, (name) => ({ logGroupNamePrefix: name })),
  needs: (_seen, _region, { logGroupNamePrefix }) => ({
    page: (page) => withItems(page, 'logGroups', (group) => textOf(group, 'logGroupName') === logGroupNamePrefix),
    whole: (answer) => answer,
  }),
  send: async (aws, region, input) => {
    const { sdk, client } = await aws.logs(region);
    return client.send(new sdk.DescribeLogGroupsCommand(input));
  },
});

export const describeMetricFilters = collector<DescribeMetricFiltersCommandInput>({
  name: 'logs:DescribeMetricFilters',
  iamAction: 'logs:DescribeMetricFilters',
  scope: 'regional',
  where: 'each of these log groups',
  after: ['cloudtrail:DescribeTrails'],
  paging: { token: 'nextToken', inputToken: 'nextToken', items: ['metricFilters'] },
  requests: (seen) => perGroup(seen, (name) => ({ logGroupName: name })),
  send: async (aws, region, input) => {
    const { sdk, client } = await aws.logs(region);
    return client.send(new sdk.DescribeMetricFiltersCommand(input));
  },
});

/**
 * One request per log group that a trail writes to, or that was asked for by name, in the region of the group's ARN.
 * A group of another account cannot be read with this account's credentials; its skipped call bears `accountId` in its
 * input, so that it is not taken for a group of ours by the same name.
 */
function perGroup<Input extends object>(seen: Seen, input: (name: string) => Input): readonly Request<Input>[] {
  const ofTrails = fromTrails<Input>(seen, (trail, region) => {
    const arn = textOf(trail, 'CloudWatchLogsLogGroupArn');
    return arn === null ? [] : [ofGroup(seen, arn, `a trail in ${region} writes to`, region, input)];
  });
  const named = seen.logGroups.map((arn) => ofGroup(seen, arn, 'the option names', seen.startRegion, input));
  return [...ofTrails, ...named];
}

function ofGroup<Input extends object>(
  seen: Seen,
  arn: string,
  who: string,
  region: string,
  input: (name: string) => Input,
): Request<Input> {
  const group = parseLogGroupArn(arn);
  if (group === null) {
    const message = `Not asked: ${who} "${arn}", which is not the ARN of a log group.`;
    return { kind: 'skip', region, input: {}, error: { name: OWN_ERRORS.unreadable, message } };
  }
  if (group.account !== seen.account) {
    const message = `Not asked: log group ${group.name} is in account ${group.account}.`;
    return {
      kind: 'skip',
      region: group.region,
      input: { ...input(group.name), accountId: group.account },
      error: { name: OWN_ERRORS.foreign, message },
    };
  }
  return { kind: 'ask', region: group.region, input: input(group.name) };
}
