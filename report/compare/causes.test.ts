// Every change of an outcome has its cause named; evidence that is missing is never taken for a change.
import { describe, expect, it } from 'vitest';
import { type AccountPlan, buildSnapshot } from '../../samples/account-builder.js';
import { goodAccount } from '../../samples/accounts.js';
import { canonicalJson } from '../../snapshot/canonical-json.js';
import { ANSWERS, type OperationName } from '../../snapshot/operations.js';
import type { ReadSnapshot } from '../../snapshot/parse-snapshot.js';
import type { Snapshot } from '../../snapshot/schema.js';
import { digestOf } from '../../snapshot/seal.js';
import { BROKEN_ACCOUNTS } from '../../test/closed-loop-broken.js';
import type { Benchmark } from '../benchmarks/benchmark.js';
import { findBenchmark } from '../benchmarks/benchmarks.js';
import type { Waiver } from '../model.js';
import { renderDiffText } from '../outputs/diff-text.js';
import { type CompareOptions, compareSnapshots } from './compare-snapshots.js';
import type { AccountDiff, Diff } from './diff.js';

const GOOD = goodAccount('111122223333', 'example-prod', '2026-11-03T09:14:02.000Z');

const benchmark = ((): Benchmark => {
  const found = findBenchmark('5.0.0');
  if (found === null) throw new Error('no benchmark');
  return found;
})();

function asRead(snapshot: Snapshot): ReadSnapshot {
  return { snapshot, digest: digestOf(canonicalJson(snapshot)) };
}

async function read(plan: AccountPlan): Promise<ReadSnapshot> {
  return asRead(await buildSnapshot(plan));
}

function compare(
  before: readonly ReadSnapshot[],
  after: readonly ReadSnapshot[],
  more: Partial<CompareOptions> = {},
): Diff {
  return compareSnapshots(before, after, {
    ...more,
    benchmarks: { before: benchmark, after: benchmark },
    lens: 'effective',
    tool: { name: 'trailproof', version: '0.0.0' },
    generatedAt: '2026-11-11T00:00:00Z',
  });
}

function only({ accounts: [account] }: Diff): AccountDiff {
  if (account === undefined) throw new Error('no account');
  return account;
}

describe('an account that is mended', () => {
  it.each(BROKEN_ACCOUNTS.map((one) => [one.title, one] as const))(
    '%s: each fix has its cause',
    async (_title, one) => {
      const broken = { ...GOOD, ...one.change(GOOD) };
      const { controls, resources } = only(compare([await read(broken)], [await read(GOOD)]));
      const changed = controls.filter(({ change }) => change !== 'unchanged');
      expect(changed.length).toBeGreaterThan(0);
      const named = new Set(resources.map(({ kind, id }) => `${kind} ${id}`));
      for (const { slug, causes } of changed) {
        expect(causes.length, slug).toBeGreaterThan(0);
        for (const cause of causes) {
          if (cause.kind === 'configuration') expect(named).toContain(`${cause.resource.kind} ${cause.resource.id}`);
        }
      }
    },
  );
});

const CALLS = Object.keys(ANSWERS) as OperationName[];
const FAULTS = [
  ['denied', 'AccessDeniedException'],
  ['failed', 'InternalFailure'],
] as const;

describe('an account that nobody changed, of which less could be read', () => {
  it.each(CALLS.flatMap((operation) => FAULTS.map(([kind, name]) => [operation, kind, name] as const)))(
    '%s %s: no resource is called changed, no control regressed, and what changed has its cause',
    async (operation, _kind, name) => {
      const less: AccountPlan = { ...GOOD, faults: [{ operation, name, message: 'no' }] };
      const [whole, partly] = [await read(GOOD), await read(less)];
      for (const diff of [only(compare([whole], [partly])), only(compare([partly], [whole]))]) {
        // What could not be read of one thing may mean that others were not asked about.
        expect(diff.resources.map(({ change, id }) => `${change} ${id}`)).toEqual([]);
        for (const { slug, change, causes, events } of diff.controls) {
          expect(change, slug).not.toBe('regressed');
          expect(change, slug).not.toBe('fixed');
          expect(events.lost.length + events.gained.length, slug).toBe(0);
          if (change !== 'unchanged') expect(causes.length, slug).toBeGreaterThan(0);
        }
      }
    },
  );

  it('by another version that does not ask: the version is the cause', async () => {
    const { snapshot } = await read(GOOD);
    const calls = snapshot.calls.filter(({ operation }) => operation !== 'ListSubscriptionsByTopic');
    const older = asRead({ ...snapshot, tool: { name: 'trailproof', version: '0.0.1' }, calls });
    const { controls, resources } = only(compare([older], [asRead(snapshot)]));
    expect(resources).toEqual([]);
    expect(controls[0]).toMatchObject({
      change: 'changed',
      assessed: 'newly',
      causes: [{ kind: 'tool', before: 'trailproof 0.0.1', after: 'trailproof 0.1.0' }],
    });
  });
});

/** A week later, with the trail's last delivery at this time. */
function delivered(plan: AccountPlan, last: string): AccountPlan {
  return {
    ...plan,
    at: '2026-11-10T09:14:02.000Z',
    trails: plan.trails.map((one) => ({
      ...one,
      status: { ...one.status, LatestCloudWatchLogsDeliveryTime: last },
    })),
  };
}

const LATELY = '2026-11-10T09:10:00.000Z';

describe('a trail that delivers no more', () => {
  const ceased = { kind: 'state', path: 'status.LatestCloudWatchLogsDeliveryTime', resource: { name: 'audit' } };

  it('is the cause where its last delivery is of no time that can be read', async () => {
    const { controls } = only(compare([await read(GOOD)], [await read(delivered(GOOD, 'yesterday'))]));
    expect(controls[0]).toMatchObject({ before: 'pass', after: 'not-assessed', causes: [ceased] });
  });

  it('is the cause also where something else was changed', async () => {
    const others: AccountPlan = {
      ...GOOD,
      logGroups: GOOD.logGroups.map((one) => ({ ...one, retentionInDays: 30 })),
      metricAlarms: GOOD.metricAlarms.map((one) => ({ ...one, Threshold: 9 })),
    };
    const { controls } = only(compare([await read(GOOD)], [await read(delivered(others, GOOD.at))]));
    expect(controls[0]?.causes).toMatchObject([ceased]);
  });

  it('is named once where it was stopped', async () => {
    const stopped: AccountPlan = {
      ...GOOD,
      trails: GOOD.trails.map((one) => ({ ...one, status: { ...one.status, IsLogging: false } })),
    };
    const { controls } = only(compare([await read(GOOD)], [await read(delivered(stopped, GOOD.at))]));
    expect(controls[0]?.causes).toMatchObject([{ kind: 'configuration', paths: ['status.IsLogging'] }]);
  });
});

describe('what cannot have done it', () => {
  const again: AccountPlan = {
    ...GOOD,
    metricAlarms: [
      ...GOOD.metricAlarms,
      ...GOOD.metricAlarms
        .slice(0, 1)
        .map((one) => ({ ...one, AlarmName: 'again', AlarmArn: `${String(one['AlarmArn'])}-again` })),
    ],
  };

  it('is not blamed: an alarm that was added, for deliveries that ceased', async () => {
    const [whole, silent] = [await read(GOOD), await read(delivered(again, GOOD.at))];
    for (const diff of [only(compare([whole], [silent])), only(compare([silent], [whole]))]) {
      expect(diff.resources).toHaveLength(1);
      expect(diff.controls[0]?.causes.map(({ kind }) => kind)).toEqual(['state']);
    }
  });

  it('is not blamed: Security Hub set up otherwise in one region, for being off in another', async () => {
    const { snapshot } = await read(delivered({ ...GOOD, securityHub: GOOD.securityHub.slice(1) }, LATELY));
    const calls = snapshot.calls.map((call) =>
      call.operation === 'DescribeHub' && call.outcome.kind === 'ok'
        ? { ...call, outcome: { ...call.outcome, answer: { ...call.outcome.answer, AutoEnableControls: false } } }
        : call,
    );
    const diff = only(compare([await read(GOOD)], [asRead({ ...snapshot, calls })]));
    expect(diff.resources.filter(({ kind }) => kind === 'security-hub').length).toBeGreaterThan(1);
    expect(diff.controls.find(({ slug }) => slug === 'security-hub-enabled')?.causes).toMatchObject([
      { kind: 'configuration', change: 'removed', resource: { kind: 'security-hub', id: GOOD.securityHub[0] } },
    ]);
  });
});

describe('calls that differ in what they ask about', () => {
  const [topic] = GOOD.topics;
  if (topic === undefined) throw new Error('no topic');
  const second = `${topic.arn}-2`;
  const split: AccountPlan = {
    ...GOOD,
    topics: [topic, { ...topic, arn: second, attributes: { ...topic.attributes, TopicArn: second } }],
    metricAlarms: GOOD.metricAlarms.map((one) =>
      one['AlarmName'] === 'cis-4-5' ? { ...one, AlarmActions: [second] } : one,
    ),
  };
  const fault = (arn: string, name: string) => ({
    operation: 'sns:ListSubscriptionsByTopic' as const,
    input: { TopicArn: arn },
    name,
    message: 'no',
  });

  it('are told apart in words: two topics, of which one refuses and one fails', async () => {
    const less = {
      ...split,
      faults: [fault(topic.arn, 'AuthorizationErrorException'), fault(second, 'InternalError')],
    };
    const [whole, partly] = [await read(split), await read(less)];
    const pen = { width: 200, safe: (text: string) => text, paint: (_style: unknown, text: string) => text };
    const lines = renderDiffText(compare([whole], [partly]), pen).join('\n');
    expect(lines).toContain('Because sns:ListSubscriptionsByTopic for security-alarms in eu-west-1 is denied now.');
    expect(lines).toContain('sns:ListSubscriptionsByTopic for security-alarms-2 in eu-west-1: answered, now failed');
  });

  it('are no change of one call where a trail now writes to a log group of the same name in another account', async () => {
    const moved: AccountPlan = {
      ...GOOD,
      trails: GOOD.trails.map((one) => ({
        ...one,
        trail: {
          ...one.trail,
          CloudWatchLogsLogGroupArn: String(one.trail['CloudWatchLogsLogGroupArn']).replace(GOOD.id, '444455556666'),
        },
      })),
    };
    const diff = only(compare([await read(GOOD)], [await read(moved)]));
    expect(diff.calls.map(({ operation }) => operation)).not.toContain('logs:DescribeLogGroups');
    expect(diff.unread.find(({ kind }) => kind === 'log-group')).toMatchObject({ readIn: 'before', why: 'not-asked' });
    expect(diff.controls[0]?.causes).toMatchObject([{ kind: 'configuration', paths: ['CloudWatchLogsLogGroupArn'] }]);
  });
});

describe('a waiver', () => {
  const blind: AccountPlan = {
    ...GOOD,
    metricFilters: GOOD.metricFilters.filter((one) => one['filterName'] !== 'cis-4-5'),
  };
  const waiver = (reason: string, expires: string): Waiver => ({
    control: 'cloudtrail-config-changes',
    reason,
    owner: 'A',
    approver: 'B',
    expires,
  });
  const changed = (diff: Diff) => only(diff).controls.filter(({ change }) => change !== 'unchanged');

  it('is the cause where the outcome is as it was: laid, expired, or another', async () => {
    const [then, now] = [await read(blind), await read(delivered(blind, LATELY))];
    const causeOf = (before: readonly Waiver[], after: readonly Waiver[]) =>
      changed(compare([then], [now], { waivers: { before, after } }));
    const [long, short] = [waiver('long', '2027-01-01'), waiver('short', '2026-11-09')];
    const expected = (before: string | null, after: string | null) => [
      {
        slug: 'cloudtrail-config-changes',
        before: 'fail',
        after: 'fail',
        change: 'changed',
        causes: [{ kind: 'waiver', before, after }],
      },
    ];
    expect(causeOf([], [long])).toMatchObject(expected(null, 'long'));
    expect(causeOf([short], [short])).toMatchObject(expected('short', null));
    expect(causeOf([short], [long])).toMatchObject(expected('short', 'long'));
    expect(causeOf([long], [long])).toEqual([]);
  });

  it('is not blamed for an outcome, which it never replaces', async () => {
    const waivers = { before: [], after: [waiver('accepted', '2027-01-01')] };
    const diff = compare([await read(GOOD)], [await read(delivered(blind, LATELY))], { waivers });
    expect(changed(diff)).toMatchObject([{ change: 'regressed', causes: [{ kind: 'configuration' }] }]);
  });
});

describe('an alarm that was not stored before', () => {
  it('is not called added where no control needed it then', async () => {
    const without: AccountPlan = {
      ...GOOD,
      metricFilters: GOOD.metricFilters.filter((one) => one['filterName'] !== 'cis-4-5'),
    };
    const diff = only(compare([await read(without)], [await read(GOOD)]));
    expect(diff.resources.map(({ kind, change, name }) => `${change} ${kind} ${name}`)).toEqual([
      'added metric-filter cis-4-5',
    ]);
    expect(diff.unread).toMatchObject([{ kind: 'alarm', name: 'cis-4-5', readIn: 'after', why: 'not-stored' }]);
  });

  it('is called added where it would have been stored', async () => {
    const without: AccountPlan = {
      ...GOOD,
      metricAlarms: GOOD.metricAlarms.filter((one) => one['AlarmName'] !== 'cis-4-5'),
    };
    const diff = only(compare([await read(without)], [await read(GOOD)]));
    expect(diff.resources.map(({ kind, change, name }) => `${change} ${kind} ${name}`)).toEqual([
      'added alarm cis-4-5',
    ]);
    expect(diff.unread).toEqual([]);
  });
});

describe('several accounts', () => {
  it('are followed into each other on their own side', async () => {
    const central = '444455556666';
    const elsewhere = `arn:aws:sns:eu-west-1:${central}:security-alarms`;
    const member: AccountPlan = {
      ...GOOD,
      metricAlarms: GOOD.metricAlarms.map((one) => ({ ...one, AlarmActions: [elsewhere] })),
      topics: [],
      faults: [
        { operation: 'sns:ListSubscriptionsByTopic', name: 'AuthorizationErrorException', message: 'no' },
        { operation: 'sns:GetTopicAttributes', name: 'AuthorizationErrorException', message: 'no' },
      ],
    };
    const other = goodAccount(central, null, GOOD.at);
    const silent = { ...other, topics: other.topics.map((topic) => ({ ...topic, subscriptions: [] })) };
    const [one, before, after] = [await read(member), await read(other), await read(silent)];
    const diff = compare([one, before], [asRead({ ...one.snapshot, endedAt: '2026-11-03T10:00:00.000Z' }), after]);
    const [first] = diff.accounts;
    expect(first?.account).toBe(GOOD.id);
    expect(first?.resources).toEqual([]);
    expect(first?.controls[0]).toMatchObject({ before: 'pass', after: 'fail', change: 'regressed' });
    expect(first?.controls[0]?.causes).toMatchObject([
      { kind: 'configuration', change: 'removed', resource: { kind: 'subscription' } },
    ]);
  });
});
