import type {
  AccountSummary,
  BenchmarkVersion,
  ControlResult,
  EvidenceRef,
  Reason,
  Report,
  Resource,
} from '../../model.js';

/** What was found in one account under one version of the benchmark. */
export interface Judgement {
  readonly account: AccountSummary;
  readonly benchmark: BenchmarkVersion;
  readonly controls: readonly ControlResult[];
}

/** The report's results by version and account, in the report's own order. */
export function judgements(report: Report): readonly Judgement[] {
  const key = (account: string, version: string): string => JSON.stringify([account, version]);
  const groups = new Map<string, ControlResult[]>();
  for (const control of report.controls) {
    const name = key(control.account, control.benchmark);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [control]);
    else group.push(control);
  }
  return report.benchmarks.flatMap((benchmark) =>
    report.accounts.map((account) => ({
      account,
      benchmark,
      controls: groups.get(key(account.id, benchmark.version)) ?? [],
    })),
  );
}

/** "CIS AWS Foundations Benchmark 5.0.0" */
export function nameOf(benchmark: BenchmarkVersion): string {
  return `${benchmark.name} ${benchmark.version}`;
}

/** "call 3: logs:DescribeMetricFilters in eu-west-1"; its number is that of the report's call ledger. */
export function callName({ index, operation, region }: Omit<EvidenceRef, 'account'>): string {
  return `call ${index}: ${operation} in ${region}`;
}

/** The resources that the reasons name, each once; without a reason, those of the path that goes furthest. */
export function resourcesOf(control: ControlResult): readonly Resource[] {
  const named = control.reasons.flatMap((reason) => reason.resources);
  const [best] = control.chains;
  const followed = (best?.links ?? []).flatMap(({ resource }) => (resource === null ? [] : [resource]));
  const all = named.length > 0 ? named : followed;
  return [...new Map(all.map((one) => [`${one.kind} ${one.id}`, one])).values()];
}

/** The reasons without their sentences and resources, which the formats keep elsewhere. */
export function reasonFacts({ reasons }: ControlResult): readonly Omit<Reason, 'message' | 'resources'>[] {
  return reasons.map(({ code, basis, effect, link }) => ({ code, basis, effect, link }));
}

/** The time in UTC, to the millisecond. */
export function utc(time: string): string {
  return new Date(time).toISOString();
}

/**
 * Name under which a document refers to the snapshot of an account. A report knows a snapshot by its digest, not by the
 * path it was read from; `collect` writes it as `<account>/<time>.snapshot.json`.
 */
export function snapshotName(account: AccountSummary): string {
  return `${account.id}.snapshot.json`;
}
