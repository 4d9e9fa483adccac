import { readFile } from 'node:fs/promises';
import { text as readText } from 'node:stream/consumers';
import { z } from 'zod';
import type { Benchmark } from '../../report/benchmarks/benchmark.js';
import { BENCHMARKS, DEFAULT_BENCHMARK, findBenchmark } from '../../report/benchmarks/benchmarks.js';
import type { EventControl } from '../../report/controls/control.js';
import { CONTROLS } from '../../report/controls/controls.js';
import { requirementOf } from '../../report/controls/requirement-of.js';
import { type CoverFacts, type CoverResult, cover } from '../../report/filter-pattern/cover.js';
import { explain } from '../../report/filter-pattern/explain.js';
import { match } from '../../report/filter-pattern/match.js';
import { type ParseResult, parse } from '../../report/filter-pattern/parser.js';
import { print } from '../../report/filter-pattern/print.js';
import type { Requirement } from '../../report/filter-pattern/requirement.js';
import { testMetricFilterCommand } from '../../report/filter-pattern/test-metric-filter.js';
import { UNSETTLED_RULES } from '../../report/filter-pattern/unsettled-rules.js';
import { inEnglish, type Phrase } from '../../report/language/phrase.js';
import { InputError, UsageError } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { reportTime } from '../report-time.js';
import { printable, type Style, type Terminal } from '../terminal.js';

export interface FilterCheckOptions {
  readonly control?: string;
  readonly benchmark?: string;
  readonly pattern?: readonly string[];
  readonly batch?: string;
  readonly json?: boolean;
}

export interface FilterTestOptions {
  readonly pattern: string;
  readonly events: string;
  readonly json?: boolean;
}

export interface FilterExplainOptions {
  readonly pattern: string;
  readonly benchmark?: string;
  readonly json?: boolean;
}

/** One question, with everything that it names found. */
interface Check {
  readonly id: string | undefined;
  readonly control: EventControl;
  readonly benchmark: Benchmark;
  readonly requirement: Requirement;
  readonly patterns: readonly string[];
}

/** What `--json` and each line of `--batch` say. */
interface CheckAnswer {
  readonly id?: string;
  readonly control: string;
  readonly benchmark: string;
  readonly verdict: CoverResult['verdict'];
  readonly missed: readonly {
    readonly eventName: string | null;
    readonly condition: string;
    readonly witness: Readonly<Record<string, unknown>>;
  }[];
  readonly overbroad: boolean;
  readonly notes: readonly string[];
}

/** Whether patterns cover a control. Exit 0 if every question is answered with `covers`. */
export async function runFilterCheck(options: FilterCheckOptions, terminal: Terminal): Promise<ExitCode> {
  const facts = exampleFacts();
  if (options.batch !== undefined) {
    if (options.control !== undefined || options.pattern !== undefined) {
      throw new UsageError('--batch names the controls and patterns itself: leave out --control and --pattern.');
    }
    const lines = await readLines(options.batch);
    const checks = lines.map(({ text, number }) =>
      batchCheck(text, `${nameOf(options.batch ?? '-')}:${number}`, options),
    );
    const answers = checks.map((check) => answerOf(check, decide(check, facts)));
    for (const answer of answers) terminal.out(JSON.stringify(answer));
    return exitOf(answers);
  }
  if (options.control === undefined || options.pattern === undefined || options.pattern.length === 0) {
    throw new UsageError('give --control and at least one --pattern, or --batch.');
  }
  const check = checkOf(undefined, options.control, options.benchmark, options.pattern);
  const result = decide(check, facts);
  const answer = answerOf(check, result);
  if (options.json === true) terminal.out(JSON.stringify(answer, null, 2));
  else for (const line of checkText(check, result, terminal)) terminal.out(line);
  return exitOf([answer]);
}

/** Which events a pattern matches, as TestMetricFilter answers. Exit 1 if that cannot be told of some. */
export async function runFilterTest(options: FilterTestOptions, terminal: Terminal): Promise<ExitCode> {
  const pattern = readable(options.pattern);
  const lines = await readLines(options.events);
  let open = 0;
  const matches = lines.flatMap(({ text, number }, index) => {
    const answer = match(pattern, text);
    if (answer.kind === 'unknown') {
      open += 1;
      terminal.error(`line ${number}: cannot tell whether it matches: ${answer.rules.map(ruleText).join('; ')}.`);
    }
    return answer.kind === 'yes' ? [{ eventNumber: index + 1, eventMessage: text }] : [];
  });
  if (options.json === true) terminal.out(JSON.stringify({ matches }, null, 2));
  else {
    for (const { eventNumber, eventMessage } of matches) terminal.out(`${eventNumber}\t${printable(eventMessage)}`);
    terminal.progress(`${matches.length} of ${lines.length} events match.`);
  }
  return open === 0 ? EXIT.ok : EXIT.findings;
}

/** The tree of a pattern, what it matches in words, and what it covers of each control of a benchmark version. */
export function runFilterExplain(options: FilterExplainOptions, terminal: Terminal): ExitCode {
  const pattern = readable(options.pattern);
  const explanation = explain(pattern);
  const benchmark = benchmarkOf(options.benchmark);
  const facts = exampleFacts();
  const controls = eventControls(benchmark).map((control) => {
    const check = checkOf(undefined, control.slug, benchmark.version, [options.pattern]);
    const result = decide(check, facts);
    const inState = (state: 'covered' | 'missed' | 'undecided'): readonly string[] =>
      result.events.filter((each) => each.state === state).map(({ event }) => event.id);
    return {
      control: control.slug,
      verdict: result.verdict,
      overbroad: result.overbroad !== null,
      covered: inState('covered'),
      missed: inState('missed'),
      undecided: inState('undecided'),
      notes: result.notes.map(inEnglish),
    };
  });
  if (options.json === true) {
    const document = { pattern: print(pattern), ...explanation, benchmark: benchmark.version, controls };
    terminal.out(JSON.stringify(document, null, 2));
    return EXIT.ok;
  }
  const { form, tree, words } = explanation;
  const lines = [
    terminal.paint('bold', form),
    ...tree.map((line) => `  ${printable(line)}`),
    '',
    ...words.map(printable),
    '',
    terminal.paint('bold', `${benchmark.name} ${benchmark.version}`),
    ...controls.map(({ control, verdict, covered, missed, undecided, overbroad }) => {
      const count = `${covered.length} of ${covered.length + missed.length + undecided.length} events`;
      const remark = overbroad ? ', and much besides' : '';
      return `  ${painted(verdict, terminal, 10)}  ${control.padEnd(36)} ${count}${remark}`;
    }),
  ];
  for (const line of lines) terminal.out(line);
  return EXIT.ok;
}

/** Nothing may be concluded from the example's account number. */
function exampleFacts(): CoverFacts {
  return { account: '111122223333', partition: 'aws', region: 'us-east-1', time: reportTime(), recipient: 'any' };
}

function decide({ requirement, patterns }: Check, facts: CoverFacts): CoverResult {
  const filters = patterns.map((text, index) => ({ id: String(index + 1), parsed: parse(text) }));
  return cover({ requirement, filters, facts });
}

function answerOf({ id, control, benchmark }: Check, result: CoverResult): CheckAnswer {
  return {
    ...(id === undefined ? {} : { id }),
    control: control.slug,
    benchmark: benchmark.version,
    verdict: result.verdict,
    missed: result.events.flatMap(({ event, witness }) =>
      witness === null ? [] : [{ eventName: event.eventName, condition: event.condition, witness }],
    ),
    overbroad: result.overbroad !== null,
    notes: result.notes.map(inEnglish),
  };
}

function exitOf(answers: readonly CheckAnswer[]): ExitCode {
  return answers.every(({ verdict }) => verdict === 'covers') ? EXIT.ok : EXIT.findings;
}

const VERDICT_WORDS = {
  covers: 'every required event is matched',
  partial: 'some required events are matched, some are not',
  none: 'no required event is matched',
  undecided: 'cannot tell',
  malformed: 'AWS would refuse every pattern',
} as const satisfies Record<CoverResult['verdict'], string>;

function checkText(check: Check, result: CoverResult, terminal: Terminal): readonly string[] {
  const { verdict, events, overbroad, notes } = result;
  const lines = [
    `${painted(verdict, terminal)}: ${check.control.slug}, ${check.benchmark.version}: ${VERDICT_WORDS[verdict]}`,
  ];
  for (const text of check.patterns) {
    const parsed = parse(text);
    if (parsed.kind !== 'parsed') lines.push('', ...caretLines(parsed));
  }
  lines.push('');
  for (const { event, state, witness } of events) {
    const style = ({ covered: 'green', missed: 'red', undecided: 'yellow' } as const)[state];
    lines.push(`  ${terminal.paint(style, state.padEnd(9))}  ${printable(event.id)}`);
    // Of patterns that AWS would refuse there is nothing to ask it.
    if (witness === null || verdict === 'malformed') continue;
    lines.push(`             not seen: ${printable(JSON.stringify(witness))}`);
    for (const text of check.patterns) lines.push(`             ask AWS:  ${testMetricFilterCommand(text, witness)}`);
  }
  if (overbroad !== null) {
    lines.push('', `Overbroad: it also matches ${printable(JSON.stringify(overbroad.example))}`);
  }
  if (notes.length > 0) lines.push('', ...notes.map((note) => `Note: ${printable(inEnglish(note))}`));
  return lines;
}

function painted(verdict: CoverResult['verdict'], terminal: Terminal, width = 0): string {
  const styles = { covers: 'green', partial: 'red', none: 'red', malformed: 'red', undecided: 'yellow' } as const;
  const style: Style = styles[verdict];
  return terminal.paint(style, verdict.padEnd(width));
}

function caretLines(parsed: Exclude<ParseResult, { kind: 'parsed' }>): readonly string[] {
  return parsed.error.format.split('\n').map((line) => `  ${printable(line)}`);
}

/** The pattern, or an error with its caret: a command about one pattern has nothing to say of one it cannot read. */
function readable(text: string): Extract<ParseResult, { kind: 'parsed' }>['pattern'] {
  const parsed = parse(text);
  if (parsed.kind === 'parsed') return parsed.pattern;
  const verdict = parsed.kind === 'malformed' ? 'AWS would refuse the pattern' : 'what the pattern means is not known';
  throw new InputError(`${verdict}. ${parsed.error.message} At character ${parsed.error.position + 1}.`);
}

function checkOf(
  id: string | undefined,
  slug: string,
  version: string | undefined,
  patterns: readonly string[],
): Check {
  const benchmark = benchmarkOf(version);
  const control = CONTROLS.find((each) => each.slug === slug);
  if (control === undefined) {
    throw new UsageError(`unknown control ${slug}: known are ${CONTROLS.map((each) => each.slug).join(', ')}.`);
  }
  if (control.kind !== 'events') throw new UsageError(`${slug} is not about events, so no filter can cover it.`);
  const entry = benchmark.controls.find((each) => each.slug === slug);
  if (entry === undefined) throw new UsageError(`${slug} is not in version ${benchmark.version} of the benchmark.`);
  return { id, control, benchmark, requirement: requirementOf(control, entry), patterns };
}

function benchmarkOf(version: string = DEFAULT_BENCHMARK): Benchmark {
  const benchmark = findBenchmark(version);
  if (benchmark !== null) return benchmark;
  const known = BENCHMARKS.map((each) => each.version).join(', ');
  throw new UsageError(`unknown benchmark version ${version}: known are ${known}.`);
}

function eventControls(benchmark: Benchmark): readonly EventControl[] {
  return CONTROLS.flatMap((control) =>
    control.kind === 'events' && benchmark.controls.some(({ slug }) => slug === control.slug) ? [control] : [],
  );
}

const batchLine = z.strictObject({
  id: z.string().optional(),
  control: z.string(),
  benchmark: z.string().optional(),
  patterns: z.array(z.string()),
});

function batchCheck(text: string, place: string, options: FilterCheckOptions): Check {
  const line = batchLine.safeParse(jsonOf(text, place));
  if (!line.success) {
    const [issue] = line.error.issues;
    throw new InputError(`${place}: ${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'not understood'}.`);
  }
  const { id, control, benchmark, patterns } = line.data;
  try {
    return checkOf(id, control, benchmark ?? options.benchmark, patterns);
  } catch (error) {
    if (error instanceof UsageError) throw new InputError(`${place}: ${error.message}`, { cause: error });
    throw error;
  }
}

function jsonOf(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`${place}: not JSON: expected one object a line.`, { cause: error });
  }
}

interface Line {
  readonly text: string;
  /** Counted from 1, blank lines included. */
  readonly number: number;
}

/** The lines of a file or of standard input that are not blank. */
async function readLines(source: string): Promise<readonly Line[]> {
  const content = source === '-' ? await readText(process.stdin) : await fileText(source);
  return content
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((text, index) => ({ text, number: index + 1 }))
    .filter(({ text }) => text.trim() !== '');
}

async function fileText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new InputError(`${path}: cannot be read: is it a file that you may read?`, { cause: error });
  }
}

function nameOf(source: string): string {
  return source === '-' ? 'standard input' : source;
}

function ruleText(rule: string): string {
  const rules: Readonly<Record<string, Phrase>> = UNSETTLED_RULES;
  const question = Object.hasOwn(rules, rule) ? rules[rule] : undefined;
  return question === undefined ? 'the pattern is larger than is evaluated' : inEnglish(question);
}
