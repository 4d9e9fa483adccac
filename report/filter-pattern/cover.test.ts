import { describe, expect, test } from 'vitest';
import { BENCHMARKS, findBenchmark } from '../benchmarks/benchmarks.js';
import { CONTROLS } from '../controls/controls.js';
import { requirementOf } from '../controls/requirement-of.js';
import { type CoverFacts, cover } from './cover.js';
import corpus from './fixtures/corpus.json' with { type: 'json' };
import spellings from './fixtures/spellings.json' with { type: 'json' };
import { match } from './match.js';
import { parse } from './parser.js';
import type { Requirement } from './requirement.js';

const facts: CoverFacts = {
  account: '111122223333',
  partition: 'aws',
  region: 'us-east-1',
  time: '2026-01-15T10:00:00Z',
  recipient: 'any',
};

function requirement(slug: string, version: string): Requirement {
  const control = CONTROLS.find((each) => each.slug === slug);
  const entry = findBenchmark(version)?.controls.find((each) => each.slug === slug);
  if (control?.kind !== 'events' || entry === undefined) throw new Error(`no ${slug} in ${version}`);
  return requirementOf(control, entry);
}

function decide(slug: string, version: string, patterns: readonly string[]) {
  const filters = patterns.map((text, index) => ({ id: String(index), parsed: parse(text) }));
  return cover({ requirement: requirement(slug, version), filters, facts });
}

const judged = corpus.flatMap((row) =>
  row.expected === undefined || row.control === null
    ? []
    : Object.entries(row.expected).map(([version, verdict]) => [row.id, version, verdict, row] as const),
);

describe('the corpus of real filters', () => {
  test.each(judged)('%s under %s is %s', (_, version, verdict, row) => {
    const result = decide(row.control ?? '', version, [row.pattern]);
    expect(result.verdict).toBe(verdict);
    if (verdict === 'covers') expect(result.overbroad !== null).toBe(row.overbroad === true);
    for (const { state, witness } of result.events) {
      expect(witness === null).toBe(state !== 'missed');
      const parsed = parse(row.pattern);
      if (witness !== null && parsed.kind === 'parsed') expect(match(parsed.pattern, witness).kind).not.toBe('yes');
    }
  });
});

describe('spellings that text comparison gets wrong', () => {
  test.each(spellings.map((row) => [row.name, row] as const))('%s', (_, row) => {
    const result = decide(row.control, row.version, [row.pattern]);
    expect(result.verdict).toBe(row.verdict);
    expect(result.overbroad !== null).toBe(row.overbroad);
  });
});

describe('the printed texts', () => {
  const printed = BENCHMARKS.flatMap(({ version, controls }) =>
    controls.flatMap(({ slug, patterns }) => patterns.map(({ text, role }) => [slug, version, role, text] as const)),
  );
  test.each(printed)('%s of %s (%s) covers itself', (slug, version, _, text) => {
    expect(decide(slug, version, [text]).verdict).toBe('covers');
  });
});
