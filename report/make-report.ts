import type { ReadSnapshot } from '../snapshot/parse-snapshot.js';
import type { Call, Snapshot } from '../snapshot/schema.js';
import type { Benchmark, BenchmarkEntry } from './benchmarks/benchmark.js';
import type { Control, EventControl } from './controls/control.js';
import { CONTROLS } from './controls/controls.js';
import { requirementOf } from './controls/requirement-of.js';
import { type Account, buildAccount, isAbsence } from './evaluate/account.js';
import { type Estate, makeEstate } from './evaluate/estate.js';
import { headlineOf } from './evaluate/headline.js';
import { type EventVerdict, judgeEvents } from './evaluate/judge-events.js';
import { judgeSecurityHub } from './evaluate/judge-security-hub.js';
import type { Lens } from './evaluate/lens.js';
import { followPaths } from './evaluate/paths.js';
import { parse } from './filter-pattern/parser.js';
import { formatError } from './filter-pattern/pattern-error.js';
import type { Lang } from './language/languages.js';
import { localeOf } from './language/locale.js';
import type { Language, Phrase } from './language/phrase.js';
import { planInWords, putIntoWords } from './language/put-into-words.js';
import type {
  AccountSummary,
  ControlResult,
  Counts,
  Imported,
  LedgerEntry,
  Outcome,
  RemediationPlan,
  Report,
} from './model.js';
import { joinPlans } from './remediate/plan-account.js';
import { plannedSteps } from './remediate/planned-steps.js';
import { outcomesIn, remediateFindings } from './remediate/remediate-findings.js';
import { forget, judgeOne, pathsOf, type Situation } from './remediate/situation.js';

export interface ReportOptions {
  /** One or more; the first is the one that the report is about. */
  readonly benchmarks: readonly [Benchmark, ...Benchmark[]];
  readonly lens: Lens;
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601. */
  readonly generatedAt: string;
  /** English when not given. */
  readonly language?: Lang;
}

/**
 * Judges each snapshot, following into the others what leads there, and puts the results into one report. Pure: same
 * input, same report.
 */
export function makeReport(snapshots: readonly ReadSnapshot[], options: ReportOptions): Report {
  const estate = makeEstate(snapshots.map(({ snapshot }) => buildAccount(snapshot)));
  const judged = snapshots.map((read) => judgeAccount(read, estate, options));
  const controls = judged.flatMap((one) => one.controls);
  const versions = options.benchmarks.map(({ name, version, section }) => ({
    name,
    version,
    section,
    summary: countOutcomes(controls.filter((control) => control.benchmark === version)),
  }));
  const [own] = versions;
  if (own === undefined) throw new Error('a report needs a benchmark');
  return {
    schemaVersion: 1,
    tool: options.tool,
    generatedAt: options.generatedAt,
    language: options.language ?? 'en',
    lens: options.lens,
    benchmark: own,
    benchmarks: versions,
    accounts: judged.map((one) => one.account),
    controls,
    summary: own.summary,
  };
}

/** The whole verdict on one account: a pure function of its snapshot and of those that it leads to. */
export function judgeAccount(
  read: ReadSnapshot,
  estate: Estate,
  { benchmarks, lens, language: lang = 'en' }: Pick<ReportOptions, 'benchmarks' | 'lens' | 'language'>,
): { readonly account: AccountSummary; readonly controls: readonly ControlResult[] } {
  const { snapshot } = read;
  const { account } = pathsOf(snapshot, { estate });
  const [own, ...others] = benchmarks.map((benchmark) => {
    const situation: Situation = { estate, benchmark, lens };
    const judge: Judge = (control, entry) => judgeOne(snapshot, control, entry, situation).verdict;
    const results = judgeUnder({ account, lens, benchmark, judge });
    return { situation, ...remediateFindings(snapshot, situation, results) };
  });
  if (own === undefined) throw new Error('an account needs a benchmark');
  const plan = plannedSteps(joinPlans(snapshot, own.situation, outcomesIn(own.controls), own.plans));
  forget(snapshot);
  const language = localeOf(lang);
  const controls = [own, ...others].flatMap((one) => one.controls);
  return {
    account: summarise(read, planInWords(plan, language), language),
    controls: putIntoWords(controls, language),
  };
}

/** The controls of an account under one version, without remediation, which takes longer than the judgement. */
export function judgeControls(
  account: Account,
  estate: Estate,
  {
    benchmark,
    lens,
    language = 'en',
  }: { readonly benchmark: Benchmark; readonly lens: Lens; readonly language?: Lang | undefined },
): readonly ControlResult[] {
  const paths = followPaths(account, estate);
  const judge: Judge = (control, entry) => judgeEvents(account, estate, paths, requirementOf(control, entry), lens);
  return putIntoWords(judgeUnder({ account, lens, benchmark, judge }), localeOf(language));
}

function judgeUnder(judging: Judging): readonly ControlResult<Phrase>[] {
  return CONTROLS.flatMap((control) => {
    const entry = judging.benchmark.controls.find((one) => one.slug === control.slug);
    return entry === undefined ? [] : [judgeControl(judging, control, entry)];
  });
}

/** The verdict on one control about events. */
type Judge = (control: EventControl, entry: BenchmarkEntry) => EventVerdict;

interface Judging {
  readonly account: Account;
  readonly lens: Lens;
  readonly benchmark: Benchmark;
  readonly judge: Judge;
}

function judgeControl(
  { account, lens, benchmark, judge }: Judging,
  control: Control,
  entry: BenchmarkEntry,
): ControlResult<Phrase> {
  const common = {
    account: account.id,
    benchmark: benchmark.version,
    slug: control.slug,
    id: entry.id,
    title: entry.title,
    shortTitle: control.title,
    level: entry.level,
    assessment: entry.assessment,
    asks: control.asks,
    rationale: control.rationale,
  };
  if (control.kind === 'security-hub') {
    const { outcome, reasons, evidence } = judgeSecurityHub(account);
    return {
      ...common,
      outcome,
      headline: headlineOf(control, outcome, null, reasons, 'effective'),
      reasons,
      chains: [],
      coverage: null,
      remediation: null,
      evidence,
    };
  }
  const verdict = judge(control, entry);
  return {
    ...common,
    outcome: verdict.outcome,
    headline: headlineOf(control, verdict.outcome, verdict.coverage, verdict.reasons, lens),
    reasons: verdict.reasons,
    chains: verdict.chains,
    coverage: verdict.coverage,
    remediation: null,
    evidence: verdict.evidence,
  };
}

function summarise({ snapshot, digest }: ReadSnapshot, plan: RemediationPlan, language: Language): AccountSummary {
  const unread = new Set(snapshot.calls.filter((call) => !isAnswered(call)).map((call) => call.region));
  const filters = new Map<string, AccountSummary['filters'][number]>();
  const account = buildAccount(snapshot);
  for (const { region, seen } of account.all('logs:DescribeMetricFilters')) {
    if (seen.kind !== 'seen') continue;
    for (const filter of seen.value.metricFilters) {
      const pattern = filter.filterPattern ?? '';
      const parsed = parse(pattern);
      filters.set(`${region}|${filter.logGroupName}|${filter.filterName}`, {
        name: filter.filterName,
        logGroup: filter.logGroupName,
        region,
        pattern,
        error: parsed.kind === 'parsed' ? null : formatError(parsed.error, language),
      });
    }
  }
  return {
    id: snapshot.account.id,
    alias: snapshot.account.alias,
    partition: snapshot.account.partition,
    caller: snapshot.caller.arn,
    startedAt: snapshot.startedAt,
    endedAt: snapshot.endedAt,
    collectedBy: snapshot.tool,
    imported: importedOf(snapshot),
    digest,
    regions: { asked: snapshot.regions, read: snapshot.regions.filter((region) => !unread.has(region)) },
    calls: snapshot.calls.map(ledgerEntry),
    filters: [...filters.values()],
    plan,
  };
}

function importedOf({ imported }: Snapshot): Imported | null {
  if (imported === undefined) return null;
  const { from, files, manifest } = imported;
  return { from, files: Object.keys(files).length, manifest };
}

function isAnswered(call: Call): boolean {
  return call.outcome.kind === 'ok' || isAbsence(call);
}

function ledgerEntry(call: Call, index: number): LedgerEntry {
  const { outcome } = call;
  return {
    index,
    operation: `${call.service}:${call.operation}`,
    region: call.region,
    input: call.input,
    outcome: outcome.kind,
    error: outcome.kind === 'ok' ? null : outcome.error,
    answered: isAnswered(call),
    pages: outcome.kind === 'ok' ? outcome.pages : 0,
    items: outcome.kind === 'ok' ? outcome.items : 0,
    startedAt: call.trace.startedAt,
    durationMs: call.trace.durationMs,
  };
}

export function countOutcomes(controls: readonly ControlResult[]): Counts {
  const counts: Record<Outcome, number> = { pass: 0, fail: 0, 'not-assessed': 0, 'not-applicable': 0, manual: 0 };
  for (const control of controls) counts[control.outcome] += 1;
  return { ...counts, total: controls.length };
}
