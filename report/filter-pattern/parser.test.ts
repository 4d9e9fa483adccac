import { describe, expect, test } from 'vitest';
import corpus from './fixtures/corpus.json' with { type: 'json' };
import { parse } from './parser.js';
import { print } from './print.js';

describe('the corpus of real filters', () => {
  test.each(corpus.map((row) => [row.id, row] as const))('%s is read as its syntax says', (_, row) => {
    const result = parse(row.pattern);
    expect(result.kind).toBe(row.syntax === 'invalid' ? 'malformed' : 'parsed');
    if (result.kind === 'parsed') expect(parse(print(result.pattern))).toEqual(result);
    else expect(result.error.format).toContain('^');
  });
});
