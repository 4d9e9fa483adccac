import { describe, expect, it } from 'vitest';
import { accountReports } from './account-report.js';
import type { Diff } from './compare/diff.js';
import type { AppliedWaiver, Report } from './model.js';
import { EVERY_OUTCOME } from './outputs/testing/every-outcome.js';
import { TWO_ACCOUNTS } from './outputs/testing/mixed-report.js';
import { ACCOUNT } from './outputs/testing/report-parts.js';
import { redact } from './redact.js';

const OTHER = '444455556666';
const [waiver] = EVERY_OUTCOME.engagement?.waivers ?? [];
const [attestation] = EVERY_OUTCOME.engagement?.attestations ?? [];
if (waiver === undefined || attestation === undefined) throw new Error('the report by hand has both');

function withWaivers(...waivers: readonly AppliedWaiver[]): Report {
  const { engagement } = EVERY_OUTCOME;
  if (engagement === undefined) throw new Error('the report by hand has one');
  return { ...EVERY_OUTCOME, engagement: { ...engagement, waivers } };
}

describe('the reports on single accounts', () => {
  const parts = accountReports(EVERY_OUTCOME);

  it('are one for each account, in the order of the report, with all that was judged of it and nothing else', () => {
    expect(parts.map((part) => part.accounts.map(({ id }) => id))).toEqual([[ACCOUNT], [OTHER]]);
    for (const part of parts) {
      const id = part.accounts[0]?.id;
      expect(part.controls).toEqual(EVERY_OUTCOME.controls.filter((control) => control.account === id));
    }
  });

  it('are the report again, one after the other', () => {
    expect(parts.flatMap((part) => part.accounts)).toEqual(EVERY_OUTCOME.accounts);
    const byAccount = parts.flatMap((part) => part.controls);
    expect(new Set(byAccount)).toEqual(new Set(EVERY_OUTCOME.controls));
    expect(byAccount).toHaveLength(EVERY_OUTCOME.controls.length);
    const sums = (name: 'pass' | 'fail' | 'total') =>
      EVERY_OUTCOME.benchmarks.map(({ version }) =>
        parts
          .flatMap((part) => part.benchmarks.filter((one) => one.version === version))
          .reduce((sum, { summary }) => sum + summary[name], 0),
      );
    for (const name of ['pass', 'fail', 'total'] as const) {
      expect(sums(name)).toEqual(EVERY_OUTCOME.benchmarks.map(({ summary }) => summary[name]));
    }
  });

  it('count their own controls only', () => {
    const [first] = parts;
    expect(first?.summary).toEqual(first?.benchmark.summary);
    expect(first?.summary.total).toBe(EVERY_OUTCOME.summary.total / 2);
    expect(first?.benchmarks.map(({ summary }) => summary.total)).toEqual([16, 15]);
  });

  it('are what a report on one account is', () => {
    const [only] = accountReports({ ...TWO_ACCOUNTS, accounts: TWO_ACCOUNTS.accounts.slice(0, 1) });
    expect(accountReports(only ?? EVERY_OUTCOME)).toEqual([only]);
  });
});

describe('what is laid over a report', () => {
  it('leaves out the waivers and attestations of other accounts, and keeps those of all', () => {
    const own = { ...waiver, account: ACCOUNT, reason: 'own' };
    const others = { ...waiver, account: OTHER, reason: 'of another' };
    const [first, second] = accountReports(withWaivers(waiver, own, others));
    expect(first?.engagement?.waivers).toEqual([waiver, own]);
    expect(second?.engagement?.waivers).toEqual([waiver, others]);
    const { engagement } = EVERY_OUTCOME;
    if (engagement === undefined) throw new Error('the report by hand has one');
    const attestations = [{ ...attestation, account: OTHER }];
    const attested = { ...EVERY_OUTCOME, engagement: { ...engagement, attestations } };
    expect(accountReports(attested).map((part) => part.engagement?.attestations.length)).toEqual([0, 1]);
  });

  it('does not judge anew whether a waiver is of use', () => {
    const unused: AppliedWaiver = { ...waiver, control: 'nacl-changes', state: 'unused' };
    for (const part of accountReports(withWaivers(unused))) expect(part.engagement?.waivers).toEqual([unused]);
  });

  it('has the pseudonyms of the whole', () => {
    const redacted = redact(EVERY_OUTCOME, 'key');
    const parts = accountReports(redacted);
    expect(parts.map((part) => part.accounts[0]?.id)).toEqual(redacted.accounts.map(({ id }) => id));
    for (const part of parts) expect(part.controls).toHaveLength(31);
    expect(JSON.stringify(parts)).not.toContain(OTHER);
  });
});

describe('what changed', () => {
  const summary = {
    accounts: 1,
    controls: { fixed: 0, regressed: 1, unchanged: 15, changed: 0 },
    assessed: { newly: 0, noLonger: 0 },
    events: { gained: 0, lost: 1, unsettled: 0 },
    resources: { added: 0, removed: 0, changed: 0 },
  };
  const compared = {
    account: ACCOUNT,
    alias: null,
    notes: [],
    resources: [],
    unread: [],
    calls: [],
    controls: [
      { slug: 'a', change: 'fixed', assessed: null, causes: [], events: { gained: [], lost: [], unsettled: [] } },
    ],
  };
  const changes = {
    schemaVersion: 1,
    notes: [
      { code: 'only-after', values: { account: OTHER } },
      { code: 'only-before', values: { account: '999999999999' } },
    ],
    accounts: [compared],
    summary,
  } as never as Diff;
  const parts = accountReports({ ...EVERY_OUTCOME, changes });

  it('is told of the account alone, and counted anew', () => {
    expect(parts[0]?.changes?.accounts).toHaveLength(1);
    expect(parts[0]?.changes?.notes).toEqual([]);
    expect(parts[0]?.changes?.summary.controls).toEqual({ fixed: 1, regressed: 0, unchanged: 0, changed: 0 });
  });

  it('says of an account that is new that it is', () => {
    expect(parts[1]?.changes?.accounts).toEqual([]);
    expect(parts[1]?.changes?.notes.map(({ code }) => code)).toEqual(['only-after']);
  });

  it('is left out where nothing is known of it', () => {
    const none = { ...changes, notes: [], accounts: [] };
    for (const part of accountReports({ ...EVERY_OUTCOME, changes: none })) expect(part.changes).toBeUndefined();
  });
});
