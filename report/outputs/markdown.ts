import type { AccountSummary, ControlResult, Outcome, Report } from '../model.js';
import { attestationText, LINK_WORDS, OUTCOME_WORDS, waiverText } from './common/explanation.js';
import { callName, type Judgement, judgements, nameOf } from './common/judgements.js';
import { md, mdBlock, mdTable } from './common/markdown-text.js';
import { inReadingOrder, recordText } from './html/record.js';

/** What is told in full, and in this order; a pass is told by its line in the table. */
const TOLD: readonly Outcome[] = ['fail', 'not-assessed', 'manual', 'not-applicable'];

/** The report as Markdown with tables, as GitHub and GitLab read it: for a pull request, a wiki, an issue. */
export function renderMarkdown(report: Report): string {
  const blocks = [
    `# ${md(`${nameOf(report.benchmark)}: monitoring`)}`,
    ...engagementBlocks(report),
    mdTable(
      ['version', 'pass', 'fail', 'not assessed', 'not applicable', 'manual', 'controls'],
      report.benchmarks.map(({ version, summary }) =>
        [
          version,
          summary.pass,
          summary.fail,
          summary['not-assessed'],
          summary['not-applicable'],
          summary.manual,
          summary.total,
        ].map((cell) => md(String(cell))),
      ),
    ),
    ...judgements(report).flatMap(judgementBlocks),
    '## Evidence',
    ...report.accounts.flatMap(accountBlocks),
    md(`${report.tool.name} ${report.tool.version}, ${report.generatedAt}, lens: ${report.lens}.`),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function engagementBlocks({ engagement }: Report): readonly string[] {
  if (engagement === undefined) return [];
  const facts = {
    Client: engagement.client,
    Auditor: engagement.auditor,
    Classification: engagement.classification,
    Report: engagement.reportId,
    Version: engagement.reportVersion,
    Scope: engagement.scope,
  };
  const lines = Object.entries(facts).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  const waivers = engagement.waivers.map((waiver) => [
    md(waiver.state),
    md(waiver.control),
    md(waiver.account ?? 'every account'),
    md(waiverText(waiver)),
  ]);
  return [
    ...(lines.length === 0 ? [] : [bullets(lines)]),
    ...(waivers.length === 0 ? [] : ['## Waivers', mdTable(['state', 'control', 'account', 'waiver'], waivers)]),
  ];
}

function judgementBlocks({ account, benchmark, controls }: Judgement): readonly string[] {
  const alias = account.alias === null ? '' : ` (${account.alias})`;
  const told = TOLD.flatMap((outcome) => controls.filter((control) => control.outcome === outcome));
  return [
    `## ${md(`Account ${account.id}${alias}, ${nameOf(benchmark)}`)}`,
    mdTable(
      ['control', '', 'level', 'outcome', ''],
      controls.map((control) => [
        md(control.id),
        md(control.shortTitle),
        String(control.level),
        `${control.outcome === 'pass' ? 'pass' : `**${OUTCOME_WORDS[control.outcome]}**`}${control.waiver === undefined ? '' : ', waived'}`,
        md(control.headline),
      ]),
    ),
    ...told.flatMap(controlBlocks),
  ];
}

function controlBlocks(control: ControlResult): readonly string[] {
  const missed = control.coverage?.missed ?? [];
  const [best] = control.chains;
  const witness = missed.find((event) => event.witness !== null)?.witness ?? null;
  const { remediation, waiver, attestations, note } = control;
  const overlay = [
    ...(waiver === undefined ? [] : [`Waived: ${waiverText(waiver)}`]),
    ...(attestations ?? []).map((one) => `Attested: ${attestationText(one)}`),
    ...(note === undefined ? [] : [`Auditor's note: ${note}`]),
  ];
  return [
    `### ${md(`${control.id} ${control.shortTitle}: ${OUTCOME_WORDS[control.outcome]}`)}`,
    md(control.headline),
    ...(overlay.length === 0 ? [] : [bullets(overlay)]),
    md(control.rationale),
    ...(control.reasons.length === 0
      ? []
      : [bullets(control.reasons.map(({ code, basis, message }) => `${message} (${code}, ${basis})`))]),
    ...(best === undefined
      ? []
      : [
          'The path that goes furthest:',
          mdTable(
            ['link', 'state', 'resource'],
            best.links.map(({ kind, state, resource }) => [
              LINK_WORDS[kind],
              state === 'holds' ? state : `**${state}**`,
              md(resource?.name ?? ''),
            ]),
          ),
        ]),
    ...(missed.length === 0
      ? []
      : [
          'Events that nobody is shown to be told about:',
          mdTable(
            ['event', 'state', 'lost at', 'condition'],
            missed.map(({ id, state, lostAt, condition }) => [md(id), state, LINK_WORDS[lostAt], md(condition)]),
          ),
        ]),
    ...(witness === null ? [] : ['For instance this one:', mdBlock('json', recordText(inReadingOrder(witness)))]),
    ...(remediation === null ? [] : [md(remediation.summary)]),
    ...(remediation?.script == null ? [] : [mdBlock('sh', remediation.script)]),
    md(`Evidence: ${control.evidence.map(callName).join('; ') || 'none'}.`),
  ];
}

function accountBlocks(account: AccountSummary): readonly string[] {
  const unanswered = account.calls.filter((call) => !call.answered);
  return [
    bullets([
      `Account ${account.id}, read as ${account.caller} from ${account.startedAt} to ${account.endedAt}`,
      `Snapshot SHA-256 ${account.digest}`,
      `${account.regions.read.length} of ${account.regions.asked.length} regions read, ${account.calls.length} calls, ${unanswered.length} without an answer`,
    ]),
    ...(unanswered.length === 0
      ? []
      : [
          mdTable(
            ['call without an answer', 'outcome', 'error'],
            unanswered.map((call) => [
              md(callName(call)),
              call.outcome,
              md(call.error === null ? '' : `${call.error.name}: ${call.error.message}`),
            ]),
          ),
        ]),
  ];
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${md(line)}`).join('\n');
}
