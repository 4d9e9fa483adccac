import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { Pattern } from './ast.js';
import { plausibleRecord } from './cover/record.js';
import { cover } from './cover.js';
import { match } from './match.js';
import { parse } from './parser.js';
import { print } from './print.js';

// What a filter over the raw text sees, against texts of records: in several orders and spacings, as none is settled.

vi.setConfig({ testTimeout: 120_000 });
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);
const facts = { account: '111122223333', partition: 'aws', region: 'us-east-1', time: '2026-01-15T10:00:00Z' };

const REQUIRED = parsed('{ (($.eventName = "E") || ($.eventName = "F")) && $.errorMessage NOT EXISTS }');

function parsed(text: string): Pattern {
  const result = parse(text);
  if (result.kind !== 'parsed') throw new Error(text);
  return result.pattern;
}

function written(value: unknown, comma: string, colon: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = (each: unknown): string => written(each, comma, colon);
  if (Array.isArray(value)) return `[${value.map(inner).join(comma)}]`;
  const fields = Object.entries(value).map(([name, each]) => JSON.stringify(name) + colon + inner(each));
  return `{${fields.join(comma)}}`;
}

/** The record in some of the orders and spacings that a writer of JSON may choose. */
function* textsOf(record: object): Generator<string> {
  for (const each of [record, Object.fromEntries(Object.entries(record).reverse())]) {
    for (const comma of [',', ', ']) for (const colon of [':', ': ']) yield written(each, comma, colon);
    yield JSON.stringify(each, null, 1);
  }
}

const EVENTS = ['E', 'F'].flatMap((eventName) => {
  const outline = { eventName, eventSource: 'test.amazonaws.com', identity: 'IAMUser', failed: false };
  const base = { ...plausibleRecord(outline, facts), readOnly: false };
  const failed = { ...base, errorCode: 'AccessDenied' };
  const long = { ...base, userAgent: 'zzz, "foo, bar": 5}} eventName:E', requestParameters: { zzz: 1, n: [5, null] } };
  const bare = { ...base, userAgent: undefined, requestID: undefined, requestParameters: undefined };
  return [base, failed, long, bare].map((record): object => JSON.parse(JSON.stringify(record)));
});

const words = fc.constantFrom('eventName', 'E', 'F', 'zzz', 'errorCode', 'AccessDenied', 'foo', 'bar', 'true', 'null');
const marks = fc.constantFrom('"', '":"', '": "', ',', ', ', ':', ': ', '{', '}', '}}', '[', ']', '":', ',"', ' ', '5');
const termText = fc
  .array(fc.oneof(words, marks), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join(''))
  .filter((text) => text.trim() !== '');
const term = fc.record({
  sign: fc.constantFrom('required' as const, 'required' as const, 'optional' as const, 'excluded' as const),
  text: fc.oneof(
    termText,
    words.map((word) => `"${word}"`),
    fc.constantFrom('"eventName":"E"', '"eventName": "E"', '"zzz":1', ', ', '}}', ':5', 'foo, bar', '"E","'),
  ),
});
const filter = fc.array(term, { minLength: 1, maxLength: 3 }).map((terms): Pattern => ({ kind: 'terms', terms }));

describe('cover of filters over the raw text', () => {
  test('says covered, unseen or missed of no event of which some order or spacing shows otherwise', () => {
    fc.assert(
      fc.property(fc.array(filter, { minLength: 1, maxLength: 2 }), (patterns) => {
        const { events, verdict } = cover({
          requirement: { alternatives: [REQUIRED], eventSource: 'test.amazonaws.com' },
          filters: patterns.map((pattern) => ({ id: print(pattern), parsed: { kind: 'parsed', pattern } })),
          facts,
        });
        const seen = (text: string): boolean => patterns.some((pattern) => match(pattern, text).kind === 'yes');
        for (const record of EVENTS) {
          const state = events.find(({ event }) => event.eventName === Reflect.get(record, 'eventName'))?.state;
          for (const text of textsOf(record)) {
            if (!seen(text)) expect(state).not.toBe('covered');
            else expect(verdict).not.toBe('none');
          }
        }
        for (const { witness } of events) {
          if (witness !== null) for (const text of textsOf(witness)) expect(seen(text)).toBe(false);
        }
      }),
      { numRuns: 3 * RUNS },
    );
  });

  test('agrees with the matcher, which knows no order and no spacing either', () => {
    fc.assert(
      fc.property(filter, (pattern) => {
        for (const record of EVENTS) {
          const { kind } = match(pattern, record);
          if (kind === 'unknown') continue;
          for (const text of textsOf(record)) expect(match(pattern, text).kind).toBe(kind);
        }
      }),
      { numRuns: 3 * RUNS },
    );
  });
});
