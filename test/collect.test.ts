// Collection of a seeded account from a real AWS API server over HTTP, and of none at all.
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { CollectOptions } from '../collect/collect-account.js';
import { holes } from '../collect/holes.js';
import { canonicalJson } from '../snapshot/canonical-json.js';
import { parseSnapshot } from '../snapshot/parse-snapshot.js';
import type { Snapshot } from '../snapshot/schema.js';
import { answerOf, between, callsOf, collect, outcomes, QUIET, REGIONS, snapshotOf, useFakeAws } from './collecting.js';
import { describeWithMoto } from './server/describe-with-moto.js';
import { FAKE_ACCOUNT, FAKE_CREDENTIALS } from './server/fake-aws.js';
import {
  FOREIGN_ACCOUNT,
  HOME,
  OTHER,
  ROOT_PATTERN,
  SIBLING_GROUPS,
  SUBSCRIPTIONS,
  seedAccount,
  TOPICS,
  TRAIL_PATTERN,
  TRAILS,
  VPC_PATTERN,
} from './server/seed.js';

await describeWithMoto('a collection of a whole account', (moto) => {
  beforeAll(() => seedAccount(moto), 60_000);

  it('holds what was put there', async () => {
    const server = await between(moto);
    const snapshot = await snapshotOf();
    expect(snapshot.account).toEqual({ id: FAKE_ACCOUNT, partition: 'aws', alias: 'seeded' });
    expect(snapshot.tool).toEqual({ name: 'trailproof', version: '9.9.9' });
    expect(snapshot.caller.arn).toBe(`arn:aws:sts::${FAKE_ACCOUNT}:user/moto`);
    expect(snapshot.regions).toEqual(REGIONS);

    const shown = (region: string) =>
      answerOf(snapshot, 'cloudtrail:DescribeTrails', region).trailList.map(({ TrailARN }) => TrailARN);
    expect(shown(HOME)).toEqual([TRAILS.main]);
    expect(shown(QUIET)).toEqual([TRAILS.main]);
    expect(shown(OTHER)).toEqual([TRAILS.main, TRAILS.local, TRAILS.foreign]);
    expect(answerOf(snapshot, 'cloudtrail:GetTrailStatus', HOME, { Name: TRAILS.main }).IsLogging).toBe(true);
    expect(answerOf(snapshot, 'cloudtrail:GetTrailStatus', OTHER, { Name: TRAILS.local }).IsLogging).toBe(false);
    expect(answerOf(snapshot, 'cloudtrail:GetEventSelectors', HOME, { TrailName: TRAILS.main }).EventSelectors).toEqual(
      [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
    );

    const filters = (region: string, logGroupName: string) =>
      answerOf(snapshot, 'logs:DescribeMetricFilters', region, { logGroupName }).metricFilters.map((filter) => [
        filter.filterName,
        filter.filterPattern,
        filter.metricTransformations[0]?.metricName,
      ]);
    expect(filters(HOME, 'trail/main')).toEqual([
      ['root', ROOT_PATTERN, 'RootUse'],
      ['trail', TRAIL_PATTERN, 'TrailChanges'],
    ]);
    expect(filters(OTHER, 'trail/local')).toEqual([['vpc', VPC_PATTERN, 'VpcChanges']]);

    const alarms = (region: string) =>
      answerOf(snapshot, 'cloudwatch:DescribeAlarms', region).MetricAlarms.map(({ AlarmName }) => AlarmName);
    expect(alarms(HOME).toSorted()).toEqual(['root', 'trail']);
    expect(alarms(OTHER)).toEqual(['vpc']);

    const people = (region: string, TopicArn: string) =>
      answerOf(snapshot, 'sns:ListSubscriptionsByTopic', region, { TopicArn }).Subscriptions.map(
        ({ Endpoint }) => Endpoint,
      );
    expect(people(HOME, TOPICS.security)).toEqual(['security@example.com']);
    expect(people(OTHER, TOPICS.network)).toEqual(['network@example.com']);
    expect(answerOf(snapshot, 'sns:GetTopicAttributes', HOME, { TopicArn: TOPICS.security }).Attributes.TopicArn).toBe(
      TOPICS.security,
    );

    expect(answerOf(snapshot, 'securityhub:DescribeHub', HOME).HubArn).toContain(FAKE_ACCOUNT);
    expect(answerOf(snapshot, 'securityhub:GetEnabledStandards', HOME).StandardsSubscriptions).toHaveLength(1);
    expect(answerOf(snapshot, 'organizations:DescribeOrganization', HOME).Organization).toMatchObject({
      FeatureSet: 'ALL',
    });
    expect(server.requests.length).toBeGreaterThan(20);
  });

  it('reads every page of what has more than one', async () => {
    await between(moto);
    const snapshot = await snapshotOf({ scope: 'full' });
    const groups = answerOf(snapshot, 'logs:DescribeLogGroups', HOME).logGroups.map(({ logGroupName }) => logGroupName);
    const siblings = Array.from(
      { length: SIBLING_GROUPS },
      (_, index) => `trail/main-${String(index).padStart(2, '0')}`,
    );
    expect(groups).toEqual(['trail/main', ...siblings]);
    const crowd = answerOf(snapshot, 'sns:ListSubscriptionsByTopic', HOME, { TopicArn: TOPICS.crowd }).Subscriptions;
    const people = Array.from({ length: SUBSCRIPTIONS }, (_, index) => `person-${index}@example.com`);
    expect(crowd.map(({ Endpoint }) => Endpoint).toSorted()).toEqual(people.toSorted());
    for (const name of ['logs:DescribeLogGroups', 'sns:ListSubscriptionsByTopic'] as const) {
      const [most] = callsOf(snapshot, name, HOME).flatMap(({ outcome, trace }) =>
        outcome.kind === 'ok' && outcome.pages > 1 ? [{ ...outcome, trace }] : [],
      );
      expect(most?.pages).toBe(2);
      expect(most?.trace.attempts).toBe(2);
      expect(JSON.stringify(most?.answer)).not.toMatch(/nextToken/i);
    }
  });

  it('counts what no control needs, and stores it only when asked to', async () => {
    await between(moto);
    const [needed, full] = [await snapshotOf(), await snapshotOf({ scope: 'full' })];
    const alarms = (snapshot: Snapshot) => callsOf(snapshot, 'cloudwatch:DescribeAlarms', HOME)[0]?.outcome;
    expect(alarms(needed)).toMatchObject({ items: 3, omitted: { MetricAlarms: 1 } });
    expect(alarms(full)).toMatchObject({ items: 3 });
    expect(alarms(full)).not.toHaveProperty('omitted');
    expect(answerOf(needed, 'logs:DescribeLogGroups', HOME).logGroups).toHaveLength(1);
    expect(callsOf(needed, 'logs:DescribeLogGroups', HOME)[0]?.outcome).toMatchObject({
      items: SIBLING_GROUPS + 1,
      omitted: { logGroups: SIBLING_GROUPS },
    });
    expect(JSON.stringify(needed)).not.toMatch(/CPUUtilization|trail\/main-/);
    expect([needed.scope, full.scope]).toEqual(['needed', 'full']);
  });

  it('asks for the log groups that are named beside those of trails', async () => {
    await between(moto);
    const named = `arn:aws:logs:${QUIET}:${FAKE_ACCOUNT}:log-group:central`;
    const snapshot = await snapshotOf({ logGroups: [named, 'arn:aws:s3:::bucket'] });
    expect(callsOf(snapshot, 'logs:DescribeMetricFilters', QUIET)).toMatchObject([
      { input: { logGroupName: 'central' } },
    ]);
    expect(outcomes(snapshot, 'logs:DescribeMetricFilters')).toContain(`${HOME} skipped AnswerNotUnderstood`);
    expect(snapshot.logGroups).toEqual([named, 'arn:aws:s3:::bucket']);
  });

  it('asks for nothing that the chain does not lead to', async () => {
    const server = await between(moto);
    const snapshot = await snapshotOf();
    const asked = callsOf(snapshot, 'sns:GetTopicAttributes').map(({ input }) => input.TopicArn);
    expect(asked).toEqual([TOPICS.network, TOPICS.crowd, TOPICS.security]);
    const regionsOf = (operation: string) =>
      server.requests
        .filter((one) => one.operation === operation)
        .map(({ region }) => region)
        .toSorted();
    expect(regionsOf('DescribeMetricFilters')).toEqual([OTHER, HOME]);
    expect(regionsOf('DescribeAlarms')).toEqual([OTHER, HOME]);
    expect(regionsOf('GetTrailStatus')).toEqual([OTHER, OTHER, HOME]);
    expect(regionsOf('DescribeTrails')).toEqual(REGIONS);
  });

  it('says of a log group in another account that it was not asked for', async () => {
    await between(moto);
    const snapshot = await snapshotOf();
    const [foreign] = callsOf(snapshot, 'logs:DescribeMetricFilters').filter(
      ({ outcome }) => outcome.kind === 'skipped',
    );
    expect(foreign).toMatchObject({
      region: OTHER,
      input: { logGroupName: 'trail/local', accountId: FOREIGN_ACCOUNT },
      outcome: {
        error: {
          name: 'OtherAccount',
          message: `Not asked: log group trail/local is in account ${FOREIGN_ACCOUNT}.`,
        },
      },
    });
    expect(holes(snapshot).map(({ operation }) => operation)).toEqual(['DescribeLogGroups', 'DescribeMetricFilters']);
  });

  it('is a snapshot that can be read, in canonical form, and holds no credentials', async () => {
    await between(moto);
    const text = canonicalJson(await snapshotOf());
    expect(parseSnapshot(Buffer.from(text))).toMatchObject({ kind: 'snapshot' });
    for (const secret of Object.values(FAKE_CREDENTIALS)) expect(text).not.toContain(secret);
    expect(text).not.toContain('$metadata');
  });

  it('differs from the next one of an unchanged account only in its times and traces', async () => {
    await between(moto);
    const steady = ({ startedAt, endedAt, runs, calls, ...rest }: Snapshot) =>
      canonicalJson({ ...rest, calls: calls.map(({ trace, ...call }) => call) });
    const [first, second] = [await snapshotOf(), await snapshotOf({ concurrency: 1 })];
    expect(steady(second)).toBe(steady(first));
    expect(second.startedAt).not.toBe(first.startedAt);
  });

  it('asks every region that the server knows, without help', async () => {
    useFakeAws(moto.url);
    const snapshot = await snapshotOf();
    expect(snapshot.regions.length).toBeGreaterThan(20);
    expect(callsOf(snapshot, 'cloudtrail:DescribeTrails').map(({ region }) => region)).toEqual(snapshot.regions);
    expect(outcomes(snapshot, 'cloudtrail:DescribeTrails').every((outcome) => outcome.endsWith(' ok'))).toBe(true);
  });

  it('tells of every call as it ends', async () => {
    await between(moto);
    const told: string[] = [];
    const snapshot = await snapshotOf({
      onProgress: ({ call, done, known }) => {
        expect(done).toBeLessThanOrEqual(known);
        told.push(call.operation);
      },
    });
    expect(told[0]).toBe('GetCallerIdentity');
    expect(told).toHaveLength(snapshot.calls.length);
  });

  it('obeys an endpoint that is given before the one of the environment', async () => {
    const server = await between(moto);
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
    expect((await snapshotOf({ endpointUrl: server.url })).account.id).toBe(FAKE_ACCOUNT);
  });
});

describe('without AWS', () => {
  const problemOf = async (options: Partial<CollectOptions> = {}) => {
    const result = await collect(options);
    return result.kind === 'no-account' ? result.error : null;
  };

  it('says that there are no credentials', async () => {
    useFakeAws('http://127.0.0.1:1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    expect(await problemOf()).toMatchObject({ cause: 'no-credentials', problem: 'no usable AWS credentials' });
  });

  it('says that there are none for a profile that is not there', async () => {
    useFakeAws('http://127.0.0.1:1');
    expect(await problemOf({ profile: 'nobody' })).toMatchObject({
      cause: 'no-credentials',
      problem: 'no usable AWS credentials for profile nobody',
    });
  });

  it('says what does not answer', async () => {
    useFakeAws('http://127.0.0.1:1');
    expect(await problemOf()).toMatchObject({
      cause: 'unreachable',
      problem: 'AWS STS in us-east-1 does not answer (ECONNREFUSED 127.0.0.1:1)',
    });
  });

  it.each([
    [{ endpointUrl: 'localhost:5000' }, 'bad-endpoint'],
    [{ endpointUrl: 'not a url' }, 'bad-endpoint'],
    [{ region: 'us east' }, 'bad-region'],
    [{ region: 'evil.example/' }, 'bad-region'],
  ] as const)('refuses %j before anything is asked', async (options, cause) => {
    useFakeAws('http://127.0.0.1:1');
    expect(await problemOf(options)).toMatchObject({ cause });
  });

  it('says that the endpoint of the environment is no URL', async () => {
    useFakeAws('nonsense');
    expect(await problemOf()).toMatchObject({ cause: 'bad-endpoint' });
  });
});
