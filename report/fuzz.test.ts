// No input makes the evaluator throw: spoilt snapshots give outcomes, or a clear refusal when they are read.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildSnapshot, type Json } from '../samples/account-builder.js';
import { gapsAccount } from '../samples/accounts.js';
import { parseSnapshot } from '../snapshot/parse-snapshot.js';
import type { Snapshot } from '../snapshot/schema.js';
import { BENCHMARKS, DEFAULT_BENCHMARK, findBenchmark } from './benchmarks/benchmarks.js';
import { GOOD, judgeSnapshot } from './evaluate/testing/judge-plan.js';
import { makeReport } from './make-report.js';
import { renderHtml } from './outputs/html.js';
import { renderJson } from './outputs/json.js';

const OUTCOMES = ['pass', 'fail', 'not-assessed', 'not-applicable', 'manual'];
const HOSTILE = [
  '',
  '\u0000',
  '<script>alert(1)</script>',
  '{{constructor}}',
  '__proto__',
  '\u202Eabc',
  'x'.repeat(10_000),
  '$(id)',
  '"; rm -rf /',
  '%s%n',
  'arn:',
  ':::::',
  '{',
  '[',
  '%',
  '{ $.'.repeat(400),
];

let base: Snapshot;
beforeAll(async () => {
  base = await buildSnapshot(gapsAccount('222233334444', 'fuzzed', '2026-11-03T09:20:41.000Z'));
});

/** Every place in a value, as a path. */
function places(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const members = Array.isArray(value) ? value.map((one, index) => [index, one] as const) : Object.entries(value);
  return [path, ...members.flatMap(([key, one]) => places(one, [...path, key]))];
}

const REMOVE = Symbol('remove');

function put(value: unknown, path: readonly (string | number)[], what: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return what;
  if (Array.isArray(value)) {
    const copy = [...value];
    if (rest.length === 0 && what === REMOVE) copy.splice(Number(step), 1);
    else copy[Number(step)] = put(copy[Number(step)], rest, what);
    return copy;
  }
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = { ...value };
  if (rest.length === 0 && what === REMOVE) delete copy[String(step)];
  else copy[String(step)] = put(copy[String(step)], rest, what);
  return copy;
}

const spoil = fc.oneof(
  fc.constant(REMOVE),
  fc.constant(null),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(...HOSTILE),
  fc.string(),
  fc.constant([]),
  fc.constant({}),
  fc.jsonValue(),
);

describe('a snapshot that was spoilt', () => {
  it('gives outcomes, or is refused in one line', () => {
    // What stands outside the answers is for the validator, which has tests of its own; most of the blows go inside.
    const every = places(base.calls).filter((path) => path.length > 0);
    const all = [
      ...every.filter((path) => path.includes('answer')),
      ...every.filter((_path, index) => index % 40 === 0),
    ];
    const benchmark = findBenchmark(DEFAULT_BENCHMARK);
    if (benchmark === null) throw new Error('no benchmark');
    let judged = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(all.length - 1), spoil), { minLength: 1, maxLength: 6 }), (changes) => {
        const calls = changes.reduce<unknown>((value, [at, what]) => put(value, all[at] ?? [], what), base.calls);
        const parsed = parseSnapshot(new TextEncoder().encode(JSON.stringify({ ...base, calls })));
        if (parsed.kind === 'invalid') {
          expect(parsed.problem).not.toContain('\n');
          return;
        }
        judged += 1;
        const report = makeReport([parsed], {
          benchmarks: [benchmark],
          lens: 'effective',
          tool: { name: 't', version: '0' },
          generatedAt: '2026-11-04T08:00:00Z',
        });
        for (const control of report.controls) expect(OUTCOMES).toContain(control.outcome);
        expect(renderJson(report).length).toBeGreaterThan(1_000);
      }),
      { numRuns: 300 },
    );
    expect(judged).toBeGreaterThan(100);
  });

  it('makes a page whatever its strings are', () => {
    const [benchmark] = BENCHMARKS;
    if (benchmark === undefined) throw new Error('no benchmark');
    const strings = places(base.calls).filter(
      (path) =>
        typeof path.reduce<unknown>((value, step) => (value as Json)[step], base.calls) === 'string' &&
        path.includes('answer'),
    );
    for (const text of HOSTILE) {
      const calls = strings.reduce<unknown>((value, path) => put(value, path, text), base.calls);
      const parsed = parseSnapshot(new TextEncoder().encode(JSON.stringify({ ...base, calls })));
      if (parsed.kind === 'invalid') continue;
      const report = makeReport([parsed], {
        benchmarks: [benchmark],
        lens: 'effective',
        tool: { name: 't', version: '0' },
        generatedAt: '2026-11-04T08:00:00Z',
      });
      expect(renderHtml(report)).not.toContain('<script>alert');
    }
  });
});

describe('an account with 10,000 filters', () => {
  it('is judged', async () => {
    const many = Array.from(
      { length: 10_000 },
      (_, index): Json => ({
        ...GOOD.metricFilters[0],
        filterName: `filter-${index}`,
        filterPattern: `{ ($.eventName = "Event${index % 500}") && ($.userIdentity.userName != "robot") }`,
        metricTransformations: [{ metricName: `M${index}`, metricNamespace: 'Own', metricValue: '1' }],
      }),
    );
    const snapshot = await buildSnapshot({ ...GOOD, metricFilters: [...many, ...GOOD.metricFilters] });
    for (const result of judgeSnapshot(snapshot).values()) expect(result.outcome, result.slug).toBe('pass');
  });
});
