import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.js';
import { parseSnapshot } from './parse-snapshot.js';
import type { Snapshot } from './schema.js';

const GOOD: Snapshot = {
  kind: 'trailproof-snapshot',
  schemaVersion: 1,
  tool: { name: 'trailproof', version: '0.1.0' },
  account: { id: '111122223333', partition: 'aws', alias: null },
  caller: { arn: 'arn:aws:iam::111122223333:user/auditor' },
  startedAt: '2026-11-03T09:14:02.000Z',
  endedAt: '2026-11-03T09:14:06.200Z',
  runs: [
    {
      startedAt: '2026-11-03T09:14:02.000Z',
      endedAt: '2026-11-03T09:14:06.200Z',
      tool: { name: 'trailproof', version: '0.1.0' },
    },
  ],
  scope: 'needed',
  logGroups: [],
  regions: ['eu-west-1'],
  calls: [
    {
      service: 'cloudtrail',
      operation: 'DescribeTrails',
      region: 'eu-west-1',
      input: {},
      outcome: { kind: 'ok', pages: 1, items: 0, answer: { trailList: [] } },
      trace: { startedAt: '2026-11-03T09:14:03.000Z', durationMs: 81, attempts: 1, throttles: 0, run: 1 },
    },
  ],
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function problem(text: string | Uint8Array): string {
  const parsed = parseSnapshot(typeof text === 'string' ? bytes(text) : text);
  return parsed.kind === 'invalid' ? parsed.problem : 'none';
}

describe('reading a snapshot', () => {
  it('gives what was written, with the digest of the bytes', () => {
    const text = canonicalJson(GOOD);
    const parsed = parseSnapshot(bytes(text));
    expect(parsed).toMatchObject({ kind: 'snapshot', snapshot: GOOD });
    expect(parsed.kind === 'snapshot' ? parsed.digest : '').toMatch(/^[0-9a-f]{64}$/);
    expect(parsed.kind === 'snapshot' ? canonicalJson(parsed.snapshot) : '').toBe(text);
  });

  it('keeps a key named __proto__ as data', () => {
    const text = canonicalJson(GOOD).replace('"trailList": []', '"__proto__": {"polluted": true}, "trailList": []');
    const parsed = parseSnapshot(bytes(text));
    expect(parsed.kind).toBe('snapshot');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it.each([
    ['', 'the file is empty'],
    ['{', 'not JSON: '],
    ['hello', 'not JSON'],
    [canonicalJson(GOOD).slice(0, 400), 'may be cut off'],
    ['[]', 'not a snapshot: expected "kind": "trailproof-snapshot" at the top, found none'],
    ['null', 'not a snapshot'],
    ['{"kind":"something"}', 'not a snapshot: expected "kind": "trailproof-snapshot" at the top, found "something"'],
    [`{"kind":${JSON.stringify('x'.repeat(5_000))}}`, '...'],
    [
      canonicalJson({ ...GOOD, schemaVersion: 2 }),
      'snapshot format 2 is newer than this trailproof reads (1): use a newer trailproof',
    ],
    [canonicalJson({ ...GOOD, schemaVersion: 'one' }), 'at schemaVersion: '],
    [canonicalJson({ ...GOOD, account: { ...GOOD.account, id: '12' } }), 'at account.id: expected 12 digits'],
    [canonicalJson({ ...GOOD, calls: [{ ...GOOD.calls[0], outcome: { kind: 'maybe' } }] }), 'at calls[0].outcome'],
    [canonicalJson({ ...GOOD, extra: 1 }), 'at the top: '],
    [canonicalJson({ ...GOOD, startedAt: 'yesterday' }), 'at startedAt: '],
  ])('refuses %.60j in one line that says where', (text, expected) => {
    const said = problem(text);
    expect(said).toContain(expected);
    expect(said).not.toContain('\n');
    expect(said.length).toBeLessThan(400);
  });

  it('refuses bytes that are no UTF-8 text', () => {
    expect(problem(new Uint8Array([0x7b, 0xff, 0xfe]))).toBe('the file is not UTF-8 text');
  });
});

describe('the one spelling of JSON', () => {
  it('sorts keys at every depth and keeps the order of arrays', () => {
    expect(canonicalJson({ b: [{ z: 1, a: 2 }, 1], a: null })).toBe(
      '{\n  "a": null,\n  "b": [\n    {\n      "a": 2,\n      "z": 1\n    },\n    1\n  ]\n}\n',
    );
  });
});
