import { expect, it } from 'vitest';
import type { Call, Snapshot } from '../snapshot/schema.js';
import { holes } from './holes.js';
import { answered } from './testing/calls.js';

function holesOf(outcome: Call['outcome']): number {
  const call: Call = { ...answered('securityhub:DescribeHub', 'us-east-1', {}), outcome };
  const snapshot: Pick<Snapshot, 'calls'> = { calls: [call] };
  return holes(snapshot).length;
}

it.each(['denied', 'throttled', 'region-not-enabled', 'failed', 'skipped'] as const)('a %s call is a hole', (kind) => {
  expect(holesOf({ kind, error: { name: 'SomeException', message: '' } })).toBe(1);
});

it('an answer is none, and neither is the error by which AWS says that there is nothing', () => {
  expect(holesOf({ kind: 'ok', pages: 1, items: 0, answer: {} })).toBe(0);
  expect(holesOf({ kind: 'failed', error: { name: 'InvalidAccessException', message: '' } })).toBe(0);
});

it('a refusal is a hole, whatever name it bears', () => {
  expect(holesOf({ kind: 'denied', error: { name: 'InvalidAccessException', message: '' } })).toBe(1);
});
