import type { ListAccountAliasesCommandInput } from '@aws-sdk/client-iam';
import { collector } from '../collector.js';
import { globalRegion } from '../partition.js';

export const listAccountAliases = collector<ListAccountAliasesCommandInput>({
  name: 'iam:ListAccountAliases',
  iamAction: 'iam:ListAccountAliases',
  scope: 'global',
  where: 'once',
  after: [],
  paging: { token: 'Marker', inputToken: 'Marker', items: ['AccountAliases'] },
  requests: (seen) => [{ kind: 'ask', region: globalRegion(seen.partition, 'iam', seen.startRegion), input: {} }],
  send: async (aws, region, input) => {
    const { sdk, client } = await aws.iam(region);
    return client.send(new sdk.ListAccountAliasesCommand(input));
  },
});
