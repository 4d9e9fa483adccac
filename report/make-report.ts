import type { ReadSnapshot } from '../snapshot/parse-snapshot.js';
import type { Call } from '../snapshot/schema.js';
import type { Benchmark, BenchmarkEntry } from './benchmarks/benchmark.js';
import type { Control } from './controls/control.js';
import { CONTROLS } from './controls/controls.js';
import { requirementOf } from './controls/requirement-of.js';
import { type Account, buildAccount, isAbsence } from './evaluate/account.js';
import { type Estate, makeEstate } from './evaluate/estate.js';
import { headlineOf } from './evaluate/headline.js';
import { judgeEvents } from './evaluate/judge-events.js';
import { judgeSecurityHub } from './evaluate/judge-security-hub.js';
import type { Lens } from './evaluate/lens.js';
import { followPaths, type Paths } from './evaluate/paths.js';
import { parse } from './filter-pattern/parser.js';
import type { AccountSummary, ControlResult, Counts, LedgerEntry, Outcome, Report } from './model.js';
import { remediateFindings } from './remediate/remediate-findings.js';

export interface ReportOptions {
  /** One or more; the first is the one that the report is about. */
  readonly benchmarks: readonly [Benchmark, ...Benchmark[]];
  readonly lens: Lens;
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601. */
  readonly generatedAt: string;
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
  { benchmarks, lens }: Pick<ReportOptions, 'benchmarks' | 'lens'>,
): { readonly account: AccountSummary; readonly controls: readonly ControlResult[] } {
  const account = buildAccount(read.snapshot);
  const paths = followPaths(account, estate);
  const controls = benchmarks.flatMap((benchmark) =>
    remediateFindings(
      read.snapshot,
      { estate, benchmark, lens },
      judgeUnder({ account, estate, paths, lens, benchmark }),
    ),
  );
  return { account: summarise(read), controls };
}

/** The controls of an account under one version, without remediation, which takes longer than the judgement. */
export function judgeControls(
  account: Account,
  estate: Estate,
  { benchmark, lens }: { readonly benchmark: Benchmark; readonly lens: Lens },
): readonly ControlResult[] {
  return judgeUnder({ account, estate, paths: followPaths(account, estate), lens, benchmark });
}

function judgeUnder(judging: Judging): readonly ControlResult[] {
  return CONTROLS.flatMap((control) => {
    const entry = judging.benchmark.controls.find((one) => one.slug === control.slug);
    return entry === undefined ? [] : [judgeControl(judging, control, entry)];
  });
}

interface Judging {
  readonly account: Account;
  readonly estate: Estate;
  readonly paths: Paths;
  readonly lens: Lens;
  readonly benchmark: Benchmark;
}

function judgeControl(
  { account, estate, paths, lens, benchmark }: Judging,
  control: Control,
  entry: BenchmarkEntry,
): ControlResult {
  const common = {
    account: account.id,
    benchmark: benchmark.version,
    slug: control.slug,
    id: entry.id,
    title: entry.title,
    shortTitle: control.title,
    level: entry.level,
    assessment: entry.assessment,
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
  const verdict = judgeEvents(account, estate, paths, requirementOf(control, entry), lens);
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

function summarise({ snapshot, digest }: ReadSnapshot): AccountSummary {
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
        error: parsed.kind === 'parsed' ? null : parsed.error.format,
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
    digest,
    regions: { asked: snapshot.regions, read: snapshot.regions.filter((region) => !unread.has(region)) },
    calls: snapshot.calls.map(ledgerEntry),
    filters: [...filters.values()],
  };
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

function countOutcomes(controls: readonly ControlResult[]): Counts {
  const counts: Record<Outcome, number> = { pass: 0, fail: 0, 'not-assessed': 0, 'not-applicable': 0, manual: 0 };
  for (const control of controls) counts[control.outcome] += 1;
  return { ...counts, total: controls.length };
}
