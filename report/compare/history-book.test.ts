import { beforeAll, describe, expect, it } from 'vitest';
import { type AccountPlan, buildSnapshot } from '../../samples/account-builder.js';
import { gapsAccount, goodAccount, partlyReadAccount } from '../../samples/accounts.js';
import { YEAR } from '../../samples/year.js';
import { canonicalJson } from '../../snapshot/canonical-json.js';
import type { ReadSnapshot } from '../../snapshot/parse-snapshot.js';
import { digestOf } from '../../snapshot/seal.js';
import type { Benchmark } from '../benchmarks/benchmark.js';
import { findBenchmark } from '../benchmarks/benchmarks.js';
import { judgeSnapshot } from '../evaluate/testing/judge-plan.js';
import { compareSnapshots } from './compare-snapshots.js';
import { fingerprint } from './fingerprint.js';
import type { AccountHistory, History } from './history.js';
import { HistoryBook } from './history-book.js';
import { BEFORE, MUTATIONS } from './testing/mutations.js';

const benchmark = ((): Benchmark => {
  const found = findBenchmark('5.0.0');
  if (found === null) throw new Error('no benchmark');
  return found;
})();
const ABOUT = { tool: { name: 'trailproof', version: '0.0.0' }, generatedAt: '2026-11-11T00:00:00Z' };

async function read(plan: AccountPlan): Promise<ReadSnapshot> {
  const snapshot = await buildSnapshot(plan);
  return { snapshot, digest: digestOf(canonicalJson(snapshot)) };
}

function historyOf(reads: readonly ReadSnapshot[]): History {
  const book = new HistoryBook({ benchmark, lens: 'effective' });
  for (const one of reads) book.add(one);
  return book.finish(ABOUT);
}

function only(history: History): AccountHistory {
  const [account, ...others] = history.accounts;
  if (account === undefined || others.length > 0) throw new Error('not one account');
  return account;
}

let year: readonly ReadSnapshot[];
beforeAll(async () => {
  year = await Promise.all(YEAR.map(({ plan }) => read(plan)));
});

describe('the history of a year', () => {
  it('has the outcomes that each snapshot has by itself', () => {
    const { controls, dates } = only(historyOf(year));
    expect(dates).toHaveLength(12);
    for (const [index, { snapshot }] of year.entries()) {
      const judged = judgeSnapshot(snapshot);
      for (const { slug, outcomes } of controls) expect(outcomes[index], slug).toBe(judged.get(slug)?.outcome);
    }
  });

  it('is the same in whatever order the snapshots come', () => {
    const turned = [...year.slice(5), ...year.slice(0, 5).toReversed()];
    expect(historyOf(turned)).toEqual(historyOf(year));
  });

  it('counts a snapshot that is given twice once', () => {
    const twice = historyOf([...year, ...year.slice(3, 5)]);
    expect(twice.summary).toMatchObject({ snapshots: 12, repeated: 2 });
    expect(twice.accounts).toEqual(historyOf(year).accounts);
  });

  it('tells from when to when each control was seen failing', () => {
    const findings = Object.fromEntries(only(historyOf(year)).controls.map(({ slug, findings: all }) => [slug, all]));
    expect(findings['cloudtrail-config-changes']).toEqual([
      {
        firstSeen: '2026-03-03T08:00:00.000Z',
        lastSeen: '2026-04-07T08:00:00.000Z',
        closed: '2026-05-05T08:00:00.000Z',
        days: 63,
      },
    ]);
    expect(findings['console-authentication-failures']).toEqual([
      { firstSeen: '2026-11-03T08:00:00.000Z', lastSeen: '2026-11-03T08:00:00.000Z', closed: null, days: 0 },
    ]);
    expect(findings['nacl-changes']).toEqual([]);
  });

  it('keeps a finding open through a date on which it could not be assessed', async () => {
    const at = (plan: AccountPlan, time: string): AccountPlan => ({
      ...plan,
      at: time,
      trails: plan.trails.map((one) => ({ ...one, status: { ...one.status, LatestCloudWatchLogsDeliveryTime: time } })),
    });
    const blind = MUTATIONS.find(({ name }) => name === 'filter 5 made blind')?.apply(BEFORE) ?? BEFORE;
    const denied: AccountPlan = {
      ...BEFORE,
      faults: [{ operation: 'logs:DescribeMetricFilters', name: 'AccessDeniedException', message: 'no' }],
    };
    const { controls } = only(
      historyOf(
        await Promise.all([
          read(at(blind, '2026-01-01T00:00:00.000Z')),
          read(at(denied, '2026-02-01T00:00:00.000Z')),
          read(at(blind, '2026-03-01T00:00:00.000Z')),
          read(at(denied, '2026-04-01T00:00:00.000Z')),
        ]),
      ),
    );
    expect(controls.find(({ slug }) => slug === 'cloudtrail-config-changes')).toMatchObject({
      outcomes: ['fail', 'not-assessed', 'fail', 'not-assessed'],
      findings: [
        { firstSeen: '2026-01-01T00:00:00.000Z', lastSeen: '2026-03-01T00:00:00.000Z', closed: null, days: 90 },
      ],
    });
  });

  it('tells of each step what a comparison of the two snapshots tells', () => {
    const { steps } = only(historyOf(year));
    expect(steps.length).toBe(11);
    for (const { from, to, controls, resources, calls } of steps) {
      const diff = compareSnapshots(year.slice(from, to), year.slice(to, to + 1), {
        ...ABOUT,
        lens: 'effective',
        benchmarks: { before: benchmark, after: benchmark },
      }).accounts[0];
      expect(controls).toEqual(diff?.controls.filter(({ change }) => change !== 'unchanged'));
      expect(resources).toEqual(diff?.resources);
      expect(calls).toEqual(diff?.calls);
    }
  });

  it('counts how much of the evidence was there', () => {
    const { dates } = only(historyOf(year));
    const gaps = dates.filter(({ evidence }) => evidence.answered < evidence.calls);
    expect(gaps.map(({ startedAt }) => startedAt.slice(0, 7))).toEqual(['2026-06']);
    expect(gaps[0]?.evidence).toMatchObject({ regionsAsked: 4, regionsRead: 3 });
  });
});

describe('the history of several accounts', () => {
  it('has the worst first', async () => {
    const at = '2026-11-03T09:14:02.000Z';
    const history = historyOf(
      await Promise.all(
        [
          goodAccount('111111111111', null, at),
          partlyReadAccount('222222222222', null, at),
          gapsAccount('333333333333', null, at),
          goodAccount('444444444444', null, at),
        ].map(read),
      ),
    );
    expect(history.accounts.map(({ account }) => account)).toEqual([
      '333333333333',
      '222222222222',
      '111111111111',
      '444444444444',
    ]);
    expect(history.summary).toMatchObject({ accounts: 4, snapshots: 4, failing: 2 });
  });
});

describe('a fingerprint', () => {
  const status = (last: string | undefined): AccountPlan => ({
    ...BEFORE,
    trails: BEFORE.trails.map((one) => ({
      ...one,
      status: { ...one.status, LatestCloudWatchLogsDeliveryTime: last },
    })),
  });

  it('is another for every change of configuration', async () => {
    const plain = fingerprint(await buildSnapshot(BEFORE));
    const prints = await Promise.all(
      MUTATIONS.map(async ({ apply }) => fingerprint(await buildSnapshot(apply(BEFORE)))),
    );
    expect(prints).not.toContain(plain);
    expect(new Set(prints).size).toBe(MUTATIONS.length);
  });

  it('is the same where only what is volatile changed', async () => {
    const later: AccountPlan = {
      ...status('2026-12-01T08:59:00.000Z'),
      at: '2026-12-01T09:00:00.000Z',
      logGroups: BEFORE.logGroups.map((one) => ({ ...one, storedBytes: 1 })),
      metricAlarms: BEFORE.metricAlarms.map((one) => ({ ...one, StateValue: 'ALARM' })),
    };
    expect(fingerprint(await buildSnapshot(later))).toBe(fingerprint(await buildSnapshot(BEFORE)));
  });

  // The collection began at 09:14:02.
  it.each([
    ['a day old, to the millisecond', '2026-11-02T09:14:02.000Z'],
    ['a millisecond older than a day', '2026-11-02T09:14:01.999Z'],
    ['a day older than the end of the collection', '2026-11-02T09:14:06.199Z'],
    ['no time', 'yesterday'],
    ['absent', undefined],
  ])('tells verdicts apart when the last delivery is %s', async (_title, last) => {
    const [plain, changed] = [await buildSnapshot(BEFORE), await buildSnapshot(status(last))];
    const outcomes = (snapshot: typeof plain) => [...judgeSnapshot(snapshot).values()].map(({ outcome }) => outcome);
    const same = fingerprint(plain) === fingerprint(changed);
    if (same) expect(outcomes(changed)).toEqual(outcomes(plain));
    if (last === '2026-11-02T09:14:01.999Z') expect(outcomes(changed)).not.toEqual(outcomes(plain));
  });

  it('is another where a call ended otherwise, or something was not stored', async () => {
    const snapshot = await buildSnapshot(BEFORE);
    const prints = [
      snapshot,
      { ...snapshot, scope: 'full' as const },
      { ...snapshot, regions: snapshot.regions.slice(1) },
      {
        ...snapshot,
        calls: snapshot.calls.map((call) =>
          call.operation === 'DescribeAlarms' && call.outcome.kind === 'ok'
            ? { ...call, outcome: { ...call.outcome, omitted: { MetricAlarms: 3 } } }
            : call,
        ),
      },
    ].map(fingerprint);
    expect(new Set(prints).size).toBe(prints.length);
  });
});
