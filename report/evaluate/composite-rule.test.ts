import { describe, expect, it } from 'vitest';
import { type AlarmState, alarmsOfRule, evaluateRule, parseCompositeRule } from './composite-rule.js';

function value(text: string, inAlarm: readonly string[]): boolean {
  const rule = parseCompositeRule(text);
  if (rule === null) throw new Error(`not understood: ${text}`);
  return evaluateRule(rule, (alarm): AlarmState => (inAlarm.includes(alarm) ? 'ALARM' : 'OK'));
}

describe('the rule of a composite alarm', () => {
  it.each<[string, readonly string[], boolean]>([
    ['ALARM(a)', ['a'], true],
    ['ALARM(a)', [], false],
    ['ALARM("a b") OR ALARM(c)', ['a b'], true],
    ["ALARM('a') AND ALARM(b)", ['a'], false],
    ['ALARM(a) AND NOT ALARM(b)', ['a'], true],
    ['ALARM(a) OR ALARM(b) AND ALARM(c)', ['a'], true],
    ['(ALARM(a) OR ALARM(b)) AND ALARM(c)', ['a'], false],
    ['NOT (OK(a))', ['a'], true],
    ['TRUE AND NOT FALSE', [], true],
    ['  ALARM ( a )  ', ['a'], true],
    ['INSUFFICIENT_DATA(a)', ['a'], false],
    [
      'ALARM(arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a)',
      ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a'],
      true,
    ],
  ])('%s with %j in ALARM is %s', (rule, inAlarm, expected) => {
    expect(value(rule, inAlarm)).toBe(expected);
  });

  it.each([
    '',
    'ALARM()',
    'ALARM(a) ALARM(b)',
    'ALARM(a) XOR ALARM(b)',
    '(ALARM(a)',
    'ALARM(a',
    'NOT',
    '('.repeat(5_000),
    'x'.repeat(20_000),
  ])('is not understood: %.40s', (text) => {
    expect(parseCompositeRule(text)).toBeNull();
  });

  it('names the alarms it looks at', () => {
    const rule = parseCompositeRule('ALARM(a) AND (NOT OK("b") OR TRUE)');
    expect(rule === null ? [] : alarmsOfRule(rule)).toEqual(['a', 'b']);
  });
});
