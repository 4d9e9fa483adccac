import { expect, it } from 'vitest';
import { joinPages, plainAnswer } from './plain-answer.js';

const same = (text: string) => text;

it('turns an answer into plain JSON data with the field names of AWS', () => {
  const answer = {
    $metadata: { requestId: 'r' },
    Trail: { Name: 'main', Updated: new Date('2026-01-02T03:04:05.678Z'), Missing: undefined, Empty: null },
    Flags: [true, 0, ''],
    Bytes: new Uint8Array([1, 2, 3]),
  };
  expect(plainAnswer(answer, same)).toEqual({
    Trail: { Name: 'main', Updated: '2026-01-02T03:04:05.678Z', Empty: null },
    Flags: [true, 0, ''],
    Bytes: 'AQID',
  });
});

it('survives a time that is none', () => {
  expect(plainAnswer({ At: new Date('nonsense') }, same)).toEqual({ At: null });
});

it('passes every string through the filter given, however deep', () => {
  const answer = { a: [{ b: 'the secret is here' }], c: 'secret' };
  expect(plainAnswer(answer, (text) => text.replaceAll('secret', 'x'))).toEqual({
    a: [{ b: 'the x is here' }],
    c: 'x',
  });
});

it('joins the items of all pages in order and drops the tokens', () => {
  const paging = { token: 'NextToken', items: ['MetricAlarms', 'CompositeAlarms'] };
  const pages = [
    { MetricAlarms: [1, 2], CompositeAlarms: [], NextToken: 'a' },
    { MetricAlarms: [3], NextToken: 'b' },
    { MetricAlarms: [], CompositeAlarms: [[4]] },
  ];
  expect(joinPages(pages, paging)).toEqual({ MetricAlarms: [1, 2, 3], CompositeAlarms: [[4]] });
});

it('invents no list that AWS did not give', () => {
  expect(joinPages([{ Other: 1 }], { token: 'NextToken', items: ['Items'] })).toEqual({ Other: 1 });
});
