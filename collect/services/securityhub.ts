import type { GetEnabledStandardsCommandInput } from '@aws-sdk/client-securityhub';
import { collector } from '../collector.js';
import { enabledRegions } from './ec2.js';

// How Security Hub says that it is not on in a region:
// https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DescribeHub.html
const NOT_ENABLED = ['InvalidAccessException', 'ResourceNotFoundException'];

export const describeHub = collector({
  name: 'securityhub:DescribeHub',
  iamAction: 'securityhub:DescribeHub',
  scope: 'regional',
  where: 'every region',
  after: ['ec2:DescribeRegions'],
  absence: NOT_ENABLED,
  requests: (seen) => enabledRegions(seen).map((region) => ({ kind: 'ask', region, input: {} })),
  send: async (aws, region, input) => {
    const { sdk, client } = await aws.securityhub(region);
    return client.send(new sdk.DescribeHubCommand(input));
  },
});

export const getEnabledStandards = collector<GetEnabledStandardsCommandInput>({
  name: 'securityhub:GetEnabledStandards',
  iamAction: 'securityhub:GetEnabledStandards',
  scope: 'regional',
  where: 'every region',
  after: ['ec2:DescribeRegions'],
  absence: NOT_ENABLED,
  paging: { token: 'NextToken', inputToken: 'NextToken', items: ['StandardsSubscriptions'] },
  requests: (seen) => enabledRegions(seen).map((region) => ({ kind: 'ask', region, input: {} })),
  send: async (aws, region, input) => {
    const { sdk, client } = await aws.securityhub(region);
    return client.send(new sdk.GetEnabledStandardsCommand(input));
  },
});
