import type { GetEventSelectorsCommandInput, GetTrailStatusCommandInput } from '@aws-sdk/client-cloudtrail';
import { parseTrailArn } from '../arn.js';
import { collector, type Request, type Seen } from '../collector.js';
import { dependencyNotRead, OWN_ERRORS } from '../own-errors.js';
import { type Item, items, textOf } from '../read-answer.js';
import { enabledRegions } from './ec2.js';

export const describeTrails = collector({
  name: 'cloudtrail:DescribeTrails',
  iamAction: 'cloudtrail:DescribeTrails',
  scope: 'regional',
  where: 'every region',
  after: ['ec2:DescribeRegions'],
  // With the shadows of multi-region trails, as AWS does by default: they show a trail whose own region is closed to us.
  requests: (seen) => enabledRegions(seen).map((region) => ({ kind: 'ask', region, input: {} })),
  send: async (aws, region, input) => {
    const { sdk, client } = await aws.cloudtrail(region);
    return client.send(new sdk.DescribeTrailsCommand(input));
  },
});

export const getTrailStatus = collector<GetTrailStatusCommandInput>({
  name: 'cloudtrail:GetTrailStatus',
  iamAction: 'cloudtrail:GetTrailStatus',
  scope: 'regional',
  where: "each trail's home region",
  after: ['cloudtrail:DescribeTrails'],
  times: [
    'LatestCloudWatchLogsDeliveryTime',
    'LatestDeliveryTime',
    'LatestDigestDeliveryTime',
    'LatestNotificationTime',
    'StartLoggingTime',
    'StopLoggingTime',
  ],
  requests: (seen) => perTrail(seen, (arn) => ({ Name: arn })),
  send: async (aws, region, input) => {
    const { sdk, client } = await aws.cloudtrail(region);
    return client.send(new sdk.GetTrailStatusCommand(input));
  },
});

export const getEventSelectors = collector<GetEventSelectorsCommandInput>({
  name: 'cloudtrail:GetEventSelectors',
  iamAction: 'cloudtrail:GetEventSelectors',
  scope: 'regional',
  where: "each trail's home region",
  after: ['cloudtrail:DescribeTrails'],
  requests: (seen) => perTrail(seen, (arn) => ({ TrailName: arn })),
  send: async (aws, region, input) => {
    const { sdk, client } = await aws.cloudtrail(region);
    return client.send(new sdk.GetEventSelectorsCommand(input));
  },
});

/**
 * The requests that every trail in DescribeTrails gives rise to. A region whose trails could not be read gives a
 * skipped call, so that the hole shows in everything that hangs on it.
 */
export function fromTrails<Input>(
  seen: Seen,
  derive: (trail: Item, region: string) => readonly Request<Input>[],
): readonly Request<Input>[] {
  return seen
    .calls('cloudtrail:DescribeTrails')
    .flatMap((call): readonly Request<Input>[] =>
      call.outcome.kind === 'ok'
        ? items(call, 'trailList').flatMap((trail) => derive(trail, call.region))
        : [{ kind: 'skip', region: call.region, input: {}, error: dependencyNotRead(call) }],
    );
}

/** One request per trail, by ARN, in its home region: a shadow's status is that of the trail. */
function perTrail<Input>(seen: Seen, input: (arn: string) => Input): readonly Request<Input>[] {
  return fromTrails<Input>(seen, (trail, region) => {
    const arn = textOf(trail, 'TrailARN');
    const home = textOf(trail, 'HomeRegion') ?? (arn === null ? null : (parseTrailArn(arn)?.region ?? null));
    if (arn === null || home === null) {
      const message = `Not asked: DescribeTrails in ${region} names a trail without ARN or home region.`;
      return [{ kind: 'skip', region, input: {}, error: { name: OWN_ERRORS.unreadable, message } }];
    }
    return [{ kind: 'ask', region: home, input: input(arn) }];
  });
}
