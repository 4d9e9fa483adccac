import type { AccountDiff, Diff, ResourceChange } from '../compare/diff.js';
import { counted, dateAndTime, fill, type Locale, localeOf } from '../language/locale.js';
import { firstThatFit, LONGEST_COMMENT, lengthOf } from './common/markdown-fit.js';
import { md, mdTable } from './common/markdown-text.js';
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

const RESOURCE_MARKS = { added: '+', removed: '\u2212', changed: '~' } as const satisfies Record<
  ResourceChange['change'],
  string
>;

/** The comparison as Markdown with tables, fit for the comment of a pull request: what matters first, the rest folded. */
export function renderDiffMarkdown(diff: Diff): string {
  const locale = localeOf(diff.language);
  const notes = diff.notes.map((note) => noteText(locale, note));
  const head = [`# ${md(locale.diff.title)}`, `**${md(leadOf(locale, diff))}**`];
  const foot = [md(`${diff.tool.name} ${diff.tool.version}, ${diff.generatedAt}`)];
  const whole = [
    ...head,
    ...list(notes),
    ...diff.accounts.flatMap((account) => accountBlocks(locale, account, diff, 'all')),
    ...foot,
  ];
  const blocks =
    lengthOf(whole) <= LONGEST_COMMENT
      ? whole
      : [...head, ...shortened(locale, diff, notes, LONGEST_COMMENT - lengthOf([...head, ...foot])), ...foot];
  return `${blocks.join('\n\n')}\n`;
}

type Depth = 'all' | 'controls' | 'outcomes';

/** What there is room for: accounts with regressions first, each as deep as it fits. */
function shortened(locale: Locale, diff: Diff, notes: readonly string[], room: number): readonly string[] {
  const words = locale.diff;
  const regressions = ({ controls }: AccountDiff): number =>
    controls.filter(({ change }) => change === 'regressed').length;
  const accounts = diff.accounts.toSorted((one, other) => regressions(other) - regressions(one));
  const leftOutText = (count: number): string => md(counted(locale, words.leftOut, count));
  const head = [
    md(words.shortened),
    ...list(notes).flatMap((block) => firstThatFit(block.split('\n'), room / 4).join('\n')),
  ];
  let left = room - lengthOf([...head, leftOutText(accounts.length)]);
  const blocks: string[] = [];
  let leftOut = 0;
  for (const account of accounts) {
    const depths = (['all', 'controls', 'outcomes'] as const).map((depth) =>
      accountBlocks(locale, account, diff, depth),
    );
    const fitting = depths.find((candidate) => lengthOf(candidate) <= left);
    if (fitting === undefined) leftOut += 1;
    else {
      blocks.push(...fitting);
      left -= lengthOf(fitting);
    }
  }
  return [...head, ...blocks, ...(leftOut > 0 ? [leftOutText(leftOut)] : [])];
}

function accountBlocks(locale: Locale, account: AccountDiff, { benchmark }: Diff, depth: Depth): readonly string[] {
  const words = locale.diff;
  const changed = changedControls(account);
  const unchanged = account.controls.length - changed.length;
  const times = `${dateAndTime(locale, account.before.startedAt)} ${words.arrow} ${dateAndTime(locale, account.after.startedAt)}`;
  const outcomes = [
    `## ${md(accountName(account))}`,
    `${md(times)}  \n${md(`${benchmark.name} ${benchmark.after}`)}`,
    ...list(account.notes.map((note) => noteText(locale, note))),
    `### ${md(words.outcomes)}`,
    ...(changed.length === 0 ? [] : [controlTable(locale, changed, depth)]),
    ...(unchanged > 0 ? [md(counted(locale, words.unchanged, unchanged))] : []),
  ];
  if (depth !== 'all') return outcomes;
  return [
    ...outcomes,
    `### ${md(words.configuration)}`,
    ...(account.resources.length === 0
      ? [md(words.noResources)]
      : [account.resources.map((one) => resourceItem(locale, one)).join('\n')]),
    ...folded(
      words.unreadHeading,
      account.unread.map((one) => unreadText(locale, one)),
    ),
    ...folded(
      words.callsHeading,
      account.calls.map((call) => callText(locale, call)),
    ),
  ];
}

function controlTable(locale: Locale, controls: AccountDiff['controls'], depth: Depth): string {
  const words = locale.diff;
  return mdTable(
    ['', words.control, words.before, words.after, ''].map(md),
    controls.map((control) => [
      md(control.id),
      [`**${md(control.title)}**`, ...(depth === 'outcomes' ? [] : controlLines(locale, control).map(md))].join('<br>'),
      md(outcomeText(locale, control.before)),
      md(outcomeText(locale, control.after)),
      md(changeText(locale, control)),
    ]),
  );
}

function resourceItem(locale: Locale, resource: ResourceChange): string {
  const where = resource.region === null || resource.region === resource.name ? '' : ` (${md(resource.region)})`;
  const name = `**${md(resourceText(locale, resource))}**${where}`;
  const fields = resource.fields.flatMap((field) => [
    `  - ${md(field.path)}`,
    ...fieldLines(locale, field).map((line) => `    - ${md(line)}`),
  ]);
  const sign = RESOURCE_MARKS[resource.change];
  const line = fill(locale.labelled, { label: name, text: md(locale.diff.resources[resource.change]) });
  return [`- \`${sign}\` ${line}`, ...fields].join('\n');
}

export function list(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [lines.map((line) => `- ${md(line)}`).join('\n')];
}

function folded(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return [`<details><summary>${md(title)}</summary>`, ...list(lines), '</details>'];
}
