import { collector } from '../collector.js';

// AWS needs no permission for it, and answers even where a policy denies it.
export const getCallerIdentity = collector({
  name: 'sts:GetCallerIdentity',
  iamAction: 'sts:GetCallerIdentity',
  scope: 'global',
  where: 'once',
  after: [],
  requests: (seen) => [{ kind: 'ask', region: seen.startRegion, input: {} }],
  send: async (aws, region, input) => {
    const { sdk, client } = await aws.sts(region);
    return client.send(new sdk.GetCallerIdentityCommand(input));
  },
});
