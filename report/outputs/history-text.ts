import type { AccountHistory, ControlHistory, History } from '../compare/history.js';
import { failingNow, oldestOpen } from '../compare/history-book.js';
import { counted, fill, type Locale, localeOf, longDate } from '../language/locale.js';
import type { Outcome } from '../model.js';
import { OUTCOME_MARKS, OUTCOME_STYLES } from './diff-text.js';
import { evidenceGaps, findingState, historyLead, historyName, periodText, stepText } from './history/sentences.js';
import { cell, paragraph, type TextPen, type TextStyle } from './text-pen.js';

/** The history as lines for a terminal: all of one account, or a line for each of several, worst first. */
export function renderHistoryText(history: History, pen: TextPen): readonly string[] {
  const locale = localeOf(history.language);
  const [only, ...more] = history.accounts;
  const repeated = history.summary.repeated;
  return [
    ...paragraph(pen, 0, historyLead(locale, history), 'bold'),
    ...(repeated > 0 ? paragraph(pen, 0, counted(locale, locale.history.repeated, repeated), 'yellow') : []),
    '',
    ...(only !== undefined && more.length === 0
      ? accountText(locale, only, pen)
      : accountLines(locale, history.accounts, pen)),
    '',
    ...paragraph(pen, 0, locale.history.alone, 'dim'),
  ];
}

const BARS = '\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588';
const FIGURE = 15;
const NARROW_FIGURE = 11;
const NARROW = 80;
const COURSE = 24;

function accountLines(locale: Locale, accounts: readonly AccountHistory[], pen: TextPen): readonly string[] {
  const words = locale.history;
  const column = pen.width < NARROW ? NARROW_FIGURE : FIGURE;
  const room = pen.width - 4 * column;
  const name = Math.max(14, Math.min(36, room - COURSE));
  const course = Math.max(0, Math.min(COURSE, room - name));
  const columns = [words.failing, words.openControls, words.oldest, words.count];
  const head = `${cell(pen, words.account, name)}${columns.map((text) => cell(pen, text, column)).join('')}${course >= 10 ? words.course : ''}`;
  return [
    pen.paint('dim', head.trimEnd()),
    ...accounts.map((account) => {
      const failing = failingNow(account);
      const open = account.dates.at(-1)?.outcomes['not-assessed'] ?? 0;
      const oldest = oldestOpen(account);
      return [
        `${cell(pen, historyName(account), name - 1)} `,
        pen.paint(failing > 0 ? 'red' : 'green', cell(pen, String(failing), column)),
        pen.paint(open > 0 ? 'yellow' : 'dim', cell(pen, String(open), column)),
        cell(pen, oldest === null ? words.none : String(oldest), column),
        cell(pen, String(account.dates.length), column),
        courseOf(account, course),
      ]
        .join('')
        .trimEnd();
    }),
  ];
}

/** How many controls failed, snapshot by snapshot, as bars; the latest that there is room for. */
function courseOf({ dates, controls }: AccountHistory, width: number): string {
  if (width === 0) return '';
  return dates
    .slice(-width)
    .map(({ outcomes }) => {
      const share = controls.length === 0 ? 0 : outcomes.fail / controls.length;
      return outcomes.fail === 0
        ? '\u00b7'
        : (BARS[Math.min(BARS.length - 1, Math.ceil(share * BARS.length) - 1)] ?? '');
    })
    .join('');
}

function accountText(locale: Locale, account: AccountHistory, pen: TextPen): readonly string[] {
  const words = locale.history;
  const heading = (text: string): readonly string[] => ['', ...paragraph(pen, 0, text, 'bold')];
  const gaps = evidenceGaps(locale, account);
  return [
    ...paragraph(pen, 0, historyName(account), 'bold'),
    ...paragraph(pen, 0, periodText(locale, account), 'dim'),
    ...heading(words.heatHeading),
    ...heatMap(locale, account, pen),
    ...heading(words.findingsHeading),
    ...findings(locale, account, pen),
    ...heading(words.evidenceHeading),
    ...(gaps.length === 0
      ? paragraph(pen, 2, words.evidenceWhole, 'dim')
      : gaps.flatMap((gap) => paragraph(pen, 2, gap))),
    ...heading(words.timelineHeading),
    ...timeline(locale, account, pen),
  ];
}

const NUMBER = 6;
const TITLE = 46;

/** A row for each control, a mark for each date; where there are more dates than columns, the latest. */
function heatMap(locale: Locale, { controls, dates }: AccountHistory, pen: TextPen): readonly string[] {
  const words = locale.history;
  const title = Math.max(12, Math.min(TITLE, Math.floor(pen.width / 2) - NUMBER));
  const room = pen.width - 2 - NUMBER - title;
  const step = dates.length * 2 <= room ? 2 : 1;
  const shown = Math.min(dates.length, Math.floor(room / step));
  const hidden = dates.length - shown;
  const from = longDate(locale, dates[hidden]?.startedAt ?? '');
  const to = longDate(locale, dates.at(-1)?.startedAt ?? '');
  const mark = (outcome: Outcome): string =>
    pen.paint(OUTCOME_STYLES[outcome], OUTCOME_MARKS[outcome]) + ' '.repeat(step - 1);
  return [
    ...controls.map(({ id, title: text, outcomes }) =>
      `  ${cell(pen, id, NUMBER)}${cell(pen, text, title)}${outcomes.slice(hidden).map(mark).join('')}`.trimEnd(),
    ),
    ...paragraph(pen, 2, fill(words.heatLegend, { first: from, last: to }), 'dim'),
    ...(hidden > 0 ? paragraph(pen, 2, counted(locale, words.heatCut, hidden), 'dim') : []),
  ];
}

function findings(locale: Locale, { controls }: AccountHistory, pen: TextPen): readonly string[] {
  const words = locale.history;
  const rows = controls.flatMap((control) => control.findings.map((finding) => ({ control, finding })));
  if (rows.length === 0) return paragraph(pen, 2, words.noFindings, 'dim');
  return rows.flatMap(({ control, finding }) => {
    const style: TextStyle = finding.closed === null ? 'red' : 'green';
    const state = fill(locale.labelled, { label: controlName(control), text: findingState(locale, finding) });
    const first = longDate(locale, finding.firstSeen);
    const last = longDate(locale, finding.lastSeen);
    return [...paragraph(pen, 2, state, style), ...paragraph(pen, 2 + NUMBER, fill(words.seen, { first, last }))];
  });
}

function controlName({ id, title }: ControlHistory): string {
  return `${id.padEnd(NUMBER)}${title}`.replace(/ {2,}/, ' ');
}

const STEP_STYLES: Readonly<Record<string, TextStyle>> = { regressed: 'red', fixed: 'green', changed: 'yellow' };

function timeline(locale: Locale, account: AccountHistory, pen: TextPen): readonly string[] {
  if (account.steps.length === 0) return paragraph(pen, 2, locale.history.noSteps, 'dim');
  return account.steps.flatMap((step) => {
    const { date, controls, others } = stepText(locale, account, step);
    return [
      ...paragraph(pen, 2, date, 'bold'),
      ...controls.flatMap(({ kind, text, lines }) => [
        ...paragraph(pen, 4, text, STEP_STYLES[kind] ?? null),
        ...lines.flatMap((line) => paragraph(pen, 6, line)),
      ]),
      ...others.flatMap((text) => paragraph(pen, 4, text)),
    ];
  });
}
