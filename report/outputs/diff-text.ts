import type { AccountDiff, ControlChange, Diff, ResourceChange } from '../compare/diff.js';
import { counted, dateAndTime, type Locale, localeOf } from '../language/locale.js';
import type { Outcome } from '../model.js';
import {
  accountName,
  callText,
  changedControls,
  changeText,
  controlLines,
  fieldLines,
  leadOf,
  noteText,
  outcomeText,
  resourceText,
  unreadText,
} from './diff/sentences.js';
import { cell, paragraph, type TextPen, type TextStyle } from './text-pen.js';

/** The comparison as lines for a terminal. */
export function renderDiffText(diff: Diff, pen: TextPen): readonly string[] {
  const locale = localeOf(diff.language);
  return [
    ...paragraph(pen, 0, leadOf(locale, diff), 'bold'),
    ...diff.notes.flatMap((note) => paragraph(pen, 0, noteText(locale, note), 'yellow')),
    ...diff.accounts.flatMap((account) => ['', ...accountLines(locale, account, pen)]),
  ];
}

/** One account's part; also what `report --since` prints. */
export function accountLines(locale: Locale, account: AccountDiff, pen: TextPen): readonly string[] {
  const words = locale.diff;
  const { before, after } = account;
  const times = `${dateAndTime(locale, before.startedAt)} ${words.arrow} ${dateAndTime(locale, after.startedAt)}`;
  const unchanged = account.controls.filter((one) => one.change === 'unchanged').length;
  const heading = (text: string): readonly string[] => ['', ...paragraph(pen, 0, text, 'bold')];
  return [
    ...paragraph(pen, 0, accountName(account), 'bold'),
    ...paragraph(pen, 0, times, 'dim'),
    ...account.notes.flatMap((note) => paragraph(pen, 0, noteText(locale, note), 'yellow')),
    ...heading(words.outcomes),
    ...changedControls(account).flatMap((control) => controlText(locale, control, pen)),
    ...(unchanged > 0 ? paragraph(pen, 2, counted(locale, words.unchanged, unchanged), 'dim') : []),
    ...heading(words.configuration),
    ...(account.resources.length === 0 ? paragraph(pen, 2, words.noResources, 'dim') : []),
    ...account.resources.flatMap((resource) => resourceLines(locale, resource, pen)),
    ...(account.unread.length > 0 ? heading(words.unreadHeading) : []),
    ...account.unread.flatMap((one) => paragraph(pen, 2, unreadText(locale, one))),
    ...(account.calls.length > 0 ? heading(words.callsHeading) : []),
    ...account.calls.flatMap((call) => paragraph(pen, 2, callText(locale, call))),
  ];
}

const CHANGE_STYLES = {
  regressed: 'red',
  fixed: 'green',
  changed: 'yellow',
  unchanged: 'dim',
} as const satisfies Record<ControlChange['change'], TextStyle>;

export const OUTCOME_STYLES = {
  pass: 'green',
  fail: 'red',
  'not-assessed': 'yellow',
  'not-applicable': 'dim',
  manual: 'dim',
} as const satisfies Record<Outcome, TextStyle>;

/** Shape beside colour: a terminal may have none. */
export const OUTCOME_MARKS = {
  pass: '\u2713',
  fail: '\u2717',
  'not-assessed': '\u25cc',
  'not-applicable': '-',
  manual: '?',
} as const satisfies Record<Outcome, string>;

const NUMBER = 6;
const OUTCOME = 46;

function controlText(locale: Locale, control: ControlChange, pen: TextPen): readonly string[] {
  const outcome = (one: Outcome | null): string =>
    one === null
      ? outcomeText(locale, one)
      : pen.paint(OUTCOME_STYLES[one], `${OUTCOME_MARKS[one]} ${outcomeText(locale, one)}`);
  const change = `${outcome(control.before)} ${locale.diff.arrow} ${outcome(control.after)}  ${pen.paint(CHANGE_STYLES[control.change], changeText(locale, control))}`;
  const room = pen.width - 2 - NUMBER - OUTCOME;
  const lines = controlLines(locale, control).flatMap((line) => paragraph(pen, 2 + NUMBER, line));
  if (room < 24) {
    const title = `${cell(pen, control.id, NUMBER)}${cell(pen, control.title, pen.width - 2 - NUMBER).trimEnd()}`;
    return [`  ${title}`, `${' '.repeat(2 + NUMBER)}${change}`, ...lines];
  }
  return [`  ${cell(pen, control.id, NUMBER)}${cell(pen, control.title, Math.min(room, 48))}${change}`, ...lines];
}

const RESOURCE_MARKS = {
  added: ['+', 'green'],
  removed: ['-', 'red'],
  changed: ['~', 'yellow'],
} as const satisfies Record<ResourceChange['change'], readonly [string, TextStyle]>;

function resourceLines(locale: Locale, resource: ResourceChange, pen: TextPen): readonly string[] {
  const [mark, style] = RESOURCE_MARKS[resource.change];
  const where = resource.region === null || resource.region === resource.name ? '' : ` (${resource.region})`;
  const [first = '', ...rest] = paragraph(pen, 4, `${resourceText(locale, resource)}${where}`);
  const fields = resource.fields.flatMap((field) => [
    ...paragraph(pen, 6, field.path, 'dim'),
    ...fieldLines(locale, field).flatMap((line) => paragraph(pen, 8, line)),
  ]);
  return [`  ${pen.paint(style, mark)} ${first.trimStart()}`, ...rest, ...fields];
}
