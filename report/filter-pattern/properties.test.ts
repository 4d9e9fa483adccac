import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { Condition, Pattern, Value } from './ast.js';
import { IDENTITY_TYPES } from './cover/event-model.js';
import { type CoverResult, cover } from './cover.js';
import { match } from './match.js';
import { parse } from './parser.js';
import { print } from './print.js';
import type { Requirement } from './requirement.js';
import { expressionOver, pattern } from './testing/arbitrary-pattern.js';
import { spell } from './testing/spell.js';

const facts = { account: '111122223333', partition: 'aws', region: 'us-east-1', time: '2026-01-15T10:00:00Z' };
// Listing every event takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);

describe('parse and print', () => {
  test('what was printed is read as the same tree', () => {
    fc.assert(
      fc.property(pattern, (tree) => {
        const text = print(tree);
        fc.pre(text.length <= 1024);
        expect(parse(text)).toEqual({ kind: 'parsed', pattern: tree });
      }),
      { numRuns: 5 * RUNS },
    );
  });

  test('any text is read or refused with a place inside it, and never throws', () => {
    const damaged = fc
      .tuple(pattern.map(print), fc.nat(), fc.stringMatching(/^[{}()[\]"'%=!<>&|$.*? a1\\-]{0,3}$/))
      .map(([text, at, inserted]) => {
        const position = at % (text.length + 1);
        return text.slice(0, position) + inserted + text.slice(position + 1);
      });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.string({ maxLength: 1100 }), fc.string({ unit: 'binary' })), (text) => {
        const result = parse(text);
        if (result.kind === 'parsed') {
          expect(parse(print(result.pattern))).toEqual(result);
        } else {
          expect(result.error.position).toBeGreaterThanOrEqual(0);
          expect(result.error.position).toBeLessThanOrEqual(text.length);
          expect(result.error.format).toContain(result.error.message);
        }
      }),
      { numRuns: 5 * RUNS },
    );
  });
});

// A small world: few fields, few letters, so that every kind of event in it can be listed.
const LETTERS = ['a', 'b', 'c'];
const WORDS = ['', ...LETTERS, ...LETTERS.flatMap((x) => LETTERS.map((y) => x + y))];
const TEXTS = [...WORDS, ...WORDS.filter((word) => word.length === 2).flatMap((x) => LETTERS.map((y) => x + y))];
const FIELDS: Readonly<Record<string, readonly unknown[]>> = {
  eventName: ['E', 'F'],
  sourceIPAddress: TEXTS.filter((text) => text !== ''),
  errorCode: [undefined, ...TEXTS],
  userAgent: [undefined, ...TEXTS],
  readOnly: [false],
  'userIdentity.type': [...IDENTITY_TYPES],
  'requestParameters.n': [undefined, null, {}, [], -1, 0, 1, 2, 3, 0.5, 1.5, 2.5, true, false, '', 'a', '1', 'true'],
};

const texts = fc.oneof(
  fc.constantFrom('a', 'b', 'ab', '*', 'a*', '*b', '*a*', 'ba*', '*ab*'),
  fc.constantFrom('a', 'b', 'ca', '*c'),
);
const regexes = fc.constantFrom('^a', 'b$', '^[ab]$', 'a|c', '^ab?$', '^.b', '^a*$', '^[^c]+$').map((source): Value => {
  const result = parse(`%${source}%`);
  if (result.kind !== 'parsed' || result.pattern.kind !== 'regex') throw new Error(source);
  return { kind: 'regex', regex: result.pattern.regex };
});
const textValues: fc.Arbitrary<Value> = fc.oneof(
  { weight: 5, arbitrary: texts.map((text): Value => ({ kind: 'text', text })) },
  { weight: 1, arbitrary: regexes },
);

function on(path: string, operator: '=' | '!=', value: Value): Condition {
  return { kind: 'equality', selector: path.split('.').map((name) => ({ kind: 'name', name })), operator, value };
}
const operators = fc.constantFrom('=' as const, '!=' as const);
const conditions: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .tuple(fc.constantFrom('sourceIPAddress', 'errorCode', 'userAgent'), operators, textValues)
    .map(([path, operator, value]) => on(path, operator, value)),
  fc
    .tuple(operators, fc.constantFrom('E', 'F', 'E*', 'G'))
    .map(([operator, text]) => on('eventName', operator, { kind: 'text', text })),
  fc
    .tuple(operators, fc.constantFrom('IAMUser', 'Root', 'A*', '*User'))
    .map(([operator, text]) => on('userIdentity.type', operator, { kind: 'text', text })),
  fc.constantFrom<Condition>(
    { kind: 'not-exists', selector: [{ kind: 'name', name: 'errorCode' }] },
    { kind: 'not-exists', selector: [{ kind: 'name', name: 'sourceIPAddress' }] },
    { kind: 'is', selector: [{ kind: 'name', name: 'readOnly' }], what: 'FALSE' },
    { kind: 'is', selector: [{ kind: 'name', name: 'readOnly' }], what: 'TRUE' },
    { kind: 'is', selector: [{ kind: 'name', name: 'errorCode' }], what: 'NULL' },
  ),
);
const numberPlace = [
  { kind: 'name', name: 'requestParameters' },
  { kind: 'name', name: 'n' },
] as const;
const numberConditions: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .tuple(fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const), fc.constantFrom(0, 1, 2))
    .map(([operator, value]): Condition => {
      return { kind: 'ordering', selector: numberPlace, operator, value: { kind: 'number', text: `${value}`, value } };
    }),
  fc.constantFrom<Condition>(
    { kind: 'not-exists', selector: numberPlace },
    { kind: 'is', selector: numberPlace, what: 'NULL' },
    { kind: 'not-exists', selector: [{ kind: 'name', name: 'requestParameters' }] },
  ),
);
/** Conditions that some unsettled rule decides. */
const unsettledConditions: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .tuple(operators, fc.constantFrom('a*b', '*a*b', 'a*a'))
    .map(([operator, text]) => on('errorCode', operator, { kind: 'text', text })),
  fc
    .tuple(operators, fc.constantFrom('1', 'true', 'a', '*', '1*', 'x'))
    .map(([operator, text]) => on('requestParameters.n', operator, { kind: 'text', text })),
  operators.map((operator) => on('requestParameters.n', operator, { kind: 'number', text: '1', value: 1 })),
  operators.map((operator) => on('readOnly', operator, { kind: 'text', text: 'false' })),
  fc.constantFrom<Condition>(
    { kind: 'is', selector: numberPlace, what: 'TRUE' },
    { kind: 'equality', selector: [{ kind: 'any-name' }], operator: '!=', value: { kind: 'text', text: 'E' } },
    { kind: 'equality', selector: [{ kind: 'any-name' }], operator: '=', value: { kind: 'text', text: 'E' } },
  ),
);
const filterPattern = expressionOver(conditions, 2).map((expression): Pattern => ({ kind: 'json', expression }));
const numericPattern = expressionOver(fc.oneof(conditions, numberConditions, unsettledConditions), 2).map(
  (expression): Pattern => ({ kind: 'json', expression }),
);

const REQUIRED = '{ (($.eventName = "E") || ($.eventName = "F")) && ($.errorCode = "a*" || $.errorCode NOT EXISTS) }';

function required(text = REQUIRED): Requirement {
  const result = parse(text);
  if (result.kind !== 'parsed') throw new Error(text);
  return { alternatives: [result.pattern], eventSource: 'test.amazonaws.com' };
}

function coverBy(patterns: readonly Pattern[]): CoverResult {
  const filters = patterns.map((each, index) => ({
    id: String(index),
    parsed: { kind: 'parsed' as const, pattern: each },
  }));
  return cover({ requirement: required(), filters, facts });
}

/** Every event of the small world, as far as the patterns can tell events apart. */
function* allEvents(patterns: readonly Pattern[]): Generator<Record<string, unknown>> {
  const asked = patterns.map(print).join(' ') + REQUIRED;
  const used = Object.entries(FIELDS).filter(([path]) => asked.includes(`$.${path} `));
  function* rest(index: number, event: Record<string, unknown>): Generator<Record<string, unknown>> {
    const next = used[index];
    if (next === undefined) {
      yield event;
      return;
    }
    const [path, values] = next;
    for (const value of values) yield* rest(index + 1, put(event, path, value));
  }
  yield* rest(0, { eventSource: 'test.amazonaws.com', readOnly: false, userIdentity: { type: 'IAMUser' } });
}

function put(event: Record<string, unknown>, path: string, value: unknown): Record<string, unknown> {
  const [first = '', second] = path.split('.');
  if (second !== undefined) {
    const inner = { ...Object(event[first]), [second]: value };
    if (value === undefined) delete inner[second];
    return { ...event, [first]: inner };
  }
  const copy = { ...event, [first]: value };
  if (value === undefined) delete copy[first];
  return copy;
}

describe('cover', () => {
  const [requiredPattern] = required().alternatives;

  test('agrees with listing every event of a small world', () => {
    fc.assert(
      fc.property(fc.array(filterPattern, { minLength: 1, maxLength: 3 }), (patterns) => {
        fc.pre(
          new Set(
            patterns
              .map(print)
              .join(' ')
              .match(/sourceIPAddress|userAgent/g),
          ).size < 2,
        );
        const result = coverBy(patterns);
        const seen = { E: { matched: 0, missed: 0 }, F: { matched: 0, missed: 0 } };
        for (const event of allEvents(patterns)) {
          if (requiredPattern === undefined || match(requiredPattern, event).kind !== 'yes') continue;
          const matched = patterns.some((each) => match(each, event).kind === 'yes');
          seen[event['eventName'] === 'E' ? 'E' : 'F'][matched ? 'matched' : 'missed'] += 1;
        }
        const { E, F } = seen;
        expect(result.events.map(({ event, state }) => [event.id, state])).toEqual([
          ['E', E.missed === 0 ? 'covered' : 'missed'],
          ['F', F.missed === 0 ? 'covered' : 'missed'],
        ]);
        const missed = E.missed + F.missed;
        const matched = E.matched + F.matched;
        expect(result.verdict).toBe(missed === 0 ? 'covers' : matched === 0 ? 'none' : 'partial');
      }),
      { numRuns: RUNS },
    );
  });

  test('never says that an event is covered or unseen which listing shows otherwise, whatever is unsettled', () => {
    fc.assert(
      fc.property(numericPattern, (filter) => {
        fc.pre(!/sourceIPAddress|userAgent/.test(print(filter)));
        const result = coverBy([filter]);
        for (const event of allEvents([filter])) {
          if (requiredPattern === undefined || match(requiredPattern, event).kind !== 'yes') continue;
          const answer = match(filter, event).kind;
          const state = result.events.find(({ event: { id } }) => id === event['eventName'])?.state;
          if (answer === 'no') expect(state).not.toBe('covered');
          if (answer === 'yes') expect(result.verdict).not.toBe('none');
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('every witness is required and matched by no filter, for any filter of the grammar', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(pattern, filterPattern), { maxLength: 3 }), (patterns) => {
        const result = coverBy(patterns);
        for (const { state, witness } of result.events) {
          expect(witness !== null).toBe(state === 'missed');
          if (witness === null || requiredPattern === undefined) continue;
          expect(match(requiredPattern, witness)).toEqual({ kind: 'yes' });
          for (const each of patterns) expect(match(each, witness).kind).not.toBe('yes');
        }
        expect(result.verdict === 'covers').toBe(result.events.every(({ state }) => state === 'covered'));
      }),
      { numRuns: 2 * RUNS },
    );
  });

  test('one filter more never covers less', () => {
    fc.assert(
      fc.property(fc.array(filterPattern, { maxLength: 2 }), fc.oneof(filterPattern, pattern), (patterns, more) => {
        const before = coverBy(patterns);
        const after = coverBy([...patterns, more]);
        before.events.forEach(({ state }, index) => {
          if (state === 'covered') expect(after.events[index]?.state).toBe('covered');
        });
        if (before.verdict === 'covers') expect(after.verdict).toBe('covers');
        if (before.verdict === 'partial') expect(['partial', 'covers', 'undecided']).toContain(after.verdict);
      }),
      { numRuns: RUNS },
    );
  });

  test('order, blanks, quotes and needless parentheses change no verdict', () => {
    fc.assert(
      fc.property(filterPattern, fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })), (tree, stream) => {
        if (tree.kind !== 'json') return;
        const other = parse(spell(tree.expression, () => stream.next().value ?? 0));
        // More than two regular expressions are refused, however they are spelled.
        expect(other.kind).toBe(parse(print(tree)).kind);
        if (other.kind !== 'parsed') return;
        const one = coverBy([tree]);
        const two = coverBy([other.pattern]);
        expect(two.verdict).toBe(one.verdict);
        expect(two.events.map(({ state }) => state)).toEqual(one.events.map(({ state }) => state));
        expect(two.notes).toEqual(one.notes);
      }),
      { numRuns: RUNS },
    );
  });
});
