import { canonicalLine } from '../../snapshot/canonical-json.js';
import type { Lang } from '../language/languages.js';
import type { AccountSummary, ControlResult, Outcome, Report, Waiver } from '../model.js';
import { asciiJson } from './common/ascii-json.js';
import { attestationText, explain, fixText } from './common/explanation.js';
import { type Judgement, judgements, nameOf, reasonFacts } from './common/judgements.js';
import { sha256Of } from './common/uuid.js';
import { visible } from './html/text.js';

/** Heimdall shows `skipped` as Not Reviewed; `error` it would show as a fault of the profile. */
const STATUSES = {
  pass: 'passed',
  fail: 'failed',
  'not-assessed': 'skipped',
  'not-applicable': 'skipped',
  manual: 'skipped',
} satisfies Record<Outcome, 'passed' | 'failed' | 'skipped'>;

/** The benchmark grades no control by severity; in HDF an impact of 0 says that a control does not apply. */
const IMPACT = 0.5;
const NO_IMPACT = 0;

/**
 * HDF v1, the results of InSpec as Heimdall reads them: a profile for each account and version. Several accounts in one
 * control would not do, because Heimdall lets one account's pass hide that another could not be assessed.
 */
export function renderHdf(report: Report): string {
  const all = judgements(report);
  const outcomes = all.flatMap(({ controls }) => controls.map(({ outcome }) => STATUSES[outcome]));
  const total = (status: string) => ({ total: outcomes.filter((one) => one === status).length });
  return asciiJson({
    platform: { name: 'aws', release: '', target_id: report.accounts.map(({ id }) => id).join(', ') },
    version: report.tool.version,
    statistics: { controls: { passed: total('passed'), failed: total('failed'), skipped: total('skipped') } },
    profiles: all.map((judgement) => profile(report, judgement)),
    generator: { name: report.tool.name, version: report.tool.version },
  });
}

function profile(report: Report, { account, benchmark, controls }: Judgement): object {
  const content = controls.map(({ slug, id, title, level, assessment }) => ({ slug, id, title, level, assessment }));
  return {
    name: `cis-aws-${benchmark.version}-${account.id}`,
    title: visible(`${nameOf(benchmark)}, account ${account.id}`),
    version: benchmark.version,
    summary: `Monitoring (section ${benchmark.section}), lens: ${report.lens}`,
    supports: [{ platform: 'aws' }],
    attributes: [
      { name: 'generatedAt', options: { value: report.generatedAt } },
      { name: 'snapshotSha256', options: { value: account.digest } },
    ],
    groups: [{ id: benchmark.section, title: 'Monitoring', controls: controls.map(({ slug }) => slug) }],
    sha256: sha256Of(canonicalLine({ benchmark: [benchmark.name, benchmark.version], content })),
    status: 'loaded',
    controls: controls.map((control) => controlOf(account, control, report.language)),
  };
}

function controlOf(account: AccountSummary, control: ControlResult, language: Lang): object {
  const fix = fixText(control);
  return {
    id: control.slug,
    title: visible(control.title),
    desc: visible(control.outcome === 'not-applicable' ? control.headline : control.rationale),
    descriptions: [
      { label: 'rationale', data: visible(control.rationale) },
      ...(fix === null ? [] : [{ label: 'fix', data: fix }]),
      ...(control.attestations ?? []).map((one) => ({
        label: 'attestation',
        data: visible(attestationText(one, language)),
      })),
      ...(control.note === undefined ? [] : [{ label: 'note', data: visible(control.note) }]),
    ],
    impact: control.outcome === 'not-applicable' ? NO_IMPACT : IMPACT,
    refs: [],
    tags: {
      cis: control.id,
      benchmark: control.benchmark,
      level: control.level,
      assessment: control.assessment,
      outcome: control.outcome,
      reasons: reasonFacts(control),
      missedEvents: control.coverage?.missed ?? [],
      evidence: control.evidence,
    },
    code: null,
    source_location: {},
    results: [testOf(account, control, language)],
    waiver_data: control.waiver === undefined ? null : waiverData(control.waiver),
  };
}

function testOf(account: AccountSummary, control: ControlResult, language: Lang): object {
  const status = STATUSES[control.outcome];
  const text = explain(control, language).join('\n');
  return {
    status,
    code_desc: visible(`${control.id} ${control.shortTitle} in account ${account.id}`),
    start_time: account.startedAt,
    resource: 'aws-account',
    resource_id: account.id,
    ...(status === 'skipped' ? { skip_message: text } : { message: text }),
  };
}

/** `skipped_due_to_waiver` would make Heimdall count the control as not applicable: a waiver hides no outcome. */
function waiverData({ reason, owner, approver, expires }: Waiver): object {
  return {
    justification: visible(reason),
    message: visible(`Owner ${owner}, approved by ${approver}.`),
    expiration_date: expires,
    run: true,
    skipped_due_to_waiver: false,
  };
}
