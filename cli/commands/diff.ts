import type { Benchmark } from '../../report/benchmarks/benchmark.js';
import { BENCHMARKS, findBenchmark } from '../../report/benchmarks/benchmarks.js';
import { compareSnapshots } from '../../report/compare/compare-snapshots.js';
import type { Diff } from '../../report/compare/diff.js';
import type { Lens } from '../../report/evaluate/lens.js';
import type { Waiver } from '../../report/model.js';
import { renderDiffHtml } from '../../report/outputs/diff-html.js';
import { renderDiffJson } from '../../report/outputs/diff-json.js';
import { renderDiffMarkdown } from '../../report/outputs/diff-markdown.js';
import { renderDiffText } from '../../report/outputs/diff-text.js';
import { inLanguage } from '../../report/outputs/document-name.js';
import type { Lang, Paper } from '../../report/outputs/html.js';
import type { ReadSnapshot } from '../../snapshot/parse-snapshot.js';
import { InputError, UsageError } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { type DocumentOptions, ensureRoom, makeDocuments, parseDocumentFormats } from '../make-documents.js';
import { readEngagement } from '../read-engagement.js';
import { readSnapshots } from '../read-snapshots.js';
import { reportTime } from '../report-time.js';
import type { Terminal } from '../terminal.js';
import { FILE_PEN, penOf } from '../text-pen.js';
import { TOOL } from '../tool.js';

export type FailOn = 'regressed' | 'any' | 'never';

export interface DiffCommandOptions extends DocumentOptions {
  readonly benchmark: string;
  readonly beforeBenchmark?: string;
  readonly lens: Lens;
  readonly lang: Lang;
  readonly engagement?: string;
  readonly beforeEngagement?: string;
  readonly paper: Paper;
  readonly across?: boolean;
  readonly failOn: FailOn;
}

/** Compares the snapshots of two times, account by account, and says what changed and why. */
export async function runDiff(
  before: string,
  after: string,
  options: DiffCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const formats = parseDocumentFormats(options);
  const benchmarks = {
    before: parseBenchmark(options.beforeBenchmark ?? options.benchmark),
    after: parseBenchmark(options.benchmark),
  };
  const generatedAt = reportTime();
  const waivers = {
    before: await readWaivers(options.beforeEngagement ?? options.engagement, generatedAt),
    after: await readWaivers(options.engagement, generatedAt),
  };
  if (before === '-' && after === '-') throw new UsageError('standard input can be one of the two, not both.');
  const earlier = await readSide(before);
  const later = await readSide(after);
  const across = options.across === true;
  checkAccounts(earlier, later, across);
  const name = inLanguage(`${nameOf(earlier, later)}-diff`, options.lang);
  await ensureRoom(formats, name, options);
  const { lens, lang } = options;
  const about = { tool: TOOL, generatedAt, language: lang };
  const diff = compareSnapshots(earlier, later, { benchmarks, lens, waivers, ...about, across });
  await makeDocuments(
    formats,
    {
      name,
      time: generatedAt,
      screen: () => renderDiffText(diff, penOf(terminal)),
      text: () => `${renderDiffText(diff, FILE_PEN).join('\n')}\n`,
      json: () => renderDiffJson(diff),
      markdown: () => renderDiffMarkdown(diff),
      html: () => renderDiffHtml(diff, { paper: options.paper }),
    },
    options,
    terminal,
  );
  return exitCodeOf(diff, options.failOn);
}

async function readWaivers(path: string | undefined, now: string): Promise<readonly Waiver[]> {
  return path === undefined ? [] : ((await readEngagement(path, now)).waivers ?? []);
}

/** A regression: a control that is met no longer, or an event that was seen and is lost. */
export function exitCodeOf({ summary, accounts, notes }: Diff, failOn: FailOn): ExitCode {
  const { controls, events, resources } = summary;
  const regressed = controls.regressed + events.lost > 0;
  const any =
    regressed ||
    controls.fixed + controls.changed > 0 ||
    resources.added + resources.removed + resources.changed > 0 ||
    // Less, or more, could be read; an account came, or is missing.
    accounts.some(({ calls }) => calls.length > 0) ||
    notes.length > 0;
  return (failOn === 'regressed' && regressed) || (failOn === 'any' && any) ? EXIT.findings : EXIT.ok;
}

/** One version of the benchmark. @throws UsageError for one that is not known. */
export function parseBenchmark(version: string): Benchmark {
  const benchmark = findBenchmark(version.trim());
  if (benchmark !== null) return benchmark;
  const known = BENCHMARKS.map((one) => one.version).join(', ');
  throw new UsageError(`unknown benchmark version ${version}: known are ${known}.`);
}

/** The snapshots of one side. Which of two of one account is meant is not for us to choose. */
export async function readSide(source: string): Promise<readonly ReadSnapshot[]> {
  const side = await readSnapshots([source]);
  const seen = new Set<string>();
  for (const { snapshot } of side) {
    const { id } = snapshot.account;
    if (seen.has(id))
      throw new InputError(`${source}: more than one snapshot of account ${id}: give the one to compare.`);
    seen.add(id);
  }
  return side;
}

function checkAccounts(before: readonly ReadSnapshot[], after: readonly ReadSnapshot[], across: boolean): void {
  const ids = (side: readonly ReadSnapshot[]): readonly string[] => side.map(({ snapshot }) => snapshot.account.id);
  const [one, other] = [ids(before), ids(after)];
  if (across) {
    if (one.length === 1 && other.length === 1) return;
    throw new InputError(
      `--across compares one account with one: there are ${one.length} on the first side and ${other.length} on the second.`,
    );
  }
  if (one.some((id) => other.includes(id))) return;
  throw new InputError(
    one.length === 1 && other.length === 1
      ? `the snapshots are of different accounts, ${one[0]} and ${other[0]}: add --across to compare them all the same.`
      : 'no account has a snapshot on both sides.',
  );
}

function nameOf(before: readonly ReadSnapshot[], after: readonly ReadSnapshot[]): string {
  const [one, other] = [before[0]?.snapshot.account.id ?? '', after[0]?.snapshot.account.id ?? ''];
  if (after.length > 1) return `${after.length}-accounts`;
  return one === other ? other : `${one}-${other}`;
}
