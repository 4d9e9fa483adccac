import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { testMetricFilterCommand } from './test-metric-filter.js';

/** What a shell hands to `aws` for the command. */
function argumentsOf(command: string): readonly string[] {
  const script = `aws() { printf '%s\\0' "$@"; }; ${command}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('the command that asks AWS', () => {
  test.each([
    '{ $.eventName = "A" }',
    "'; touch /tmp/x; '",
    '$(touch x) `touch x` \\',
    'file:///etc/passwd',
    '-"x" --endpoint-url=http://x',
    'a\nb\u001b[31m\u202e\u2028 %s',
    '\ud83d\ude00 \u00e9',
  ])('gives the pattern to AWS as it is: %j', (pattern) => {
    const event = { eventName: "it's", requestParameters: { name: '"\\\n' } };
    const command = testMetricFilterCommand(pattern, event);
    expect(command).toMatch(/^[ -~]+$/);
    const [service, operation, option, input = '', ...more] = argumentsOf(command);
    expect([service, operation, option, more]).toEqual(['logs', 'test-metric-filter', '--cli-input-json', []]);
    const { filterPattern, logEventMessages } = JSON.parse(input);
    expect(filterPattern).toBe(pattern);
    expect(logEventMessages.map((message: string) => JSON.parse(message))).toEqual([event]);
  });
});
