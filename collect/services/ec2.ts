import { collector, type Seen } from '../collector.js';
import { items, textOf } from '../read-answer.js';

export const describeRegions = collector({
  name: 'ec2:DescribeRegions',
  iamAction: 'ec2:DescribeRegions',
  scope: 'global',
  where: 'once',
  after: [],
  // Without AllRegions AWS answers with the regions that are enabled for the account.
  requests: (seen) => [{ kind: 'ask', region: seen.startRegion, input: {} }],
  send: async (aws, region, input) => {
    const { sdk, client } = await aws.ec2(region);
    return client.send(new sdk.DescribeRegionsCommand(input));
  },
});

/** The account's enabled regions, sorted; when they could not be read, those that are to be asked then. */
export function enabledRegions(seen: Pick<Seen, 'otherwiseRegions' | 'calls'>): readonly string[] {
  const named = seen
    .calls('ec2:DescribeRegions')
    .flatMap((call) => items(call, 'Regions'))
    .flatMap((region) => textOf(region, 'RegionName') ?? []);
  return named.length === 0 ? seen.otherwiseRegions : [...new Set(named)].sort();
}
