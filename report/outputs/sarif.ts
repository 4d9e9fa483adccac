import type { Lang } from '../language/languages.js';
import type { AccountSummary, ControlResult, Outcome, Report } from '../model.js';
import { asciiJson } from './common/ascii-json.js';
import { explain, waiverText } from './common/explanation.js';
import {
  callName,
  type Judgement,
  judgements,
  nameOf,
  reasonFacts,
  resourcesOf,
  snapshotName,
  utc,
} from './common/judgements.js';
import { sha256Of } from './common/uuid.js';
import { visible } from './html/text.js';

/**
 * `open`: evaluated, with too little information to decide. `review`: for a person to decide. Of a kind other than
 * `fail` the level must be `none` (SARIF 2.1.0, 3.27.10).
 */
const KINDS = {
  pass: { kind: 'pass', level: 'none' },
  fail: { kind: 'fail', level: 'error' },
  'not-assessed': { kind: 'open', level: 'none' },
  'not-applicable': { kind: 'notApplicable', level: 'none' },
  manual: { kind: 'review', level: 'none' },
} satisfies Record<Outcome, { readonly kind: string; readonly level: string }>;

/** Where the snapshots lie, which the report does not know. */
const SNAPSHOTS = 'SNAPSHOTS';

/** SARIF 2.1.0: a run for each account and version, a rule for each control. */
export function renderSarif(report: Report): string {
  return asciiJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: judgements(report).map((judgement) => run(report, judgement)),
  });
}

function run(report: Report, { account, benchmark, controls }: Judgement): object {
  return {
    tool: {
      driver: {
        name: report.tool.name,
        version: report.tool.version,
        rules: controls.map(rule),
      },
    },
    // GitHub keeps the results of two runs apart by what stands before the last slash.
    automationDetails: { id: `trailproof/cis-${benchmark.version}/${account.id}/` },
    language: report.language,
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [SNAPSHOTS]: { description: message('The folder in which the snapshots are kept.') } },
    artifacts: [
      {
        location: location(account),
        description: message(`The snapshot of account ${account.id}: the file with this digest, whatever its name.`),
        hashes: { 'sha-256': account.digest },
        mimeType: 'application/json',
        roles: ['analysisTarget'],
      },
    ],
    invocations: [
      {
        executionSuccessful: true,
        endTimeUtc: utc(report.generatedAt),
        toolExecutionNotifications: account.calls
          .filter((call) => !call.answered)
          .map((call) => ({
            level: 'warning',
            message: message(`${callName(call)}: ${call.outcome}${call.error === null ? '' : `, ${call.error.name}`}`),
          })),
      },
    ],
    properties: {
      account: account.id,
      benchmark: nameOf(benchmark),
      lens: report.lens,
      generatedAt: report.generatedAt,
      collectedAt: account.endedAt,
    },
    results: controls.map((control, index) => result(account, control, index, report.language)),
  };
}

function rule({ slug, id, title, shortTitle, rationale, level, assessment, benchmark }: ControlResult): object {
  return {
    id: slug,
    name: shortTitle,
    shortDescription: message(title),
    fullDescription: message(rationale),
    defaultConfiguration: { level: KINDS.fail.level },
    properties: { number: id, benchmark, level, assessment, tags: ['security', 'compliance', 'aws', 'monitoring'] },
  };
}

function result(account: AccountSummary, control: ControlResult, ruleIndex: number, language: Lang): object {
  const resources = resourcesOf(control);
  return {
    ruleId: control.slug,
    ruleIndex,
    ...KINDS[control.outcome],
    message: message(explain(control, language).join('\n')),
    locations: [
      {
        physicalLocation: { artifactLocation: { ...location(account), index: 0 } },
        logicalLocations:
          resources.length === 0
            ? [{ name: account.id, fullyQualifiedName: account.id, kind: 'account' }]
            : resources.map(({ id, name, kind }) => ({ name, fullyQualifiedName: id, kind })),
      },
    ],
    // The same control in the same account is the same alert from one report to the next.
    partialFingerprints: { 'controlInAccount/v1': sha256Of(JSON.stringify([control.account, control.slug])) },
    // A waiver suppresses the alert; kind and level still say what is so.
    ...(control.waiver === undefined
      ? {}
      : {
          suppressions: [
            { kind: 'external', status: 'accepted', justification: visible(waiverText(control.waiver, language)) },
          ],
        }),
    properties: {
      outcome: control.outcome,
      reasons: reasonFacts(control),
      missedEvents: control.coverage?.missed ?? [],
      evidence: control.evidence,
      remediation: control.remediation,
    },
  };
}

function location(account: AccountSummary): object {
  return { uri: encodeURIComponent(visible(snapshotName(account))), uriBaseId: SNAPSHOTS };
}

/** Plain text of a message, in which braces are placeholders and brackets links unless escaped (3.11.5, 3.11.6). */
function message(text: string): { readonly text: string } {
  const shown = text.split('\n').map(visible).join('\n');
  return { text: shown.replace(/[{}]/g, '$&$&').replace(/[\\[\]]/g, '\\$&') };
}
