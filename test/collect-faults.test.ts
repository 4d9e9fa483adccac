// Collection through a server that misbehaves as AWS can.
import { beforeAll, describe, expect, it } from 'vitest';
import type { CollectOptions } from '../collect/collect-account.js';
import { holes } from '../collect/holes.js';
import type { Snapshot } from '../snapshot/schema.js';
import { between, callsOf, collect, outcomes, QUIET, snapshotOf } from './collecting.js';
import { describeWithMoto } from './server/describe-with-moto.js';
import { FAKE_ACCOUNT, FAKE_CREDENTIALS } from './server/fake-aws.js';
import { json, refusal } from './server/fault-server.js';
import { HOME, OTHER, seedAccount, TOPICS } from './server/seed.js';

await describeWithMoto('a collection', (moto) => {
  beforeAll(() => seedAccount(moto), 60_000);

  describe('where AWS refuses', () => {
    it.each([
      ['iam:ListAccountAliases', 'AccessDenied', `${HOME} denied AccessDenied`],
      ['organizations:DescribeOrganization', 'AccessDeniedException', `${HOME} denied AccessDeniedException`],
      ['cloudtrail:GetEventSelectors', 'AccessDeniedException', `${HOME} denied AccessDeniedException`],
      ['logs:DescribeLogGroups', 'AccessDeniedException', `${HOME} denied AccessDeniedException`],
      ['sns:GetTopicAttributes', 'AuthorizationError', `${HOME} denied AuthorizationErrorException`],
      ['securityhub:DescribeHub', 'AccessDeniedException', `${HOME} denied AccessDeniedException`],
    ] as const)('%s, the call is denied and all else goes on', async (name, error, expected) => {
      await between(moto, { operation: name.split(':')[1] ?? '', region: HOME, fault: refusal(error) });
      const snapshot = await snapshotOf();
      expect(outcomes(snapshot, name)).toContain(expected);
      const others = snapshot.calls
        .filter(({ outcome }) => outcome.kind === 'denied')
        .map((call) => `${call.service}:${call.operation}`);
      expect(new Set(others)).toEqual(new Set([name]));
      expect(outcomes(snapshot, 'cloudwatch:DescribeAlarms')).toEqual([`${OTHER} ok`, `${HOME} ok`]);
    });

    it('to name the regions, the one to start from is asked', async () => {
      await between(moto, { operation: 'DescribeRegions', fault: refusal('UnauthorizedOperation') });
      const snapshot = await snapshotOf({ region: OTHER });
      expect(outcomes(snapshot, 'ec2:DescribeRegions')).toEqual([`${OTHER} denied UnauthorizedOperation`]);
      expect(snapshot.regions).toEqual([OTHER]);
      expect(outcomes(snapshot, 'cloudtrail:DescribeTrails')).toEqual([`${OTHER} ok`]);
      expect(outcomes(snapshot, 'cloudwatch:DescribeAlarms')).toContain(`${HOME} ok`);
    });

    it("to show a region's trails, what hangs on them is skipped and says why", async () => {
      await between(moto, { operation: 'DescribeTrails', region: QUIET, fault: refusal('AccessDeniedException') });
      const snapshot = await snapshotOf();
      expect(outcomes(snapshot, 'cloudtrail:DescribeTrails')).toContain(`${QUIET} denied AccessDeniedException`);
      expect(outcomes(snapshot, 'cloudtrail:GetTrailStatus')).toContain(`${QUIET} skipped DependencyNotRead`);
      expect(outcomes(snapshot, 'logs:DescribeMetricFilters')).toContain(`${QUIET} skipped DependencyNotRead`);
      expect(holes(snapshot).length).toBeGreaterThan(5);
    });

    it('to show metric filters, alarms and topics of that region are skipped and those of others read', async () => {
      await between(moto, {
        operation: 'DescribeMetricFilters',
        region: HOME,
        fault: refusal('AccessDeniedException'),
      });
      const snapshot = await snapshotOf();
      expect(outcomes(snapshot, 'cloudwatch:DescribeAlarms')).toEqual([
        `${OTHER} ok`,
        `${HOME} skipped DependencyNotRead`,
      ]);
      expect(outcomes(snapshot, 'sns:ListSubscriptionsByTopic')).toEqual([
        `${OTHER} ok`,
        `${HOME} skipped DependencyNotRead`,
      ]);
    });
  });

  describe('with faults on the way', () => {
    it('goes on after throttling, and counts the attempts', async () => {
      const fault = { kind: 'error', name: 'ThrottlingException', message: 'Rate exceeded', status: 400 } as const;
      const server = await between(moto, { operation: 'DescribeMetricFilters', region: HOME, times: 1, fault });
      const snapshot = await snapshotOf();
      const [call] = callsOf(snapshot, 'logs:DescribeMetricFilters', HOME);
      expect(call).toMatchObject({ outcome: { kind: 'ok' }, trace: { attempts: 2, throttles: 1, httpStatus: 200 } });
      expect(
        server.requests.filter((one) => one.operation === 'DescribeMetricFilters' && one.region === HOME),
      ).toHaveLength(2);
    });

    it.each([
      [
        'an error of the service',
        { kind: 'error', name: 'InternalFailure', message: 'Access denied', status: 500 },
        'failed InternalFailure',
        500,
      ],
      [
        'throttling without end',
        { kind: 'error', name: 'ThrottlingException', message: 'No', status: 400 },
        'throttled ThrottlingException',
        400,
      ],
      ['a cut connection', { kind: 'cut' }, 'failed ECONNRESET', undefined],
      [
        'a page of something else',
        { kind: 'answer', type: 'text/html', body: '<html><br></html>' },
        'failed AnswerNotUnderstood',
        200,
      ],
    ] as const)('ends a call as failed after %s', async (_, fault, outcome, httpStatus) => {
      await between(moto, { operation: 'DescribeAlarms', region: HOME, fault });
      const snapshot = await snapshotOf({ maxAttempts: 2 });
      expect(outcomes(snapshot, 'cloudwatch:DescribeAlarms')).toEqual([`${OTHER} ok`, `${HOME} ${outcome}`]);
      const [call] = callsOf(snapshot, 'cloudwatch:DescribeAlarms', HOME);
      expect(call?.trace.httpStatus).toBe(httpStatus);
      expect(call?.trace.attempts).toBe(httpStatus === 200 ? 1 : 2);
      expect(outcomes(snapshot, 'sns:ListSubscriptionsByTopic')).toContain(`${HOME} skipped DependencyNotRead`);
    });

    it('ends a call whose pages never end', async () => {
      const fault = { kind: 'token', member: 'nextToken', value: 'again' } as const;
      const server = await between(moto, { operation: 'DescribeMetricFilters', region: OTHER, fault });
      const snapshot = await snapshotOf();
      expect(outcomes(snapshot, 'logs:DescribeMetricFilters')).toContain(`${OTHER} failed EndlessPages`);
      expect(
        server.requests.filter((one) => one.operation === 'DescribeMetricFilters' && one.region === OTHER),
      ).toHaveLength(2);
    });

    it('asks for the topics of composite alarms', async () => {
      const composite = (name: string, rule: string, topic: string) => ({
        AlarmName: name,
        AlarmArn: `arn:aws:cloudwatch:${HOME}:${FAKE_ACCOUNT}:alarm:${name}`,
        AlarmRule: rule,
        AlarmActions: [topic],
      });
      const alarm = { AlarmName: 'root', AlarmArn: 'arn', Namespace: 'Audit', MetricName: 'RootUse' };
      const composites = [
        composite('any', 'ALARM("above") OR ALARM("other")', TOPICS.crowd),
        composite('above', 'ALARM(root) AND NOT ALARM("below")', TOPICS.security),
        composite('below', 'OK("deeper")', TOPICS.security),
        composite('apart', 'ALARM("roots")', TOPICS.unrelated),
      ];
      await between(moto, {
        operation: 'DescribeAlarms',
        region: HOME,
        fault: json({ MetricAlarms: [alarm], CompositeAlarms: composites }),
      });
      const snapshot = await snapshotOf();
      expect(callsOf(snapshot, 'sns:ListSubscriptionsByTopic', HOME).map(({ input }) => input)).toEqual([
        { TopicArn: TOPICS.crowd },
        { TopicArn: TOPICS.security },
      ]);
      expect(callsOf(snapshot, 'cloudwatch:DescribeAlarms', HOME)[0]?.outcome).toMatchObject({
        items: 5,
        omitted: { CompositeAlarms: 1 },
      });
    });

    it('keeps credentials out of the messages of AWS', async () => {
      const { accessKeyId, secretAccessKey, sessionToken } = FAKE_CREDENTIALS;
      const message = `x-amz-security-token:${sessionToken} ${accessKeyId} ${secretAccessKey}`;
      await between(moto, { operation: 'DescribeHub', fault: refusal('AccessDeniedException', message) });
      const snapshot = await snapshotOf();
      const [call] = callsOf(snapshot, 'securityhub:DescribeHub');
      expect(call?.outcome).toMatchObject({ error: { message: 'x-amz-security-token:[secret] [secret] [secret]' } });
    });
  });

  it('comes through a bad day whole: some answers late, some lost, some throttled, some with a fault', async () => {
    await between(moto);
    const calm = await snapshotOf();
    const error = (name: string, status: number) => ({ kind: 'error', name, message: 'Sorry.', status }) as const;
    await between(
      moto,
      { share: 0.15, fault: { kind: 'cut' } },
      { share: 0.15, fault: error('InternalFailure', 500) },
      { share: 0.15, fault: error('ServiceUnavailable', 503) },
      { share: 0.3, fault: error('ThrottlingException', 400) },
    );
    // More patience than the program has: faults here come far more often than in life.
    const rough = await snapshotOf({ maxAttempts: 40 });
    const evidence = ({ calls }: Snapshot) => calls.map(({ trace, ...call }) => call);
    expect(evidence(rough)).toEqual(evidence(calm));
    const sum = (key: 'attempts' | 'throttles') => rough.calls.reduce((total, { trace }) => total + trace[key], 0);
    expect(sum('throttles')).toBeGreaterThan(5);
    expect(sum('attempts')).toBeGreaterThan(sum('throttles') + rough.calls.length);
  }, 120_000);

  it('tells a region that policy denies and one that is not enabled from an empty one', async () => {
    const composite = { ...{ AlarmName: 'root', AlarmArn: 'arn', Namespace: 'Audit', MetricName: 'RootUse' } };
    const far = `arn:aws:sns:me-south-1:${FAKE_ACCOUNT}:far`;
    await between(
      moto,
      { region: QUIET, fault: refusal('AccessDeniedException', 'explicit deny in a service control policy') },
      { region: 'me-south-1', fault: refusal('InvalidClientTokenId') },
      {
        operation: 'DescribeAlarms',
        region: HOME,
        fault: json({ MetricAlarms: [{ ...composite, AlarmActions: [far] }], CompositeAlarms: [] }),
      },
    );
    const snapshot = await snapshotOf();
    for (const name of [
      'cloudtrail:DescribeTrails',
      'securityhub:DescribeHub',
      'securityhub:GetEnabledStandards',
    ] as const) {
      expect(outcomes(snapshot, name)).toContain(`${QUIET} denied AccessDeniedException`);
    }
    expect(outcomes(snapshot, 'sns:ListSubscriptionsByTopic')).toContain(
      'me-south-1 region-not-enabled InvalidClientTokenId',
    );
    expect(snapshot.regions).toContain(QUIET);
  });

  describe('without an account', () => {
    const causeOf = async (options: Partial<CollectOptions> = {}) => {
      const result = await collect(options);
      return result.kind === 'no-account' ? result.error : null;
    };

    it('says that credentials have expired', async () => {
      await between(moto, {
        operation: 'GetCallerIdentity',
        fault: { kind: 'error', name: 'ExpiredToken', message: 'Expired', status: 403 },
      });
      expect(await causeOf()).toMatchObject({ cause: 'expired-credentials' });
    });

    it('says that credentials are refused, without repeating what AWS says of them', async () => {
      const message = `The Canonical String should have been x-amz-security-token:${FAKE_CREDENTIALS.sessionToken}`;
      await between(moto, {
        operation: 'GetCallerIdentity',
        fault: { kind: 'error', name: 'SignatureDoesNotMatch', message, status: 403 },
      });
      const error = await causeOf();
      expect(error).toMatchObject({ cause: 'refused-credentials' });
      expect(JSON.stringify(error)).not.toContain(FAKE_CREDENTIALS.sessionToken);
    });

    it.each([
      ['HTML', { kind: 'answer', type: 'text/html', body: '<html><body>Please log in<br></body></html>' }],
      ['XML that names no account', { kind: 'answer', type: 'text/xml', body: '<GetCallerIdentityResponse/>' }],
    ] as const)('says that %s is no answer of AWS', async (_, fault) => {
      const server = await between(moto, { operation: 'GetCallerIdentity', fault });
      const error = await causeOf({ endpointUrl: server.url });
      expect(error).toMatchObject({ cause: 'unexpected' });
      expect(error?.problem).toContain(server.url);
    });
  });
});
