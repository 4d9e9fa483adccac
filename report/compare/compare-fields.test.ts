import { describe, expect, it } from 'vitest';
import { compareFields } from './compare-fields.js';
import { comparePatterns } from './compare-patterns.js';

const paths = (before: unknown, after: unknown): readonly string[] =>
  compareFields(before, after).map(({ path }) => path);

describe('fields', () => {
  it('are compared down to the leaves, with null for what is not there', () => {
    expect(compareFields({ a: { b: 1, c: 2 } }, { a: { b: 3, c: 2, d: [] } })).toEqual([
      { path: 'a.b', before: 1, after: 3 },
      { path: 'a.d', before: null, after: [] },
    ]);
  });

  it('of lists do not depend on their order', () => {
    expect(paths({ AlarmActions: ['x', 'y'] }, { AlarmActions: ['y', 'x'] })).toEqual([]);
    expect(paths({ d: [{ Name: 'a' }, { Name: 'b' }] }, { d: [{ Name: 'b' }, { Name: 'a' }] })).toEqual([]);
    expect(paths({ AlarmActions: ['x', 'x'] }, { AlarmActions: ['x'] })).toEqual(['AlarmActions']);
  });

  it('of items that have a name are told by it', () => {
    const before = {
      Metrics: [
        { Id: 'm1', Stat: 'Sum' },
        { Id: 'm2', Stat: 'Sum' },
      ],
    };
    const after = {
      Metrics: [
        { Id: 'm2', Stat: 'Max' },
        { Id: 'm1', Stat: 'Sum' },
      ],
    };
    expect(paths(before, after)).toEqual(['Metrics[m2].Stat']);
    const one = { metricTransformations: [{ metricName: 'a' }] };
    expect(paths(one, { metricTransformations: [{ metricName: 'b' }] })).toEqual([
      'metricTransformations[0].metricName',
    ]);
  });

  it('of items without a name are told by their place, and of the list as a whole where an item has moved', () => {
    const [one, two, three] = [{ Type: 'S3' }, { Type: 'Lambda' }, { Type: 'DynamoDB' }];
    expect(paths({ d: [one, two] }, { d: [one, three] })).toEqual(['d[1].Type']);
    expect(paths({ d: [one, two] }, { d: [three, one] })).toEqual(['d']);
    expect(paths({ d: [three, one] }, { d: [one, two] })).toEqual(['d']);
  });

  it('that hold JSON as text are compared as JSON', () => {
    expect(paths({ Policy: '{"a":1,"b":[1,2]}' }, { Policy: '{ "b": [2, 1], "a": 1 }' })).toEqual([]);
    expect(paths({ Policy: '{"a":1}' }, { Policy: '{"a":2}' })).toEqual(['Policy']);
    expect(paths({ Policy: '{"a"' }, { Policy: '{"a":' })).toEqual(['Policy']);
  });

  it('are not lost when they bear the names of things that every object has', () => {
    const hostile = JSON.parse('{"__proto__": 1, "constructor": 2}');
    expect(paths({}, hostile)).toEqual(['__proto__', 'constructor']);
  });
});

describe('filter patterns', () => {
  it.each([
    ['{ $.a = 1 }', '{($.a=1)}'],
    ['{ ($.a = x) || ($.b = y) }', '{ $.b = "y" || $.a = "x" }'],
    ['{ ($.a = x) && (($.b = y) || ($.c = z)) }', '{ (($.c = z) || ($.b = y)) && ($.a = x) }'],
    ['{ ($.a = x) || ($.a = x) }', '{ $.a = x }'],
    ['ERROR WARN', 'WARN ERROR'],
    ['', '" "'],
  ])('%s and %s are the same tree', (before, after) => {
    expect(comparePatterns(before, after)).toEqual({ meaning: 'same', added: [], removed: [] });
  });

  it('that differ name the conditions that came and went', () => {
    expect(
      comparePatterns(
        '{ ($.eventName = StopLogging) || ($.eventName = DeleteTrail) }',
        '{ $.eventName = DeleteTrail }',
      ),
    ).toEqual({ meaning: 'different', added: [], removed: ['$.eventName = "StopLogging"'] });
    expect(comparePatterns('{ $.a = 1 }', '{ $.a = "1" }').meaning).toBe('different');
    expect(comparePatterns('{ $.a = 1 && $.b = 2 }', '{ $.a = 1 || $.b = 2 }').meaning).toBe('different');
  });

  it('of which one cannot be read are not called anything', () => {
    expect(comparePatterns('{ $.a = }', '{ $.a = 1 }').meaning).toBe('unknown');
  });
});
