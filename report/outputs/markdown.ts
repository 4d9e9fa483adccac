import { fill, type Locale, localeOf } from '../language/locale.js';
import type { AccountSummary, ControlResult, EvidenceRef, Outcome, Report } from '../model.js';
import { overlay, waiverText } from './common/explanation.js';
import { type Judgement, judgements, nameOf } from './common/judgements.js';
import { md, mdBlock, mdTable } from './common/markdown-text.js';
import { inReadingOrder, recordText } from './html/record.js';

/** What is told in full, and in this order; a pass is told by its line in the table. */
const TOLD: readonly Outcome[] = ['fail', 'not-assessed', 'manual', 'not-applicable'];

/** The report as Markdown with tables, as GitHub and GitLab read it: for a pull request, a wiki, an issue. */
export function renderMarkdown(report: Report): string {
  const locale = localeOf(report.language);
  const words = locale.markdown;
  const { outcomes } = locale;
  const blocks = [
    `# ${md(fill(words.title, { benchmark: nameOf(report.benchmark) }))}`,
    ...engagementBlocks(report, locale),
    mdTable(
      [
        words.version,
        outcomes.pass,
        outcomes.fail,
        outcomes['not-assessed'],
        outcomes['not-applicable'],
        outcomes.manual,
        words.controls,
      ],
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
    ...judgements(report).flatMap((judgement) => judgementBlocks(report, locale, judgement)),
    `## ${words.evidenceHeading}`,
    ...report.accounts.flatMap((account) => accountBlocks(locale, account)),
    md(
      fill(words.foot, {
        tool: `${report.tool.name} ${report.tool.version}`,
        time: report.generatedAt,
        lens: report.lens,
      }),
    ),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function engagementBlocks({ engagement, language }: Report, locale: Locale): readonly string[] {
  if (engagement === undefined) return [];
  const words = locale.markdown;
  const facts = [
    [words.client, engagement.client],
    [words.auditor, engagement.auditor],
    [words.classification, engagement.classification],
    [words.report, engagement.reportId],
    [words.reportVersion, engagement.reportVersion],
    [words.scope, engagement.scope],
  ] as const;
  const lines = facts.flatMap(([line, value]) => (value === null ? [] : [fill(line, { value })]));
  const waivers = engagement.waivers.map((waiver) => [
    md(locale.engagement.states[waiver.state]),
    md(waiver.control),
    md(waiver.account ?? words.everyAccount),
    md(waiverText(waiver, language)),
  ]);
  const heads = [words.state, words.control, words.account, words.waiverHead];
  return [
    ...(lines.length === 0 ? [] : [bullets(lines)]),
    ...(waivers.length === 0 ? [] : [`## ${words.waivers}`, mdTable(heads, waivers)]),
  ];
}

function judgementBlocks(
  report: Report,
  locale: Locale,
  { account, benchmark, controls }: Judgement,
): readonly string[] {
  const words = locale.markdown;
  const who = account.alias === null ? account.id : `${account.id} (${account.alias})`;
  const told = TOLD.flatMap((outcome) => controls.filter((control) => control.outcome === outcome));
  return [
    `## ${md(fill(words.judgement, { account: who, benchmark: nameOf(benchmark) }))}`,
    mdTable(
      [words.control, '', words.level, words.outcome, ''],
      controls.map((control) => [
        md(control.id),
        md(control.shortTitle),
        String(control.level),
        outcomeCell(locale, control),
        md(control.headline),
      ]),
    ),
    ...told.flatMap((control) => controlBlocks(report, locale, control)),
  ];
}

function outcomeCell({ outcomes, markdown }: Locale, { outcome, waiver }: ControlResult): string {
  const shown = outcome === 'pass' ? outcomes[outcome] : `**${outcomes[outcome]}**`;
  return waiver === undefined ? shown : fill(markdown.waived, { outcome: shown });
}

function controlBlocks({ language }: Report, locale: Locale, control: ControlResult): readonly string[] {
  const words = locale.markdown;
  const missed = control.coverage?.missed ?? [];
  const [best] = control.chains;
  const witness = missed.find((event) => event.witness !== null)?.witness ?? null;
  const { remediation } = control;
  const laid = overlay(control, language);
  const calls = control.evidence.map((ref) => callText(locale, ref)).join('; ') || words.noEvidence;
  return [
    `### ${md(fill(words.heading, { control: `${control.id} ${control.shortTitle}`, outcome: locale.outcomes[control.outcome] }))}`,
    md(control.headline),
    ...(laid.length === 0 ? [] : [bullets(laid)]),
    md(control.rationale),
    ...(control.reasons.length === 0
      ? []
      : [
          bullets(
            control.reasons.map((reason) =>
              fill(words.reason, { message: reason.message, code: reason.code, basis: reason.basis }),
            ),
          ),
        ]),
    ...(best === undefined
      ? []
      : [
          words.bestPath,
          mdTable(
            [words.link, words.state, words.resource],
            best.links.map(({ kind, state, resource }) => [
              locale.linksInSentence[kind],
              state === 'holds' ? locale.states[state] : `**${locale.states[state]}**`,
              md(resource?.name ?? ''),
            ]),
          ),
        ]),
    ...(missed.length === 0
      ? []
      : [
          words.missed,
          mdTable(
            [words.event, words.state, words.lostAt, words.condition],
            missed.map(({ id, state, lostAt, condition }) => [
              md(id),
              words.missedStates[state],
              locale.linksInSentence[lostAt],
              md(condition),
            ]),
          ),
        ]),
    ...(witness === null ? [] : [words.witness, mdBlock('json', recordText(inReadingOrder(witness)))]),
    ...(remediation === null ? [] : [md(remediation.summary)]),
    ...(remediation?.script == null ? [] : [mdBlock('sh', remediation.script)]),
    md(fill(words.evidence, { calls })),
  ];
}

function accountBlocks(locale: Locale, account: AccountSummary): readonly string[] {
  const words = locale.markdown;
  const unanswered = account.calls.filter((call) => !call.answered);
  return [
    bullets([
      fill(words.readAs, {
        account: account.id,
        caller: account.caller,
        start: account.startedAt,
        end: account.endedAt,
      }),
      fill(words.digest, { digest: account.digest }),
      fill(words.coverage, {
        read: account.regions.read.length,
        asked: account.regions.asked.length,
        calls: account.calls.length,
        unanswered: unanswered.length,
      }),
    ]),
    ...(unanswered.length === 0
      ? []
      : [
          mdTable(
            [words.unanswered, words.outcome, words.error],
            unanswered.map((call) => [
              md(callText(locale, call)),
              call.outcome,
              md(call.error === null ? '' : `${call.error.name}: ${call.error.message}`),
            ]),
          ),
        ]),
  ];
}

function callText({ markdown }: Locale, { index, operation, region }: Omit<EvidenceRef, 'account'>): string {
  return fill(markdown.call, { number: index, operation, region });
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${md(line)}`).join('\n');
}
