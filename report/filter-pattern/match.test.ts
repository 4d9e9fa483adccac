import { describe, expect, test } from 'vitest';
import cases from './fixtures/matches.json' with { type: 'json' };
import { match } from './match.js';
import { parse } from './parser.js';

function matched(pattern: string, event: unknown) {
  const parsed = parse(pattern);
  if (parsed.kind !== 'parsed') throw new Error(parsed.error.format);
  return match(parsed.pattern, event);
}

describe('match', () => {
  test.each(cases.map((row) => [row.name, row] as const))('%s', (_, { pattern, event, result }) => {
    expect(matched(pattern, event)).toEqual(
      typeof result === 'string' ? { kind: result } : { kind: 'unknown', rules: result },
    );
  });

  test('names every rule that it does not know', () => {
    expect(matched('{ $.a = x*y && $.b = 1 }', { a: 'xzy', b: '1' })).toEqual({
      kind: 'unknown',
      rules: ['interior-asterisk', 'number-and-text'],
    });
  });

  test('does not evaluate what is larger than its bound', () => {
    expect(matched('{ $.a = %b{9999}% }', { a: 'b' })).toEqual({ kind: 'unknown', rules: ['size'] });
  });

  test.each(['*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b', '%a*a*a*a*a*a*a*a*a*a*a*a*b%'])('is quick for %s', (value) => {
    const before = performance.now();
    matched(`{ $.x = ${value.startsWith('%') ? value : `"${value}"`} }`, { x: 'a'.repeat(20_000) });
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
