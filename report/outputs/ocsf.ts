import type { ControlResult, Outcome, Report } from '../model.js';
import { asciiJson } from './common/ascii-json.js';
import { explain, fixText, overlay } from './common/explanation.js';
import { type Judgement, judgements, nameOf, reasonFacts, resourcesOf } from './common/judgements.js';
import { uuidOf } from './common/uuid.js';
import { visible } from './html/text.js';

const VERSION = '1.5.0';

/** 99 asks for a word of our own; 0, Unknown, is what OCSF has for a check that could not be made. */
const STATUSES = {
  pass: { status_id: 1, status: 'Pass' },
  fail: { status_id: 3, status: 'Fail' },
  'not-assessed': { status_id: 0, status: 'Unknown' },
  'not-applicable': { status_id: 99, status: 'Not Applicable' },
  manual: { status_id: 99, status: 'Manual' },
} satisfies Record<Outcome, object>;

/**
 * By OCSF's own words. Informational: no action is required. Low: the user decides whether action is needed. Medium:
 * action is required but the situation is not serious at this time. The benchmark grades no control by severity.
 */
const SEVERITIES = {
  pass: { severity_id: 1, severity: 'Informational' },
  fail: { severity_id: 3, severity: 'Medium' },
  'not-assessed': { severity_id: 0, severity: 'Unknown' },
  'not-applicable': { severity_id: 1, severity: 'Informational' },
  manual: { severity_id: 2, severity: 'Low' },
} satisfies Record<Outcome, object>;

/** OCSF 1.5.0: an array of Compliance Findings (class 2003), one for each control in each account and version. */
export function renderOcsf(report: Report): string {
  return asciiJson(
    judgements(report).flatMap((judgement) => judgement.controls.map((control) => finding(report, judgement, control))),
  );
}

function finding(report: Report, { account, benchmark }: Judgement, control: ControlResult): object {
  const time = Date.parse(report.generatedAt);
  const standard = nameOf(benchmark);
  const fix = fixText(control);
  const { language } = report;
  const witnesses = (control.coverage?.missed ?? []).filter((event) => event.witness !== null);
  const laid = overlay(control, language);
  return {
    activity_id: 1,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2003,
    class_name: 'Compliance Finding',
    type_uid: 200301,
    type_name: 'Compliance Finding: Create',
    time,
    timezone_offset: 0,
    start_time: Date.parse(account.startedAt),
    end_time: Date.parse(account.endedAt),
    ...SEVERITIES[control.outcome],
    // A waiver suppresses the finding; `compliance` still says what is so.
    ...(control.waiver === undefined ? { status_id: 1, status: 'New' } : { status_id: 3, status: 'Suppressed' }),
    status_code: control.outcome,
    status_detail: visible(control.headline),
    message: visible(control.headline),
    ...(laid.length === 0 ? {} : { comment: laid.map(visible).join('\n') }),
    metadata: {
      version: VERSION,
      profiles: ['cloud'],
      uid: uuidOf('ocsf-event', report.generatedAt, account.id, account.digest, benchmark.version, control.slug),
      event_code: control.slug,
      tenant_uid: account.id,
      original_time: report.generatedAt,
      product: { name: report.tool.name, vendor_name: report.tool.name, version: report.tool.version },
    },
    cloud: {
      provider: 'AWS',
      cloud_partition: account.partition,
      account: {
        uid: account.id,
        type_id: 10,
        type: 'AWS Account',
        ...(account.alias === null ? {} : { name: account.alias }),
      },
    },
    finding_info: {
      // The same control in the same account is the same finding from one report to the next.
      uid: uuidOf('ocsf-finding', account.id, benchmark.version, control.slug),
      title: visible(control.title),
      desc: visible(control.rationale),
      created_time: time,
      types: ['Monitoring'],
      analytic: { name: visible(control.shortTitle), uid: control.slug, type_id: 1, type: 'Rule' },
    },
    compliance: {
      control: control.slug,
      requirements: [control.id],
      standards: [standard],
      ...STATUSES[control.outcome],
      status_code: control.outcome,
      status_details: explain(control, language),
    },
    resources: resourcesOf(control).map(({ id, name, kind, region }) => ({
      uid: id,
      name,
      type: kind,
      cloud_partition: account.partition,
      ...(region === null ? {} : { region }),
    })),
    ...(fix === null ? {} : { remediation: { desc: fix } }),
    evidences: witnesses.map(({ id, witness }) => ({
      name: 'An event that nobody is told about',
      uid: id,
      data: witness,
    })),
    unmapped: {
      outcome: control.outcome,
      lens: report.lens,
      level: control.level,
      assessment: control.assessment,
      reasons: reasonFacts(control),
      calls: control.evidence,
      snapshot_sha256: account.digest,
    },
  };
}
