import type { AccountDiff, Diff, ResourceChange } from '../compare/diff.js';
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
import { counted, dateAndTime, type Lang, type Locale, localeOf } from './html/locale.js';

const RESOURCE_MARKS = { added: '+', removed: '\u2212', changed: '~' } as const satisfies Record<
  ResourceChange['change'],
  string
>;

/** The comparison as Markdown with tables, fit for the comment of a pull request: what matters first, the rest folded. */
export function renderDiffMarkdown(diff: Diff, lang: Lang = 'en'): string {
  const locale = localeOf(lang);
  const blocks = [
    `# ${md(locale.diff.title)}`,
    `**${md(leadOf(locale, diff))}**`,
    ...list(diff.notes.map((note) => noteText(locale, note))),
    ...diff.accounts.flatMap((account) => accountBlocks(locale, account, diff)),
    md(`${diff.tool.name} ${diff.tool.version}, ${diff.generatedAt}`),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function accountBlocks(locale: Locale, account: AccountDiff, { benchmark }: Diff): readonly string[] {
  const words = locale.diff;
  const changed = changedControls(account);
  const unchanged = account.controls.length - changed.length;
  const times = `${dateAndTime(locale, account.before.startedAt)} ${words.arrow} ${dateAndTime(locale, account.after.startedAt)}`;
  return [
    `## ${md(accountName(account))}`,
    `${md(times)}  \n${md(`${benchmark.name} ${benchmark.after}`)}`,
    ...list(account.notes.map((note) => noteText(locale, note))),
    `### ${md(words.outcomes)}`,
    ...(changed.length === 0 ? [] : [controlTable(locale, changed)]),
    ...(unchanged > 0 ? [md(counted(locale, words.unchanged, unchanged))] : []),
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

function controlTable(locale: Locale, controls: AccountDiff['controls']): string {
  const words = locale.diff;
  return mdTable(
    ['', words.control, words.before, words.after, ''].map(md),
    controls.map((control) => [
      md(control.id),
      [`**${md(control.title)}**`, ...controlLines(locale, control).map(md)].join('<br>'),
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
  return [`- \`${sign}\` ${name}: ${md(locale.diff.resources[resource.change])}`, ...fields].join('\n');
}

export function list(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [lines.map((line) => `- ${md(line)}`).join('\n')];
}

function folded(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return [`<details><summary>${md(title)}</summary>`, ...list(lines), '</details>'];
}
