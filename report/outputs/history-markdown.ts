import type { AccountHistory, History } from '../compare/history.js';
import { failingNow, oldestOpen } from '../compare/history-book.js';
import { md, mdTable } from './common/markdown-text.js';
import { list } from './diff-markdown.js';
import { OUTCOME_MARKS } from './diff-text.js';
import { evidenceGaps, findingState, historyLead, historyName, periodText, stepText } from './history/sentences.js';
import { counted, type Lang, type Locale, localeOf, longDate } from './html/locale.js';

/** More dates than these make no table that anybody reads. */
const MOST_DATES = 26;

/** The history as Markdown: all of one account, or a line for each of several, worst first. */
export function renderHistoryMarkdown(history: History, lang: Lang = 'en'): string {
  const locale = localeOf(lang);
  const words = locale.history;
  const [only, ...more] = history.accounts;
  const blocks = [
    `# ${md(words.title)}`,
    `**${md(historyLead(locale, history))}**`,
    ...(history.summary.repeated > 0 ? [md(counted(locale, words.repeated, history.summary.repeated))] : []),
    ...(only !== undefined && more.length === 0
      ? accountBlocks(locale, only)
      : [accountTable(locale, history.accounts)]),
    md(words.alone),
    md(`${history.tool.name} ${history.tool.version}, ${history.generatedAt}`),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function accountTable(locale: Locale, accounts: readonly AccountHistory[]): string {
  const words = locale.history;
  return mdTable(
    [words.account, words.failing, words.openControls, words.oldest, words.count, words.latest].map(md),
    accounts.map((account) =>
      [
        historyName(account),
        String(failingNow(account)),
        String(account.dates.at(-1)?.outcomes['not-assessed'] ?? 0),
        String(oldestOpen(account) ?? words.none),
        String(account.dates.length),
        longDate(locale, account.dates.at(-1)?.startedAt ?? ''),
      ].map(md),
    ),
  );
}

function accountBlocks(locale: Locale, account: AccountHistory): readonly string[] {
  const words = locale.history;
  const hidden = Math.max(0, account.dates.length - MOST_DATES);
  const dates = account.dates.slice(hidden);
  const findings = account.controls.flatMap((control) => control.findings.map((finding) => ({ control, finding })));
  const gaps = evidenceGaps(locale, account);
  return [
    `## ${md(historyName(account))}`,
    md(periodText(locale, account)),
    `### ${md(words.heatHeading)}`,
    mdTable(
      [locale.diff.control, ...dates.map(({ startedAt }) => startedAt.slice(0, 10))].map(md),
      account.controls.map(({ id, title, outcomes }) => [
        md(`${id} ${title}`),
        ...outcomes.slice(hidden).map((outcome) => OUTCOME_MARKS[outcome]),
      ]),
    ),
    ...(hidden > 0 ? [md(counted(locale, words.heatCut, hidden))] : []),
    `### ${md(words.findingsHeading)}`,
    findings.length === 0
      ? md(words.noFindings)
      : mdTable(
          [locale.diff.control, words.state, words.firstSeen, words.lastSeen].map(md),
          findings.map(({ control, finding }) =>
            [
              `${control.id} ${control.title}`,
              findingState(locale, finding),
              longDate(locale, finding.firstSeen),
              longDate(locale, finding.lastSeen),
            ].map(md),
          ),
        ),
    `### ${md(words.evidenceHeading)}`,
    ...(gaps.length === 0 ? [md(words.evidenceWhole)] : list(gaps)),
    `### ${md(words.timelineHeading)}`,
    ...(account.steps.length === 0
      ? [md(words.noSteps)]
      : [
          account.steps
            .map((step) => {
              const { date, controls, others } = stepText(locale, account, step);
              return [
                `- **${md(date)}**`,
                ...controls.flatMap(({ text, lines }) => [
                  `  - ${md(text)}`,
                  ...lines.map((line) => `    - ${md(line)}`),
                ]),
                ...others.map((line) => `  - ${md(line)}`),
              ].join('\n');
            })
            .join('\n'),
        ]),
  ];
}
