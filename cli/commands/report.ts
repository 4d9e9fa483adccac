import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Benchmark } from '../../report/benchmarks/benchmark.js';
import { BENCHMARKS, DEFAULT_BENCHMARK, findBenchmark } from '../../report/benchmarks/benchmarks.js';
import { applyEngagement } from '../../report/engagement/apply-engagement.js';
import type { Lens } from '../../report/evaluate/lens.js';
import type { Lang } from '../../report/language/languages.js';
import { makeReport } from '../../report/make-report.js';
import type { Report } from '../../report/model.js';
import { documentName } from '../../report/outputs/document-name.js';
import { FORMAT_NAMES, FORMATS, type Format, isFormat } from '../../report/outputs/formats.js';
import { renderJson } from '../../report/outputs/json.js';
import { redact } from '../../report/redact.js';
import type { ReadSnapshot } from '../../snapshot/parse-snapshot.js';
import { InputError, UsageError } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { readEngagement } from '../read-engagement.js';
import { readSnapshots } from '../read-snapshots.js';
import { pagePaths, writePages } from '../report-pages.js';
import { reportTime } from '../report-time.js';
import type { Terminal } from '../terminal.js';
import { TOOL } from '../tool.js';
import { printVerdict } from '../verdict-table.js';
import { ensureAbsent, writeWhole } from '../write-file.js';

export interface ReportCommandOptions {
  readonly out: string;
  readonly format: string;
  readonly formatGiven: boolean;
  readonly benchmark: string;
  readonly lens: Lens;
  readonly lang: Lang;
  readonly paper: 'A4' | 'Letter';
  readonly since?: string;
  readonly engagement?: string;
  readonly redact?: boolean;
  readonly redactKey?: string;
  readonly combined?: boolean;
  readonly browser?: string;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

/** Judges the snapshots, writes the documents, prints what was made and the verdict. */
export async function runReport(
  sources: readonly string[],
  options: ReportCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const formats = parseFormats(options);
  const report = await judge(sources, options);
  const overwrite = options.overwrite === true;
  const pages = {
    out: options.out,
    html: formats.includes('html'),
    pdf: formats.includes('pdf'),
    paper: options.paper,
    combined: options.combined === true,
    overwrite,
    browser: options.browser,
  };
  // Of what is about all accounts there is one file, whatever becomes of the pages.
  const base = join(options.out, documentName(report));
  const data = formats.flatMap((format) => {
    const spec = FORMATS[format];
    return spec.kind === 'data' ? [{ path: `${base}.${spec.extension}`, render: spec.render }] : [];
  });
  const paths = [...data.map(({ path }) => path), ...pagePaths(report, pages)];
  if (!overwrite) for (const path of paths) await ensureAbsent(path);
  for (const { path, render } of data) await writeWhole(path, render(report), { overwrite });
  const { written, fault } = await writePages(report, pages, terminal);

  if (options.json === true) terminal.out(renderJson(report).trimEnd());
  else printVerdict(report, [...data.map(({ path }) => path), ...written], terminal);
  if (fault !== null) throw fault;
  return exitCodeOf(report);
}

/** The report on the snapshots, with all that is laid over it. The snapshots themselves are not needed any more then. */
async function judge(sources: readonly string[], options: ReportCommandOptions): Promise<Report> {
  const benchmarks = parseBenchmarks(options.benchmark);
  const generatedAt = reportTime();
  // A key that nobody knows, where none is kept: pseudonyms then hold within this run only.
  const redactionKey = options.redactKey ?? (options.redact === true ? randomBytes(32).toString('hex') : null);
  const engagement = options.engagement === undefined ? null : await readEngagement(options.engagement, generatedAt);
  const snapshots = await readSnapshots(sources);
  refuseTwice(snapshots);
  const judged = makeReport(snapshots, {
    benchmarks,
    lens: options.lens,
    tool: TOOL,
    generatedAt,
    language: options.lang,
  });
  const compared =
    options.since === undefined ? judged : await withChanges(judged, options.since, snapshots, benchmarks[0]);
  const whole = engagement === null ? compared : applyEngagement(compared, engagement);
  return redactionKey === null ? whole : redact(whole, redactionKey);
}

/** The report with the chapter on what changed since the snapshots of an earlier one. */
async function withChanges(
  report: Report,
  since: string,
  snapshots: readonly ReadSnapshot[],
  benchmark: Benchmark,
): Promise<Report> {
  const [{ readSide }, { compareSnapshots }] = await Promise.all([
    import('./diff.js'),
    import('../../report/compare/compare-snapshots.js'),
  ]);
  const { lens, tool, generatedAt, language } = report;
  const benchmarks = { before: benchmark, after: benchmark };
  const changes = compareSnapshots(await readSide(since), snapshots, { benchmarks, lens, tool, generatedAt, language });
  if (changes.accounts.length === 0) {
    throw new InputError(`${since}: no snapshot of an account that the report is about.`);
  }
  return { ...report, changes };
}

/** A report says one thing of an account: which of two snapshots it should be is not for us to choose. */
function refuseTwice(snapshots: readonly ReadSnapshot[]): void {
  const seen = new Set<string>();
  for (const { snapshot } of snapshots) {
    const { id } = snapshot.account;
    if (seen.has(id)) throw new InputError(`more than one snapshot of account ${id}: give the one to report on.`);
    seen.add(id);
  }
}

/** 0 only when everything was assessed, and passes, under every version. */
export function exitCodeOf(report: Report): ExitCode {
  const findings = report.benchmarks.some(({ summary }) => summary.fail + summary['not-assessed'] > 0);
  return findings ? EXIT.findings : EXIT.ok;
}

function parseFormats(options: ReportCommandOptions): readonly Format[] {
  if (options.json === true && !options.formatGiven) return [];
  const names = options.format
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const known = `known are ${FORMAT_NAMES.join(', ')}, and all`;
  if (names.length === 0) throw new UsageError(`--format names no format: ${known}.`);
  const formats = names.flatMap((name) => {
    if (name === 'all') return FORMAT_NAMES;
    if (!isFormat(name)) throw new UsageError(`unknown format ${name}: ${known}.`);
    return [name];
  });
  return [...new Set(formats)];
}

/** The versions in the order in which they are named, each once; `all` is every known one, the default first. */
function parseBenchmarks(list: string): readonly [Benchmark, ...Benchmark[]] {
  const named = list
    .split(',')
    .map((version) => version.trim())
    .filter((version) => version !== '');
  const versions = named.flatMap((version) =>
    version === 'all' ? [DEFAULT_BENCHMARK, ...BENCHMARKS.map((one) => one.version)] : [version],
  );
  const known = BENCHMARKS.map((one) => one.version).join(', ');
  const [first, ...more] = [...new Set(versions)].map((version) => {
    const benchmark = findBenchmark(version);
    if (benchmark === null) throw new UsageError(`unknown benchmark version ${version}: known are ${known}, and all.`);
    return benchmark;
  });
  if (first === undefined) throw new UsageError(`--benchmark names no version: known are ${known}, and all.`);
  return [first, ...more];
}
