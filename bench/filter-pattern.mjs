// How long the coverage decision takes: npm run build, then node bench/filter-pattern.mjs [--json]
import { performance } from 'node:perf_hooks';
import { findBenchmark } from '../dist/report/benchmarks/benchmarks.js';
import { CONTROLS } from '../dist/report/controls/controls.js';
import { requirementOf } from '../dist/report/controls/requirement-of.js';
import { cover } from '../dist/report/filter-pattern/cover.js';
import { match } from '../dist/report/filter-pattern/match.js';
import { parse } from '../dist/report/filter-pattern/parser.js';
import { hostilePatterns } from './hostile-patterns.mjs';

const FACTS = { account: '111122223333', partition: 'aws', region: 'us-east-1', time: '2026-01-15T10:00:00Z' };
const BENCHMARK = findBenchmark('5.0.0');
const REQUIREMENTS = CONTROLS.flatMap((control) => {
  const entry = BENCHMARK.controls.find(({ slug }) => slug === control.slug);
  return control.kind === 'events' ? [{ slug: control.slug, requirement: requirementOf(control, entry) }] : [];
});

function filters(texts) {
  return texts.map((text, index) => ({ id: `filter-${index}`, parsed: parse(text) }));
}

/** A hundred filters as a large account has them: the benchmark's own, split, narrowed and unrelated. */
function hundredFilters() {
  const own = BENCHMARK.controls.flatMap(({ patterns }) => patterns.map(({ text }) => text));
  const split = BENCHMARK.controls
    .flatMap(({ patterns }) => patterns.flatMap(({ text }) => text.match(/\(\$\.eventName ?= ?[^)]*\)/g) ?? []))
    .slice(0, 40)
    .map((condition) => `{ ${condition} && ($.userIdentity.type != "AssumedRole") }`);
  const unrelated = Array.from(
    { length: 100 },
    (_, index) =>
      `{ ($.eventSource = "service${index}.amazonaws.com") && ($.eventName = "Delete*") && ($.errorCode NOT EXISTS) }`,
  );
  return [...own, ...split, ...unrelated].slice(0, 100);
}

function timed(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function allControls(given) {
  for (const { requirement } of REQUIREMENTS) cover({ requirement, filters: given, facts: FACTS });
}

const results = [];
const texts = hundredFilters();
results.push({ name: '15 controls x 100 filters, first time', ms: timed(() => allControls(filters(texts))) });
for (let round = 0; round < 5; round += 1) allControls(filters(texts));
// Parsed anew each time, so that nothing kept with the trees helps.
const warm = Array.from({ length: 9 }, () => {
  const given = filters(texts);
  return timed(() => allControls(given));
}).sort((a, b) => a - b);
results.push({ name: '15 controls x 100 filters, warm (median)', ms: warm[4], limit: 50 });

const slow = hostilePatterns(200)
  .flatMap((text) =>
    REQUIREMENTS.map(({ slug, requirement }) => ({
      text,
      slug,
      ms: timed(() => cover({ requirement, filters: filters([text]), facts: FACTS })),
    })),
  )
  .sort((a, b) => b.ms - a.ms);
results.push({ name: `slowest of 200 hostile patterns (${slow[0].slug})`, ms: slow[0].ms, limit: 100 });

const event = { eventName: 'a'.repeat(20000), userIdentity: { type: 'Root' } };
const matching = hostilePatterns(200).map((text) => {
  const parsed = parse(text);
  return timed(() => parsed.kind === 'parsed' && match(parsed.pattern, event));
});
results.push({ name: 'slowest match of them on a long text', ms: Math.max(...matching), limit: 100 });

if (process.argv.includes('--json')) {
  process.stdout.write(`${JSON.stringify({ results, slowest: slow.slice(0, 5) }, null, 2)}\n`);
} else {
  for (const { name, ms, limit } of results) {
    const verdict = limit === undefined ? '' : ms < limit ? `  (under ${limit})` : `  OVER ${limit}`;
    process.stdout.write(`${ms.toFixed(1).padStart(9)} ms  ${name}${verdict}\n`);
  }
  if (slow[0].ms > 100)
    for (const { ms, slug, text } of slow.slice(0, 8))
      process.stdout.write(`${ms.toFixed(0)} ms ${slug} ${text.slice(0, 160)}\n`);
}
process.exitCode = results.some(({ ms, limit }) => limit !== undefined && ms >= limit) ? 1 : 0;
