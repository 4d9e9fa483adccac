// Text from outside, written as Markdown (CommonMark with GitHub's tables) that reads as that text and nothing else.
import { visible } from '../html/text.js';
import { visibleLines } from './explanation.js';

/**
 * One line of running text or one cell of a table. What could be markup, an entity, a link by itself or the start of
 * a list is escaped with a backslash.
 */
export function md(text: string): string {
  return visible(text)
    .trim()
    .replace(/[\\`*_{}[\]<>#|~&$]/g, '\\$&')
    .replace(/(https?|ftp|mailto|xmpp):/gi, '$1\\:')
    .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}\\.`)
    .replace(/@/g, '\\@')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
    .replace(/^[-+=:]/, '\\$&');
}

/** A block of code, fenced by more backticks than it holds. */
export function mdBlock(language: string, text: string): string {
  const shown = visibleLines(text.replace(/\n+$/, ''));
  const longest = Math.max(2, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${shown}\n${fence}`;
}

/** A table; cells are Markdown already. */
export function mdTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
