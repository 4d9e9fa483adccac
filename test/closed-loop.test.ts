// Every fix, run for real: an account is broken, collected and judged; the script is run by a shell with the real `aws`
// command line; it is collected and judged again; and the script is run once more.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Benchmark } from '../report/benchmarks/benchmark.js';
import { DEFAULT_BENCHMARK, findBenchmark } from '../report/benchmarks/benchmarks.js';
import { compareSnapshots } from '../report/compare/compare-snapshots.js';
import { buildAccount } from '../report/evaluate/account.js';
import { makeEstate } from '../report/evaluate/estate.js';
import { judgeAccount } from '../report/make-report.js';
import { planAccount } from '../report/remediate/plan-account.js';
import { renderShellScript, renderShellSnippet } from '../report/remediate/shell-script.js';
import { outcomesOf, type Situation } from '../report/remediate/situation.js';
import type { Step } from '../report/remediate/step.js';
import type { AccountPlan } from '../samples/account-builder.js';
import { goodAccount } from '../samples/accounts.js';
import { canonicalJson } from '../snapshot/canonical-json.js';
import type { ReadSnapshot } from '../snapshot/parse-snapshot.js';
import type { Snapshot } from '../snapshot/schema.js';
import { awsOnPath, openAccount, replacingFilters, runScript } from './closed-loop-account.js';
import { BROKEN_ACCOUNTS, REGIONS } from './closed-loop-broken.js';
import { describeWithMoto } from './server/describe-with-moto.js';
import { onlyRegions, startFaultServer } from './server/fault-server.js';

const DECISIONS = {
  SUBSCRIPTION_PROTOCOL: 'email',
  SUBSCRIPTION_ENDPOINT: 'soc@example.com',
  TRAIL_BUCKET: 'audit-of-all-accounts',
  CLOUDTRAIL_LOGS_ROLE_ARN: 'arn:aws:iam::123456789012:role/trail-to-logs',
};

await describeWithMoto('the commands that close the findings', (moto) => {
  const stops: (() => Promise<void>)[] = [];
  let url: string;
  let path: string;
  beforeAll(async () => {
    // moto knows every region there is, and not GetEnabledStandards.
    const off = { kind: 'error', name: 'InvalidAccessException', message: 'Not subscribed', status: 401 } as const;
    const replacing = await replacingFilters(moto.url);
    const rules = [onlyRegions(REGIONS), { operation: 'GetEnabledStandards', fault: off }];
    const faults = await startFaultServer(replacing.url, rules);
    const aws = await awsOnPath();
    stops.push(aws.stop, faults.stop, replacing.stop);
    url = faults.url;
    path = aws.folder;
    await moto.aws('s3api', 'create-bucket', '--bucket', DECISIONS.TRAIL_BUCKET);
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
  });

  it.each(BROKEN_ACCOUNTS.map((one, index) => ({ ...one, id: String(100_000_000_001 + index) })))(
    'close $title',
    async ({ change, fails, steps, benchmark = DEFAULT_BENCHMARK, id }) => {
      const good = goodIn(id);
      const account = await openAccount(url, { ...good, ...change(good) });

      const broken = await account.collect();
      const before = outcomesOf(broken, situationOf(broken, benchmark));
      const failed = [...before].flatMap(([slug, outcome]) => (outcome === 'fail' ? [slug] : []));
      expect(failed).toEqual(fails === 'all' ? [...before.keys()] : fails);
      expect(failed.length).toBeGreaterThan(0);

      const plan = planAccount(broken, situationOf(broken, benchmark));
      expect(plan.blocked).toEqual([]);
      expect(plan.closed).toEqual(failed);
      expect([...new Set(plan.steps.map((step) => step.kind))]).toEqual(steps);
      const { after } = plan;
      const script = renderShellScript({
        account: id,
        time: broken.startedAt,
        purpose: 'Test.',
        steps: plan.steps,
        before: broken,
        after,
      });

      const ran = await runScript(script, account, path, DECISIONS);
      expect(ran.status, ran.output).toBe(0);
      expect(ran.output.match(/: done/g), ran.output).toHaveLength(plan.steps.length);

      const mended = await account.collect();
      const now = outcomesOf(mended, situationOf(mended, benchmark));
      for (const [slug, outcome] of before) {
        expect(now.get(slug), slug).toBe(outcome === 'fail' ? 'pass' : outcome);
      }

      const diff = compareSnapshots([read(broken)], [read(mended)], {
        benchmarks: { before: benchmarkOf(benchmark), after: benchmarkOf(benchmark) },
        lens: 'effective',
        tool: { name: 'test', version: '0' },
        generatedAt: mended.endedAt,
      });
      const changes = diff.accounts.flatMap((one) => one.controls);
      expect(changes.filter(({ change }) => change === 'fixed').map(({ slug }) => slug)).toEqual(failed);
      expect(changes.filter(({ change }) => change !== 'fixed' && change !== 'unchanged')).toEqual([]);

      const again = await runScript(script, account, path, DECISIONS);
      expect(again.status, again.output).toBe(0);
      expect(again.output.match(/: right already/g), again.output).toHaveLength(plan.steps.length);
      expect(lasting(await account.collect())).toEqual(lasting(mended));
    },
    120_000,
  );

  it.each([
    ['a filter that misses an event', '200000000001'],
    ['names with quotes, dollars, backquotes and commands in them', '200000000002'],
    ['a trail of one region', '200000000003'],
  ])('close %s by the commands that the report shows, too', async (title, id) => {
    const broken = BROKEN_ACCOUNTS.find((one) => one.title === title);
    const good = goodIn(id);
    const account = await openAccount(url, { ...good, ...broken?.change(good) });
    const seen = await account.collect();
    const { estate, benchmark } = situationOf(seen, DEFAULT_BENCHMARK);
    const { controls } = judgeAccount(read(seen), estate, { benchmarks: [benchmark], lens: 'effective' });
    const scripts = new Set(controls.flatMap(({ remediation }) => remediation?.script ?? []));
    expect(scripts.size).toBeGreaterThan(0);
    for (const script of scripts) {
      const ran = await runScript(script, account, path, DECISIONS);
      expect(ran.status, ran.output).toBe(0);
    }
    const mended = await account.collect();
    expect(new Set(outcomesOf(mended, situationOf(mended, DEFAULT_BENCHMARK)).values())).toEqual(new Set(['pass']));
  });

  it.each([
    ['an alarm that waits for five events', '200000000004'],
    ['a filter that misses an event', '200000000006'],
    ['an alarm that does nothing', '200000000007'],
  ])('stop where somebody has changed the thing since, and change nothing: %s', async (title, id) => {
    const broken = BROKEN_ACCOUNTS.find((one) => one.title === title);
    const good = goodIn(id);
    const account = await openAccount(url, { ...good, ...broken?.change(good) });
    const seen = await account.collect();
    const { steps, after } = planAccount(seen, situationOf(seen, DEFAULT_BENCHMARK));
    const script = renderShellScript({ account: account.id, time: '', purpose: '', steps, before: seen, after });
    const changed = steps.map(changedByOther);
    const byOther = renderShellSnippet({
      account: account.id,
      time: '',
      purpose: '',
      steps: changed,
      before: seen,
      after,
    });
    expect((await runScript(byOther, account, path, {})).status).toBe(0);
    const now = await account.collect();

    const ran = await runScript(script, account, path, DECISIONS);
    expect(ran.status).toBe(1);
    expect(ran.output).toContain('it is no longer as the snapshot has it. Collect again.');
    expect(lasting(await account.collect())).toEqual(lasting(now));
  });

  it('stop before anything when the credentials are those of another account', async () => {
    const account = await openAccount(url, goodIn('200000000005'));
    const steps = [{ kind: 'enable-security-hub', region: 'eu-west-1' }] as const;
    const after = await account.collect();
    const script = renderShellScript({ account: '999999999999', time: '', purpose: '', steps, before: after, after });
    const ran = await runScript(script, account, path, {});
    expect(ran.status).toBe(1);
    expect(ran.output).toContain('these are the credentials of account 200000000005, not of 999999999999.');
  });
});

/** What somebody else makes of the thing: another threshold or what it does when all is well again, another unit. */
function changedByOther(step: Step): Step {
  if (step.kind === 'put-alarm' && step.before !== null) {
    const more =
      step.before['Threshold'] === 1 ? { OKActions: ['arn:aws:sns:eu-west-1:123456789012:ok'] } : { Threshold: 7 };
    return { ...step, alarm: { ...step.before, ...more }, before: null };
  }
  if (step.kind === 'put-filter' && step.before !== null) {
    const metricTransformations = step.before.metricTransformations.map((one) => ({ ...one, unit: 'Count' }));
    return { ...step, filter: { ...step.before, metricTransformations }, before: null };
  }
  return step;
}

/** The account in which everything works, in few regions. */
function goodIn(id: string): AccountPlan {
  return { ...goodAccount(id, null, '2026-11-03T09:14:02.000Z'), regions: REGIONS, securityHub: REGIONS };
}

function situationOf(snapshot: Snapshot, version: string): Situation {
  return { estate: makeEstate([buildAccount(snapshot)]), benchmark: benchmarkOf(version), lens: 'effective' };
}

function benchmarkOf(version: string): Benchmark {
  const benchmark = findBenchmark(version);
  if (benchmark === null) throw new Error(`no benchmark ${version}`);
  return benchmark;
}

function read(snapshot: Snapshot): ReadSnapshot {
  return { snapshot, digest: '0'.repeat(64) };
}

/** What the calls answered, less what moto answers anew each time: times, and the id of the session. */
function lasting({ calls }: Snapshot): readonly string[] {
  return calls.map(({ trace: _, ...call }) =>
    canonicalJson(call).replace(/"[^"]*(?:Time|Timestamp|SubscribedAt|UserId)": ?(?:"[^"]*"|[0-9.]+)/gi, ''),
  );
}
