import { describe, expect, test } from 'vitest';
import corpus from './fixtures/corpus.json' with { type: 'json' };
import errors from './fixtures/errors.json' with { type: 'json' };
import { parse } from './parser.js';
import { print } from './print.js';

function canonical(text: string): string {
  const result = parse(text);
  if (result.kind !== 'parsed') throw new Error(result.error.format);
  return print(result.pattern);
}

describe('the corpus of real filters', () => {
  test.each(corpus.map((row) => [row.id, row] as const))('%s is read as its syntax says', (_, row) => {
    const result = parse(row.pattern);
    expect(result.kind).toBe(row.syntax === 'invalid' ? 'malformed' : 'parsed');
    if (result.kind === 'parsed') expect(parse(print(result.pattern))).toEqual(result);
  });
});

describe('a fault', () => {
  test.each(errors.map((row) => [row.name, row] as const))('shows its place: %s', (_, { pattern, kind, error }) => {
    const result = parse(pattern);
    expect(result.kind).toBe(kind);
    if (result.kind !== 'parsed') expect(result.error.format).toBe(error);
  });

  test('in a long line shows the part around it', () => {
    const result = parse(`{ ${'$.a = b || '.repeat(40)}$.c == d }`);
    expect(result.kind === 'malformed' && result.error.format).toBe(
      [
        'Expected an operator, found "=="; write = instead. (character 447)',
        '  ... $.a = b || $.a = b || $.a = b || $.a = b || $.a = b || $.c == d }',
        `  ${' '.repeat(63)}^`,
      ].join('\n'),
    );
  });
});

describe('print', () => {
  test.each([
    ['', '" "'],
    ['  " " ', '" "'],
    ['{$.a=b}', '{ $.a = "b" }'],
    ['{ ((($.[\'a\']="b"))) }', '{ $.a = "b" }'],
    ["{ $.['a.b'][00]=* }", '{ $.[\'a.b\'][0] = "*" }'],
    ['{ $.a = 1 || $.b = 2 && $.c = 3 }', '{ $.a = 1 || ($.b = 2 && $.c = 3) }'],
    ['{ ($.a = 1 || ($.b = 2)) || $.c = 3 }', '{ $.a = 1 || $.b = 2 || $.c = 3 }'],
    ['{ ($.a = 1 || $.b = 2) && $.c = 3 }', '{ ($.a = 1 || $.b = 2) && $.c = 3 }'],
    ['{ $.a = "\\"\\\\" }', '{ $.a = "\\"\\\\" }'],
    ['{ $.a = "400" || $.a = 400 }', '{ $.a = "400" || $.a = 400 }'],
    ['{ $.a\nNOT\t EXISTS }', '{ $.a NOT EXISTS }'],
    ['{ $.a = %b|c% }', '{ $.a = %b|c% }'],
    ['  A   -"b c" ?D ', 'A -"b c" ?D'],
    ['[ a=x||a=1 ,..., ]', '[a = "x" || a = 1, ..., ]'],
  ])('spells %j as %j', (text, spelling) => {
    expect(canonical(text)).toBe(spelling);
  });

  test('stays within the greatest length for a pattern that is written tightly', () => {
    const text = `{${Array.from({ length: 70 }, (_, index) => `$.f${index}=v${index}`).join('||')}}`.slice(0, 1024);
    const whole = text.endsWith('}') ? text : `${text.slice(0, text.lastIndexOf('||'))}}`;
    expect(canonical(whole).length).toBeLessThanOrEqual(1024);
    expect(parse(canonical(whole))).toEqual(parse(whole));
  });
});
