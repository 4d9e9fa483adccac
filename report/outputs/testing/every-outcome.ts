// A report with every outcome and all that people may lay over one, for two accounts and two versions.
import type { AccountSummary, ControlResult, Outcome, Report } from '../../model.js';
import { HOSTILE_TEXT, poisoned } from './hostile.js';
import { MIXED_REPORT } from './mixed-report.js';
import { ACCOUNT } from './report-parts.js';

const OTHER = '444455556666';

/** One dot. */
const LOGO =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGPoErUAAAIEANhpEoL2AAAAAElFTkSuQmCC';

const WAIVER = {
  control: 'cloudtrail-config-changes',
  reason: 'A SIEM watches this until the filters are mended.',
  owner: 'R. Owner',
  approver: 'A. Approver',
  expires: '2026-12-31',
};

const ATTESTATION = {
  control: 'nacl-changes',
  statement: 'The network team reads the flow of changes every morning.',
  by: 'N. Engineer',
  date: '2026-10-30',
  evidence: { file: 'rota.pdf', sha256: 'ab'.repeat(32) },
};

function laidOver(control: ControlResult): ControlResult {
  switch (control.slug) {
    case 'cloudtrail-config-changes':
      return { ...control, waiver: WAIVER };
    case 'nacl-changes':
      return {
        ...without(control),
        outcome: 'manual',
        headline: 'A person must judge this.',
        attestations: [ATTESTATION],
      };
    case 'organizations-changes':
      return {
        ...without(control),
        outcome: 'not-applicable',
        headline: 'It is no organization.',
        note: 'Asked twice.',
      };
    default:
      return control;
  }
}

function without(control: ControlResult): ControlResult {
  return { ...control, reasons: [], chains: [], coverage: null, remediation: null, evidence: [] };
}

const own = MIXED_REPORT.controls.map(laidOver);
const [first] = MIXED_REPORT.accounts;
if (first === undefined) throw new Error('the report by hand has an account');
const accounts: readonly AccountSummary[] = [first, { ...first, id: OTHER, alias: null }];
const controls = accounts.flatMap(({ id }) => own.map((control): ControlResult => ({ ...control, account: id })));
const older = controls
  .filter(({ slug }) => slug !== 'security-hub-enabled')
  .map((control): ControlResult => ({ ...control, benchmark: '1.4.0', assessment: 'Automated' }));

function count(of: readonly ControlResult[]): Report['summary'] {
  const counts: Record<Outcome, number> = { pass: 0, fail: 0, 'not-assessed': 0, 'not-applicable': 0, manual: 0 };
  for (const { outcome } of of) counts[outcome] += 1;
  return { ...counts, total: of.length };
}

const version = { ...MIXED_REPORT.benchmark, summary: count(controls) };

export const EVERY_OUTCOME: Report = {
  ...MIXED_REPORT,
  benchmark: version,
  benchmarks: [version, { ...version, version: '1.4.0', summary: count(older) }],
  accounts,
  controls: [...controls, ...older],
  summary: version.summary,
  engagement: {
    client: 'Client Ltd',
    auditor: 'Audit LLP',
    classification: 'Confidential',
    reportId: 'R-2026-11',
    reportVersion: '1.0',
    reportDate: '2026-11-04',
    period: { from: '2026-08-01', to: '2026-10-31' },
    versions: [{ version: '1.0', date: '2026-11-04', author: 'A. Author', change: 'First issue.' }],
    author: { name: 'A. Author', role: 'Auditor' },
    reviewer: null,
    approver: null,
    distribution: [{ name: 'Board', role: null }],
    logo: LOGO,
    colours: { house: '#5a1230', accent: '#8a1538' },
    scope: 'Production.',
    waivers: [{ ...WAIVER, state: 'used' }],
    attestations: [ATTESTATION],
  },
};

/**
 * One account under one version in which every text is hostile, but for the slugs, which are ours, and the times, which
 * a snapshot's schema checks.
 */
export function hostileReport(text: string = HOSTILE_TEXT): Report {
  const { generatedAt, benchmark } = EVERY_OUTCOME;
  const one: Report = {
    ...EVERY_OUTCOME,
    benchmarks: [benchmark],
    accounts: [{ ...first, id: ACCOUNT } as AccountSummary],
    controls: own,
  };
  const report = poisoned(one, text);
  const timed = report.accounts.map((account) => ({
    ...account,
    startedAt: accounts[0]?.startedAt ?? '',
    endedAt: accounts[0]?.endedAt ?? '',
  }));
  const named = report.controls.map((control, index) => ({ ...control, slug: own[index]?.slug ?? '' }));
  return { ...report, generatedAt, accounts: timed, controls: named };
}
