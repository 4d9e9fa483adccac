import { collector } from '../collector.js';
import { globalRegion } from '../partition.js';

export const describeOrganization = collector({
  name: 'organizations:DescribeOrganization',
  iamAction: 'organizations:DescribeOrganization',
  scope: 'global',
  where: 'once',
  after: [],
  absence: ['AWSOrganizationsNotInUseException'],
  requests: (seen) => [
    { kind: 'ask', region: globalRegion(seen.partition, 'organizations', seen.startRegion), input: {} },
  ],
  send: async (aws, region, input) => {
    const { sdk, client } = await aws.organizations(region);
    return client.send(new sdk.DescribeOrganizationCommand(input));
  },
});
