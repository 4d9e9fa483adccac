import { describe, expect, test } from 'vitest';
import { explain } from './explain.js';
import { parse } from './parser.js';

function explained(text: string) {
  const parsed = parse(text);
  if (parsed.kind !== 'parsed') throw new Error(parsed.error.format);
  return explain(parsed.pattern);
}

describe('explain', () => {
  test('draws the tree and says what it matches, with what people get wrong', () => {
    expect(explained('{ $.a = "x*" && ($.b != y || $.c[0] NOT EXISTS || $.d > 1) && $.e = "a*b" }')).toEqual({
      form: 'JSON pattern',
      tree: [
        'all of (&&)',
        '  a starts with "x"',
        '  any of (||)',
        '    b is there and not one that is "y"',
        '    c[0] is not there',
        '    d is a number > 1',
        '  e is "a*b"',
      ],
      words: [
        'Matches a log event that is a JSON object in which a starts with "x" and (b is there and not one that is "y" or c[0] is not there or d is a number > 1) and e is "a*b".',
        'A != condition is false when the field is missing, null, an object or an array: such events do not match.',
        'Whether an asterisk inside a value is a wildcard is not documented; only those at its ends surely are.',
      ],
    });
  });

  test.each([
    ['', 'match everything', 'Matches every log event.'],
    ['A -B', 'unstructured terms', 'Matches a log event whose text contains all of "A" and contains none of "B".'],
    ['?A ?B', 'unstructured terms', 'Matches a log event whose text contains one of "A", "B".'],
    ['%a|b%', 'regular expression', 'Matches a log event in whose text the regular expression %a|b% is found.'],
    [
      '[a, ..., b=1 || b=2]',
      'space-delimited pattern',
      'Matches a log event whose text splits at blanks into these fields.',
    ],
  ])('puts %j into words', (text, form, words) => {
    const explanation = explained(text);
    expect(explanation.form).toBe(form);
    expect(explanation.words[0]).toBe(words);
  });

  test('does not deny that a record may match, where the check says that it does or cannot tell', () => {
    expect(explained('[...]').words).toEqual(['Matches every log event.']);
    expect(explained('[a, b]').words[1]).toContain('is not documented');
  });

  test('says that optional terms count for nothing beside others', () => {
    expect(explained('?A B').words).toContain('The optional terms "A" are ignored beside the others.');
  });
});
