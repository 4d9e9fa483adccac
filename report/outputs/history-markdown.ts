import type { AccountHistory, History } from '../compare/history.js';
import { failingNow, oldestOpen } from '../compare/history-book.js';
import { counted, type Locale, localeOf, longDate } from '../language/locale.js';
import { firstThatFit, LONGEST_COMMENT, lastThatFit, lengthOf } from './common/markdown-fit.js';
import { md, mdTable } from './common/markdown-text.js';
import { list } from './diff-markdown.js';
import { OUTCOME_MARKS } from './diff-text.js';
import { evidenceGaps, findingState, historyLead, historyName, periodText, stepText } from './history/sentences.js';

/** More dates than these make no table that anybody reads. */
const MOST_DATES = 26;

/** Of what room there is, the findings and the dates with gaps get these shares at most; the timeline has the rest. */
const SHARES = { findings: 1 / 3, gaps: 1 / 6 };

/** The history as Markdown, fit for a comment: all of one account, or a line for each of several, worst first. */
export function renderHistoryMarkdown(history: History): string {
  const locale = localeOf(history.language);
  const words = locale.history;
  const [only, ...more] = history.accounts;
  const head = [
    `# ${md(words.title)}`,
    `**${md(historyLead(locale, history))}**`,
    ...(history.summary.repeated > 0 ? [md(counted(locale, words.repeated, history.summary.repeated))] : []),
  ];
  const foot = [md(words.alone), md(`${history.tool.name} ${history.tool.version}, ${history.generatedAt}`)];
  const body = (room: number): readonly string[] =>
    only !== undefined && more.length === 0
      ? accountBlocks(locale, only, room)
      : accountTable(locale, history.accounts, room);
  const whole = [...head, ...body(Number.POSITIVE_INFINITY), ...foot];
  const blocks =
    lengthOf(whole) <= LONGEST_COMMENT
      ? whole
      : [...head, ...body(LONGEST_COMMENT - lengthOf([...head, ...foot])), ...foot];
  return `${blocks.join('\n\n')}\n`;
}

function accountTable(locale: Locale, accounts: readonly AccountHistory[], room: number): readonly string[] {
  const words = locale.history;
  const table = mdTable(
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
  const lines = table.split('\n');
  const note = (hidden: number): string => md(counted(locale, locale.diff.leftOut, hidden));
  const shown = firstThatFit(lines, room - note(lines.length).length);
  const hidden = lines.length - shown.length;
  return [shown.join('\n'), ...(hidden > 0 ? [note(hidden)] : [])];
}

function accountBlocks(locale: Locale, account: AccountHistory, room: number): readonly string[] {
  const words = locale.history;
  const hidden = Math.max(0, account.dates.length - MOST_DATES);
  const dates = account.dates.slice(hidden);
  const head = [
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
  ];
  const headings = [words.findingsHeading, words.evidenceHeading, words.timelineHeading].map(
    (text) => `### ${md(text)}`,
  );
  const cutNote = md(words.shortened);
  const left = Math.max(0, room - lengthOf([...head, ...headings, cutNote, cutNote, cutNote]));
  const findings = findingsBlocks(locale, account, left * SHARES.findings, cutNote);
  const gaps = cutList(list(evidenceGaps(locale, account)), left * SHARES.gaps, cutNote) ?? [md(words.evidenceWhole)];
  const steps = account.steps.map((step) => stepItem(locale, account, step));
  const timeline = cutList(steps, left - lengthOf([...findings, ...gaps]), cutNote) ?? [md(words.noSteps)];
  const [findingsHeading = '', evidenceHeading = '', timelineHeading = ''] = headings;
  return [...head, findingsHeading, ...findings, evidenceHeading, ...gaps, timelineHeading, ...timeline];
}

/** Findings by control; where they are too many the open ones, and of the others the latest. */
function findingsBlocks(
  locale: Locale,
  { controls }: AccountHistory,
  room: number,
  cutNote: string,
): readonly string[] {
  const words = locale.history;
  const findings = controls.flatMap((control) => control.findings.map((finding) => ({ control, finding })));
  if (findings.length === 0) return [md(words.noFindings)];
  const tableOf = (some: typeof findings): string =>
    mdTable(
      [locale.diff.control, words.state, words.firstSeen, words.lastSeen].map(md),
      some.map(({ control, finding }) =>
        [
          `${control.id} ${control.title}`,
          findingState(locale, finding),
          longDate(locale, finding.firstSeen),
          longDate(locale, finding.lastSeen),
        ].map(md),
      ),
    );
  const whole = tableOf(findings);
  if (whole.length <= room) return [whole];
  const ended = ({ finding }: (typeof findings)[number]): number => Date.parse(finding.closed ?? '9999-12-31');
  const lines = tableOf(findings.toSorted((one, other) => ended(other) - ended(one))).split('\n');
  return [cutNote, firstThatFit(lines, room).join('\n')];
}

/** The items as one list, the latest that there is room for; null where there are none. */
function cutList(items: readonly string[], room: number, cutNote: string): readonly string[] | null {
  if (items.length === 0) return null;
  const lines = items.flatMap((item) => item.split(/\n(?=- )/));
  const shown = lastThatFit(lines, room);
  return [...(shown.length < lines.length ? [cutNote] : []), ...(shown.length > 0 ? [shown.join('\n')] : [])];
}

function stepItem(locale: Locale, account: AccountHistory, step: AccountHistory['steps'][number]): string {
  const { date, controls, others } = stepText(locale, account, step);
  return [
    `- **${md(date)}**`,
    ...controls.flatMap(({ text, lines }) => [`  - ${md(text)}`, ...lines.map((line) => `    - ${md(line)}`)]),
    ...others.map((line) => `  - ${md(line)}`),
  ].join('\n');
}
