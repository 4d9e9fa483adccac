import { describe, expect, it } from 'vitest';
import { buildSnapshot, type AccountPlan as Plan } from '../../samples/account-builder.js';
import { goodAccount, SAMPLES } from '../../samples/accounts.js';
import { BROKEN_ACCOUNTS } from '../../test/closed-loop-broken.js';
import { DEFAULT_BENCHMARK, findBenchmark } from '../benchmarks/benchmarks.js';
import { buildAccount } from '../evaluate/account.js';
import { makeEstate } from '../evaluate/estate.js';
import { inEnglish } from '../language/phrase.js';
import { makeReport } from '../make-report.js';
import type { Report } from '../model.js';
import { planAccount } from './plan-account.js';
import { plannedSteps } from './planned-steps.js';

const GOOD = goodAccount('111122223333', null, '2026-11-03T09:14:02.000Z');

async function reportOf(plan: Plan, version = DEFAULT_BENCHMARK) {
  const snapshot = await buildSnapshot(plan);
  const benchmark = findBenchmark(version);
  if (benchmark === null) throw new Error('no benchmark');
  const report = makeReport([{ snapshot, digest: '' }], {
    benchmarks: [benchmark],
    lens: 'effective',
    tool: { name: 'trailproof', version: '0' },
    generatedAt: '2026-11-04T08:00:00Z',
  });
  const situation = { estate: makeEstate([buildAccount(snapshot)]), benchmark, lens: 'effective' as const };
  return { report, plan: planAccount(snapshot, situation) };
}

function planIn(report: Report) {
  const [account] = report.accounts;
  if (account === undefined) throw new Error('no account');
  return account.plan;
}

describe('the plan in a report', () => {
  it.each([
    ...BROKEN_ACCOUNTS.map(({ title, change, benchmark }) => ({
      title,
      plan: { ...GOOD, ...change(GOOD) },
      benchmark,
    })),
    ...SAMPLES.map(({ name, plan }) => ({ title: `sample ${name}`, plan, benchmark: undefined })),
  ])('has the steps of trailproof remediate for $title, each with a control that it is for', async (one) => {
    const { report, plan } = await reportOf(one.plan, one.benchmark);
    const listed = planIn(report);
    const expected = plannedSteps(plan);
    expect(listed.steps).toEqual(expected.steps.map((step) => ({ ...step, title: inEnglish(step.title) })));
    expect(listed.closes).toEqual(plan.closed);
    const failed = report.controls.filter(({ outcome }) => outcome === 'fail').map(({ slug }) => slug);
    expect([...listed.closes, ...listed.blocked.map(({ control }) => control)].sort()).toEqual([...failed].sort());
    for (const step of listed.steps) {
      expect(step.controls.length, step.title).toBeGreaterThan(0);
      for (const slug of step.controls) expect(failed).toContain(slug);
    }
  });

  it('has what several findings need once, for all of them', async () => {
    const topics = GOOD.topics.map((topic) => ({ ...topic, subscriptions: [] }));
    const { report } = await reportOf({ ...GOOD, topics });
    const { steps } = planIn(report);
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatchObject({
      kind: 'subscribe',
      region: 'eu-west-1',
      decisions: ['SUBSCRIPTION_PROTOCOL', 'SUBSCRIPTION_ENDPOINT'],
    });
    expect(steps[0]?.controls).toHaveLength(15);
  });

  it('names the control of two steps that are taken as one', async () => {
    // To tell somebody, and to have its actions switched on.
    const metricAlarms = GOOD.metricAlarms.map((alarm) =>
      alarm['AlarmName'] === 'cis-4-4' ? { ...alarm, AlarmActions: [], ActionsEnabled: false } : alarm,
    );
    const { report } = await reportOf({ ...GOOD, metricAlarms });
    expect(planIn(report).steps.map(({ kind, controls }) => [kind, controls])).toEqual([
      ['put-alarm', ['iam-policy-changes']],
    ]);
  });

  it('is under the version of the benchmark that the report is about', async () => {
    const snapshot = await buildSnapshot({ ...GOOD, securityHub: [] });
    const versions = ['1.4.0', '5.0.0'].map((version) => findBenchmark(version));
    const [older, newer] = versions;
    if (!older || !newer) throw new Error('no benchmark');
    const made = (benchmarks: readonly [typeof older, typeof newer]) =>
      planIn(
        makeReport([{ snapshot, digest: '' }], {
          benchmarks,
          lens: 'effective',
          tool: { name: 'trailproof', version: '0' },
          generatedAt: '2026-11-04T08:00:00Z',
        }),
      ).closes;
    expect(made([older, newer])).toEqual([]);
    expect(made([newer, older])).toEqual(['security-hub-enabled']);
  });

  it('is empty where everything is met', async () => {
    const { report } = await reportOf(GOOD);
    expect(planIn(report)).toEqual({ steps: [], closes: [], blocked: [] });
  });
});
