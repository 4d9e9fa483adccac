import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { InputError, UsageError } from '../errors.js';
import type { Terminal } from '../terminal.js';
import { runFilterCheck, runFilterExplain, runFilterTest } from './filter.js';

let folder = '';

beforeAll(async () => {
  vi.stubEnv('SOURCE_DATE_EPOCH', '1768471200');
  folder = await mkdtemp(join(tmpdir(), 'trailproof-filter-'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

function capture(): { readonly terminal: Terminal; readonly out: string[]; readonly err: string[] } {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    out: (line) => void out.push(line),
    progress: (line) => void err.push(line),
    error: (line) => void err.push(line),
    paint: (_, text) => text,
  };
  return { terminal, out, err };
}

async function fileOf(content: string): Promise<string> {
  const path = join(folder, `lines-${Math.random()}.jsonl`);
  await writeFile(path, content);
  return path;
}

const KMS = 'cmk-disable-or-scheduled-deletion';
const KMS_PATTERN =
  '{($.eventSource = kms.amazonaws.com) && (($.eventName=DisableKey)||($.eventName=ScheduleKeyDeletion)) }';

describe('filter check', () => {
  test('says covers with exit code 0 and the shape of the contract', async () => {
    const { terminal, out } = capture();
    const code = await runFilterCheck({ control: KMS, pattern: [KMS_PATTERN], json: true }, terminal);
    expect(code).toBe(0);
    expect(JSON.parse(out.join('\n'))).toEqual({
      control: KMS,
      benchmark: '5.0.0',
      verdict: 'covers',
      missed: [],
      overbroad: false,
      notes: [],
    });
  });

  test('proves what is missed with a record and exits with 1', async () => {
    const { terminal, out } = capture();
    const options = { control: KMS, benchmark: '1.2.0', pattern: ['{ $.eventName = DisableKey }'], json: true };
    expect(await runFilterCheck(options, terminal)).toBe(1);
    const answer = JSON.parse(out.join('\n'));
    expect(answer.verdict).toBe('partial');
    expect(answer.missed).toHaveLength(1);
    expect(answer.missed[0]).toMatchObject({
      eventName: 'ScheduleKeyDeletion',
      condition: '{ $.eventSource = "kms.amazonaws.com" && $.eventName = "ScheduleKeyDeletion" }',
      witness: { eventSource: 'kms.amazonaws.com', eventTime: '2026-01-15T10:00:00Z' },
    });
  });

  test('takes several patterns together', async () => {
    const { terminal } = capture();
    const pattern = ['{ $.eventName = DisableKey }', '{ $.eventName = ScheduleKeyDeletion }'];
    expect(await runFilterCheck({ control: KMS, pattern }, terminal)).toBe(0);
  });

  test('shows the place of an error with a caret and keeps control characters from the terminal', async () => {
    const { terminal, out } = capture();
    expect(await runFilterCheck({ control: KMS, pattern: ["{ $.a = '\u001b[31m' }"] }, terminal)).toBe(1);
    expect(out.join('\n')).toContain('malformed');
    expect(out.some((line) => /^ +\^$/.test(line))).toBe(true);
    expect(out.join('')).not.toContain('\u001b');
  });

  test('offers the command that asks AWS', async () => {
    const { terminal, out } = capture();
    await runFilterCheck({ control: KMS, pattern: ['{ $.eventName = "x" }'] }, terminal);
    expect(out.join('\n')).toContain("aws logs test-metric-filter --cli-input-json '");
  });

  test('answers a batch line by line in the same order', async () => {
    const { terminal, out } = capture();
    const path = await fileOf(
      [
        { id: 'one', control: KMS, patterns: [KMS_PATTERN] },
        { id: 'two', control: 'security-group-changes', benchmark: '3.0.0', patterns: [] },
        { control: 'root-account-usage', patterns: ['{ == }'] },
      ]
        .map((line) => JSON.stringify(line))
        .join('\n'),
    );
    expect(await runFilterCheck({ batch: path }, terminal)).toBe(1);
    const answers = out.map((line) => JSON.parse(line));
    expect(answers.map(({ id, benchmark, verdict }) => [id, benchmark, verdict])).toEqual([
      ['one', '5.0.0', 'covers'],
      ['two', '3.0.0', 'none'],
      [undefined, '5.0.0', 'malformed'],
    ]);
    expect('id' in answers[2]).toBe(false);
  });

  test('names the line of a batch that is wrong and prints nothing', async () => {
    const { terminal, out } = capture();
    const path = await fileOf(
      `${JSON.stringify({ control: KMS, patterns: [] })}\n{"control": "nothing", "patterns": []}\n`,
    );
    await expect(runFilterCheck({ batch: path }, terminal)).rejects.toThrow(/:2: unknown control nothing/);
    await expect(runFilterCheck({ batch: await fileOf('{') }, terminal)).rejects.toThrow(InputError);
    expect(out).toEqual([]);
  });

  test.each([
    [{ pattern: ['{}'] }, /--control/],
    [{ control: 'nothing', pattern: [''] }, /unknown control/],
    [{ control: 'security-hub-enabled', pattern: [''] }, /not about events/],
    [{ control: 'organizations-changes', benchmark: '1.2.0', pattern: [''] }, /not in version 1.2.0/],
    [{ control: KMS, benchmark: '9.9.9', pattern: [''] }, /unknown benchmark version/],
  ])('refuses %o', async (options, message) => {
    const refusal = runFilterCheck(options, capture().terminal);
    await expect(refusal).rejects.toThrow(UsageError);
    await expect(refusal).rejects.toThrow(message);
  });
});

describe('filter test', () => {
  test('answers in the shape of TestMetricFilter', async () => {
    const { terminal, out } = capture();
    const lines = ['{"eventName":"A"}', '', 'no JSON', '{ "eventName": "B" }'];
    const options = { pattern: '{ $.eventName = "B" }', events: await fileOf(lines.join('\n')), json: true };
    expect(await runFilterTest(options, terminal)).toBe(0);
    expect(JSON.parse(out.join('\n'))).toEqual({
      matches: [{ eventNumber: 3, eventMessage: '{ "eventName": "B" }' }],
    });
  });

  test('says of which events it cannot tell, and exits with 1', async () => {
    const { terminal, err } = capture();
    const options = { pattern: '{ $.readOnly = false }', events: await fileOf('{"readOnly":false}') };
    expect(await runFilterTest(options, terminal)).toBe(1);
    expect(err.join('\n')).toContain('line 1: cannot tell');
  });

  test('refuses a pattern that AWS would refuse', async () => {
    const options = { pattern: '{ $.a == b }', events: await fileOf('{}') };
    await expect(runFilterTest(options, capture().terminal)).rejects.toThrow(/write = instead/);
  });
});

describe('filter explain', () => {
  test('prints the tree, the words and what is covered of every control', () => {
    const { terminal, out } = capture();
    expect(runFilterExplain({ pattern: KMS_PATTERN }, terminal)).toBe(0);
    const text = out.join('\n');
    expect(text).toContain('all of (&&)\n    eventSource is "kms.amazonaws.com"\n    any of (||)');
    expect(text).toMatch(/covers +cmk-disable-or-scheduled-deletion +2 of 2 events/);
    expect(text).toMatch(/none +vpc-changes +0 of 11 events/);
  });

  test('gives the same as JSON', () => {
    const { terminal, out } = capture();
    runFilterExplain({ pattern: '', json: true }, terminal);
    const document = JSON.parse(out.join('\n'));
    expect(document.form).toBe('match everything');
    expect(document.controls).toHaveLength(15);
    expect(document.controls.every((each: { overbroad: boolean }) => each.overbroad)).toBe(true);
  });
});
