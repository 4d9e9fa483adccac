// A report on many accounts, taken apart into reports on one.
import { summarise } from './compare/compare-states.js';
import type { Diff } from './compare/diff.js';
import { countOutcomes } from './make-report.js';
import type { AccountSummary, ControlResult, EngagementSummary, Report } from './model.js';

/**
 * The report on each account, in the order of the report. What was judged with the snapshots of all accounts stays
 * judged so, and nothing that is about another account is in it: a report on many is these, one after the other.
 */
export function accountReports(report: Report): readonly Report[] {
  const controls = new Map<string, ControlResult[]>(report.accounts.map(({ id }) => [id, []]));
  for (const control of report.controls) controls.get(control.account)?.push(control);
  return report.accounts.map((account) => accountReport(report, account, controls.get(account.id) ?? []));
}

function accountReport(report: Report, account: AccountSummary, controls: readonly ControlResult[]): Report {
  const { changes, engagement, ...common } = report;
  const benchmarks = report.benchmarks.map((one) => ({
    ...one,
    summary: countOutcomes(controls.filter((control) => control.benchmark === one.version)),
  }));
  const benchmark = benchmarks.find((one) => one.version === report.benchmark.version) ?? report.benchmark;
  const changed = changes === undefined ? null : changesOf(changes, account);
  return {
    ...common,
    benchmark,
    benchmarks,
    accounts: [account],
    controls,
    summary: benchmark.summary,
    ...(changed === null ? {} : { changes: changed }),
    ...(engagement === undefined ? {} : { engagement: engagementOf(engagement, account) }),
  };
}

/** Null where the account was compared with nothing, and nothing was noted of it. */
function changesOf(changes: Diff, { id }: AccountSummary): Diff | null {
  const accounts = changes.accounts.filter((one) => one.account === id);
  const notes = changes.notes.filter((note) => note.values['account'] === id);
  if (accounts.length + notes.length === 0) return null;
  return { ...changes, notes, accounts, summary: summarise(accounts) };
}

/** Whether a waiver is of use was decided over all accounts, and is not decided anew. */
function engagementOf(engagement: EngagementSummary, { id }: AccountSummary): EngagementSummary {
  const isOurs = (one: { readonly account?: string | undefined }): boolean =>
    one.account === undefined || one.account === id;
  return {
    ...engagement,
    waivers: engagement.waivers.filter(isOurs),
    attestations: engagement.attestations.filter(isOurs),
  };
}
