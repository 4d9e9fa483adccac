import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSnapshot, type ReadSnapshot } from '../../snapshot/parse-snapshot.js';
import { DEFAULT_BENCHMARK, findBenchmark } from '../benchmarks/benchmarks.js';
import { makeReport } from '../make-report.js';
import type { Report } from '../model.js';
import type { Lang } from './languages.js';

const SAMPLES = join(import.meta.dirname, '..', '..', 'samples');

function sample(name: string, change = (text: string): string => text): ReadSnapshot {
  const text = change(readFileSync(join(SAMPLES, name, `${name}.snapshot.json`), 'utf8'));
  const read = parseSnapshot(Buffer.from(text));
  if (read.kind === 'invalid') throw new Error(read.problem);
  return read;
}

function reportIn(language: Lang, ...snapshots: readonly ReadSnapshot[]): Report {
  const benchmark = findBenchmark(DEFAULT_BENCHMARK);
  if (benchmark === null) throw new Error('no benchmark');
  return makeReport(snapshots, {
    benchmarks: [benchmark],
    lens: 'effective',
    tool: { name: 'trailproof', version: '0.0.0' },
    generatedAt: '2026-11-04T00:00:00Z',
    language,
  });
}

interface Text {
  readonly path: string;
  readonly text: string;
}

/** Every text in a value, with the members that lead to it. */
function textsIn(value: unknown, path = ''): readonly Text[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    textsIn(member, Array.isArray(value) ? path : `${path}.${key}`),
  );
}

/** The members that hold sentences; everything else is a fact. */
const SENTENCES = [
  '.language',
  '.accounts.filters.error',
  '.accounts.plan.blocked.why',
  '.accounts.plan.steps.title',
  '.controls.asks',
  '.controls.chains.links.reasons.message',
  '.controls.coverage.notes',
  '.controls.headline',
  '.controls.rationale',
  '.controls.reasons.message',
  '.controls.remediation.summary',
  '.controls.shortTitle',
];

const ALL = ['gaps', 'partly-read', 'all-pass'].map((name) => sample(name));
const english = textsIn(reportIn('en', ...ALL));
const french = textsIn(reportIn('fr', ...ALL));

describe('a report in French', () => {
  it('has the members of the English one', () => {
    expect(french.map(({ path }) => path)).toEqual(english.map(({ path }) => path));
  });

  it('says every sentence otherwise', () => {
    const same = english.filter(({ path, text }, index) => SENTENCES.includes(path) && french[index]?.text === text);
    expect(same).toEqual([]);
    expect(english.filter(({ path }) => path === '.controls.reasons.message').length).toBeGreaterThan(10);
  });

  it('has no sentence that is English in part', () => {
    const words = /\b(?:the|is|are|was|were|which|that|whether|cannot|does|trail|log group|metric filter|of|in|and)\b/i;
    const mixed = french.filter(({ path, text }) => SENTENCES.includes(path) && words.test(text));
    expect(mixed).toEqual([]);
  });

  it('has the same facts', () => {
    const moved = french.filter(({ path, text }, index) => !SENTENCES.includes(path) && english[index]?.text !== text);
    expect(moved).toEqual([]);
  });

  it('shows names as they are, even those that look like places or sentences', () => {
    const name = '{0} Nobody would be told. {1}';
    const renamed = sample('gaps', (text) => text.replace(/"(?:AlarmName|filterName)": ?"/g, `$&${name}`));
    const reasons = reportIn('fr', renamed).controls.flatMap((control) => control.reasons);
    const about = reasons.filter(({ resources }) => resources[0]?.name.startsWith(name));
    expect(about.length).toBeGreaterThan(5);
    for (const { message, resources } of about) {
      expect(message).toContain(` ${resources[0]?.name}`);
      expect(message).not.toContain('Personne ne serait averti');
    }
  });
});
