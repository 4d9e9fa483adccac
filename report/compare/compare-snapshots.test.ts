// An account changed in a known way is compared with itself as it was: the comparison names the change and nothing else.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AccountPlan, buildSnapshot } from '../../samples/account-builder.js';
import { gapsAccount, goodAccount } from '../../samples/accounts.js';
import { canonicalJson } from '../../snapshot/canonical-json.js';
import type { ReadSnapshot } from '../../snapshot/parse-snapshot.js';
import type { Snapshot } from '../../snapshot/schema.js';
import { digestOf } from '../../snapshot/seal.js';
import { findBenchmark } from '../benchmarks/benchmarks.js';
import { type CompareOptions, compareSnapshots } from './compare-snapshots.js';
import type { AccountDiff, ControlChange, Diff, ResourceChange } from './diff.js';
import { BEFORE, EVENT_SLUGS, LATER, MUTATIONS, type Mutation } from './testing/mutations.js';

const benchmark = (version: string) => {
  const found = findBenchmark(version);
  if (found === null) throw new Error(`no benchmark ${version}`);
  return found;
};

const OPTIONS: CompareOptions = {
  benchmarks: { before: benchmark('5.0.0'), after: benchmark('5.0.0') },
  lens: 'effective',
  tool: { name: 'trailproof', version: '0.0.0' },
  generatedAt: '2026-11-11T00:00:00Z',
};

function asRead(snapshot: Snapshot): ReadSnapshot {
  return { snapshot, digest: digestOf(canonicalJson(snapshot)) };
}

async function read(plan: AccountPlan): Promise<ReadSnapshot> {
  return asRead(await buildSnapshot(plan));
}

function compare(before: ReadSnapshot, after: ReadSnapshot, more: Partial<CompareOptions> = {}): Diff {
  return compareSnapshots([before], [after], { ...OPTIONS, ...more });
}

function only(diff: Diff): AccountDiff {
  const [account, ...others] = diff.accounts;
  if (account === undefined || others.length > 0) throw new Error('not one account');
  return account;
}

function named({ kind, id, change, fields }: ResourceChange): string {
  return `${change} ${kind} ${id}${fields.length === 0 ? '' : `: ${fields.map(({ path }) => path).join(', ')}`}`;
}

/** Later, with volatile fields moved on: what a week does to an account that nobody touches. */
function aWeekLater(plan: AccountPlan): AccountPlan {
  return {
    ...plan,
    at: LATER,
    trails: plan.trails.map((one) => ({
      ...one,
      status: {
        ...one.status,
        LatestCloudWatchLogsDeliveryTime: '2026-11-10T09:10:00.000Z',
        LatestDeliveryTime: '2026-11-10T09:11:00.000Z',
      },
    })),
    logGroups: plan.logGroups.map((one) => ({ ...one, storedBytes: 999_999_999 })),
    metricAlarms: plan.metricAlarms.map((one) => ({
      ...one,
      StateValue: 'ALARM',
      StateReason: 'crossed',
      StateUpdatedTimestamp: '2026-11-09T01:00:00.000Z',
    })),
  };
}

const after = (mutations: readonly Mutation[]): Promise<ReadSnapshot> =>
  read(aWeekLater(mutations.reduce((plan, mutation) => mutation.apply(plan), BEFORE)));

describe('an account in which one thing was changed', () => {
  it.each(MUTATIONS.map((mutation) => [mutation.name, mutation] as const))('%s', async (_name, mutation) => {
    const [then, now] = [await read(BEFORE), await after([mutation])];
    const diff = only(compare(then, now));
    expect(diff.resources.map(named)).toEqual(mutation.names);
    const regressed = diff.controls.filter((one) => one.change === 'regressed');
    expect(regressed.map(({ slug }) => slug)).toEqual(mutation.breaks ?? EVENT_SLUGS);
    expect(diff.controls.filter((one) => one.change !== 'regressed' && one.change !== 'unchanged')).toEqual([]);
    const changed = diff.resources.map(({ kind, id }) => `${kind} ${id}`);
    for (const { causes, events, slug } of regressed) {
      expect(causes.length, slug).toBeGreaterThan(0);
      for (const cause of causes) {
        expect(cause.kind, slug).toBe('configuration');
        if (cause.kind === 'configuration') expect(changed).toContain(`${cause.resource.kind} ${cause.resource.id}`);
      }
      if (slug !== 'security-hub-enabled') expect(events.lost.length).toBeGreaterThan(0);
      expect(events).toMatchObject({ gained: [], unsettled: [] });
    }
    if (mutation.name.includes('respelled')) {
      expect(diff.resources[0]?.fields[0]?.pattern).toEqual({ meaning: 'same', added: [], removed: [] });
    }
    expect(compare(now, now).summary.controls.unchanged).toBe(16);
    expectMirror(diff, only(compare(now, then)));
  });
});

/** What is gained one way is lost the other way; added is removed; before is after. */
function expectMirror(there: AccountDiff, back: AccountDiff): void {
  const turned = { fixed: 'regressed', regressed: 'fixed', unchanged: 'unchanged', changed: 'changed' } as const;
  const mirrored = ({ slug, before, after, change, assessed, events, causes }: ControlChange): unknown => ({
    slug,
    before: after,
    after: before,
    change: turned[change],
    assessed: assessed === null ? null : assessed === 'newly' ? 'no-longer' : 'newly',
    gained: events.lost,
    lost: events.gained,
    unsettled: events.unsettled.map((one) => ({ ...one, before: one.after, after: one.before })),
    causes: causes.map(({ kind }) => kind),
  });
  const plain = ({ slug, before, after, change, assessed, events, causes }: ControlChange): unknown => ({
    slug,
    before,
    after,
    change,
    assessed,
    ...events,
    causes: causes.map(({ kind }) => kind),
  });
  expect(back.controls.map(plain)).toEqual(there.controls.map(mirrored));
  const opposite = { added: 'removed', removed: 'added', changed: 'changed' } as const;
  expect(back.resources).toEqual(
    there.resources.map((one) => ({
      ...one,
      change: opposite[one.change],
      fields: one.fields.map(({ path, before, after, pattern }) => ({
        path,
        before: after,
        after: before,
        ...(pattern === undefined
          ? {}
          : { pattern: { meaning: pattern.meaning, added: pattern.removed, removed: pattern.added } }),
      })),
    })),
  );
}

describe('an account in which several things were changed', () => {
  it('names all of them, whatever they are, and mirrors', async () => {
    const then = await read(BEFORE);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(MUTATIONS.length - 1), { minLength: 2, maxLength: 5 }), async (picked) => {
        const mutations = picked.flatMap((index) => MUTATIONS[index] ?? []);
        // Two changes of one thing are one change, or one undoes the other.
        const things = mutations.flatMap(({ names }) =>
          names.map((name) => name.split(': ')[0]?.split(' ').slice(1).join(' ')),
        );
        fc.pre(new Set(things).size === things.length && !hides(mutations));
        const now = await after(mutations);
        const diff = only(compare(then, now));
        expect(new Set(diff.resources.map(named))).toEqual(new Set(mutations.flatMap(({ names }) => names)));
        expectMirror(diff, only(compare(now, then)));
      }),
      { numRuns: 40, seed: 8 },
    );
  });

  it('composes over a series: each step names its own, and the whole names all', async () => {
    const steps = ['filter 5 deleted', 'alarm 3 waits for nine', 'retention shortened', 'filter 10 respelled'].map(
      (name) => {
        const found = MUTATIONS.find((one) => one.name === name);
        if (found === undefined) throw new Error(name);
        return found;
      },
    );
    const states = await Promise.all(
      [0, 1, 2, 3, 4].map((count) => read(steps.slice(0, count).reduce((plan, one) => one.apply(plan), BEFORE))),
    );
    const between = (from: number, to: number): AccountDiff => {
      const [one, other] = [states[from], states[to]];
      if (one === undefined || other === undefined) throw new Error('no such state');
      return only(compare(one, other));
    };
    const single = steps.map((_, index) => between(index, index + 1).resources.map(named));
    expect(single).toEqual(steps.map(({ names }) => names));
    expect(new Set(between(0, 4).resources.map(named))).toEqual(new Set(single.flat()));
    const regressed = (diff: AccountDiff) =>
      diff.controls.filter((one) => one.change === 'regressed').map(({ slug }) => slug);
    expect(new Set(regressed(between(0, 4)))).toEqual(
      new Set([0, 1, 2, 3].flatMap((at) => regressed(between(at, at + 1)))),
    );
  });
});

/** An alarm whose filter is gone is asked about no more, so that what became of it cannot be told. */
function hides(mutations: readonly Mutation[]): boolean {
  const gone = mutations.flatMap(({ name }) => /^filter (\d+) deleted$/.exec(name)?.[1] ?? []);
  return (
    mutations.some(({ name }) => gone.includes(/^alarm (\d+) /.exec(name)?.[1] ?? '')) ||
    (gone.includes('1') && mutations.some(({ name }) => name === 'one more alarm'))
  );
}

describe('outcomes', () => {
  it('are none to tell of between a snapshot and itself', async () => {
    const gaps = await read(gapsAccount('222233334444', null, LATER));
    const diff = compare(gaps, gaps);
    expect(diff.summary).toEqual({
      accounts: 1,
      controls: { fixed: 0, regressed: 0, unchanged: 16, changed: 0 },
      assessed: { newly: 0, noLonger: 0 },
      events: { gained: 0, lost: 0, unsettled: 0 },
      resources: { added: 0, removed: 0, changed: 0 },
    });
    expect(only(diff)).toMatchObject({ resources: [], unread: [], calls: [], notes: [{ code: 'same-snapshot' }] });
  });

  it('are traced to a call that is now denied, and nothing is called removed that could not be read', async () => {
    const then = await read(BEFORE);
    const denied = { name: 'AccessDeniedException', message: 'no' };
    const now = await read({
      ...aWeekLater(BEFORE),
      faults: [{ operation: 'logs:DescribeMetricFilters', ...denied }],
    });
    const diff = only(compare(then, now));
    expect(diff.resources).toEqual([]);
    expect(diff.unread.filter(({ kind }) => kind === 'metric-filter')).toHaveLength(15);
    expect(new Set(diff.unread.flatMap(({ kind, why }) => (kind === 'metric-filter' ? [why] : [])))).toEqual(
      new Set(['denied']),
    );
    const changed = diff.controls.filter((one) => one.change !== 'unchanged');
    expect(changed.map(({ slug }) => slug)).toEqual(EVENT_SLUGS);
    for (const control of changed) {
      expect(control).toMatchObject({
        change: 'changed',
        assessed: 'no-longer',
        before: 'pass',
        after: 'not-assessed',
      });
      expect(control.events).toMatchObject({ gained: [], lost: [] });
      expect(control.causes).toEqual([
        expect.objectContaining({
          kind: 'permission',
          operation: 'logs:DescribeMetricFilters',
          before: 'ok',
          after: 'denied',
        }),
      ]);
    }
  });

  it('are traced to a failed call that was no matter of permission', async () => {
    const now = await read({
      ...aWeekLater(BEFORE),
      faults: [{ operation: 'cloudwatch:DescribeAlarms', name: 'InternalServiceFault', message: 'try again' }],
    });
    const { controls } = only(compare(await read(BEFORE), now));
    expect(controls[0]?.causes).toEqual([expect.objectContaining({ kind: 'evidence', after: 'failed' })]);
  });

  it('are traced to deliveries that ceased, though nothing was set up otherwise', async () => {
    const now = await read({ ...aWeekLater(BEFORE), trails: BEFORE.trails });
    const diff = only(compare(await read(BEFORE), now));
    expect(diff.resources).toEqual([]);
    expect(diff.controls[0]).toMatchObject({
      change: 'regressed',
      causes: [{ kind: 'state', path: 'status.LatestCloudWatchLogsDeliveryTime' }],
    });
  });

  it('are traced to the benchmark version where that asks for other things', async () => {
    const snapshot = await read(BEFORE);
    const benchmarks = { before: benchmark('1.2.0'), after: benchmark('5.0.0') };
    const changed = only(compare(snapshot, snapshot, { benchmarks })).controls.filter(
      (one) => one.change !== 'unchanged',
    );
    expect(changed.map(({ slug }) => slug)).toContain('security-hub-enabled');
    for (const { causes } of changed) expect(causes).toEqual([{ kind: 'benchmark', before: '1.2.0', after: '5.0.0' }]);
  });

  it('do not blame what bears on nothing', async () => {
    const pick = (name: string): Mutation => {
      const found = MUTATIONS.find((one) => one.name === name);
      if (found === undefined) throw new Error(name);
      return found;
    };
    const now = await after([pick('alarm 5 described'), pick('filter 5 made blind'), pick('a policy on the topic')]);
    const control = only(compare(await read(BEFORE), now)).controls.find(
      ({ slug }) => slug === 'cloudtrail-config-changes',
    );
    expect(control?.causes).toEqual([
      expect.objectContaining({ kind: 'configuration', change: 'changed', paths: ['filterPattern'] }),
    ]);
  });
});

describe('the two sides', () => {
  it('are said to be swapped, overlapping, or collected otherwise', async () => {
    const [then, now] = [await read(BEFORE), await read(aWeekLater(BEFORE))];
    const codes = (diff: Diff) => only(diff).notes.map(({ code }) => code);
    expect(codes(compare(then, now))).toEqual([]);
    expect(codes(compare(now, then))).toEqual(['swapped']);
    const during = asRead({ ...now.snapshot, startedAt: '2026-11-03T09:14:03.000Z' });
    expect(codes(compare(then, during))).toEqual(['overlapping']);
    const newer = asRead({ ...now.snapshot, tool: { name: 'trailproof', version: '9.0.0' }, scope: 'full' });
    expect(codes(compare(then, newer))).toEqual(['tool-versions', 'scope']);
  });

  it('are noted where an account is on one of them only', async () => {
    const [one, two, three] = await Promise.all(
      ['111111111111', '222222222222', '333333333333'].map((id) => read(goodAccount(id, null, LATER))),
    );
    if (one === undefined || two === undefined || three === undefined) throw new Error('three were made');
    const diff = compareSnapshots([one, two], [two, three], OPTIONS);
    expect(diff.accounts.map(({ account }) => account)).toEqual(['222222222222']);
    expect(diff.notes).toEqual([
      { code: 'only-before', values: { account: '111111111111' } },
      { code: 'only-after', values: { account: '333333333333' } },
    ]);
  });

  it('may be two accounts, which are alike when they are set up alike', async () => {
    const [one, other] = [
      await read(BEFORE),
      await read(aWeekLater(goodAccount('999988887777', 'example-prod', LATER))),
    ];
    const diff = compare(one, other, { across: true });
    expect(diff.summary.resources).toEqual({ added: 0, removed: 0, changed: 0 });
    expect(diff.summary.controls.unchanged).toBe(16);
    const gaps = compare(one, await read(aWeekLater(gapsAccount('999988887777', 'example-prod', LATER))), {
      across: true,
    });
    expect(gaps.summary.controls.regressed).toBe(7);
    expect(only(gaps).controls.find(({ slug }) => slug === 'root-account-usage')?.causes).toMatchObject([
      {
        kind: 'configuration',
        paths: ['Namespace'],
        resource: { id: 'arn:aws:cloudwatch:eu-west-1:{account}:alarm:cis-4-3' },
      },
    ]);
  });
});
