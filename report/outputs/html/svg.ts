// The pictures: pure functions from plain data to inline SVG. Colours come from the stylesheet by class, so that the
// same picture serves light, dark and print; shape carries the meaning without colour.
import type { LinkKind, LinkState, Outcome } from '../../model.js';
import { escapeHtml, Markup } from './markup.js';
import { cut } from './text.js';

/** One node of the picture; all texts are plain, unseen characters already made visible. */
export interface DrawnLink {
  readonly kind: LinkKind;
  readonly state: LinkState;
  readonly label: string;
  readonly name: string;
  /** A few words under a link that is not in order, or empty. */
  readonly remark: string;
  /** The label and the remark on one line. */
  readonly heading: string;
}

const MARKS = {
  pass: '<path d="M2 6.5 5 9.5 10.2 3"/>',
  fail: '<path d="m2.5 2.5 7 7m0-7-7 7"/>',
  'not-assessed': '<circle cx="6" cy="6" r="4.4" stroke-dasharray="2 1.6"/>',
  'not-applicable': '<path d="M2.2 6h7.6"/>',
  manual: '<circle cx="6" cy="6" r="4.4"/>',
} as const satisfies Record<Outcome, string>;

/** The sign of an outcome. It always stands beside the outcome in words, so it has no text of its own. */
export function outcomeMark(outcome: Outcome): Markup {
  return new Markup(`<svg class="mark" viewBox="0 0 12 12" aria-hidden="true">${MARKS[outcome]}</svg>`);
}

/** The sign of an outcome where it stands alone; `label` is what a screen reader says. */
export function outcomePicture(outcome: Outcome, label: string): Markup {
  return new Markup(
    `<svg class="mark" viewBox="0 0 12 12" role="img" aria-label="${escapeHtml(label)}">${MARKS[outcome]}</svg>`,
  );
}

const SQUARES = {
  holds: '<rect class="holds" width="10" height="10" rx="1.5"/>',
  broken: '<rect class="broken" x=".8" y=".8" width="8.4" height="8.4" rx="1"/>',
  partial:
    '<rect class="broken" x=".8" y=".8" width="8.4" height="8.4" rx="1"/><path class="part" d="M.8 9.2V.8l8.4 8.4z"/>',
  unseen:
    '<rect class="ground" width="10" height="10" rx="1.5"/><path class="hatch" d="M0 3 3 0M0 6.5 6.5 0M0 10 10 0M3.5 10 10 3.5M7 10l3-3"/>',
  'not-reached': '<rect class="not-reached" width="10" height="10" rx="1.5"/>',
} as const satisfies Record<LinkState, string>;

/** The path as small squares, one per link; `label` is what a screen reader says. */
export function miniPath(states: readonly LinkState[], label: string): Markup {
  const squares = states.map((state, index) => `<g transform="translate(${index * 12})">${SQUARES[state]}</g>`);
  const width = Math.max(states.length * 12 - 2, 10);
  return new Markup(
    `<svg class="mini" viewBox="0 0 ${width} 10" width="${width}" height="10" role="img" aria-label="${escapeHtml(label)}">${squares.join('')}</svg>`,
  );
}

/** One square, for the legend, where the word stands beside it. */
export function legendSquare(state: LinkState): Markup {
  return new Markup(
    `<svg class="mini" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">${SQUARES[state]}</svg>`,
  );
}

const RADIUS = 13;

function node(state: LinkState): string {
  switch (state) {
    case 'holds':
      return `<circle class="holds" r="${RADIUS}"/><path class="tick" d="m-5.4.4 3.9 4L5.6-4.2"/>`;
    case 'broken':
    case 'partial':
      return `<circle class="broken" r="${RADIUS}"/><path class="cross" d="m-4.6-4.6 9.2 9.2m0-9.2-9.2 9.2"/>`;
    case 'unseen':
      return `<circle class="unseen" r="${RADIUS}" stroke-dasharray="4.6 3.4"/><path class="query" d="M0 4.9v.6M-3.6-3c0-4.6 7.2-4.4 7.2-.4C3.6-.9 0-.6 0 2.4"/>`;
    case 'not-reached':
      return `<circle class="not-reached" r="${RADIUS}"/>`;
  }
}

/** Breaks plain text into at most `rows` rows of `columns` columns, preferring to break after a separator. */
export function rowsOf(text: string, columns: number, rows: number): readonly string[] {
  const broken: string[] = [];
  let rest = Array.from(cut(text, columns * rows));
  while (rest.length > 0 && broken.length < rows) {
    let width = 0;
    let fits = 0;
    while (fits < rest.length) {
      width += columnsOf(rest[fits] ?? '');
      if (width > columns) break;
      fits += 1;
    }
    if (fits < rest.length && broken.length + 1 < rows) {
      const separator = rest.slice(0, fits).findLastIndex((character) => /[-/_.:@ ]/.test(character));
      if (separator >= fits / 3 && rest.length - separator - 1 <= columns * (rows - broken.length - 1))
        fits = separator + 1;
    } else if (fits < rest.length) {
      rest = [...rest.slice(0, Math.max(fits - 1, 0)), '\u2026'];
      fits = rest.length;
    }
    broken.push(rest.slice(0, Math.max(fits, 1)).join('').trim());
    rest = rest.slice(Math.max(fits, 1));
  }
  return broken;
}

/** East Asian characters take two columns of a monospaced row. */
function columnsOf(character: string): number {
  return /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\uFF01-\uFF60\p{Emoji_Presentation}]/u.test(
    character,
  )
    ? 2
    : 1;
}

function texts(
  rows: readonly string[],
  className: string,
  x: number,
  y: number,
  leading: number,
  anchor: string,
): string {
  return rows
    .map(
      (row, index) =>
        `<text class="${className}" x="${x}" y="${y + index * leading}"${anchor}>${escapeHtml(row)}</text>`,
    )
    .join('');
}

function svg(className: string, width: number, height: number, label: string, body: string): string {
  return `<svg class="chain ${className}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(label)}">${body}</svg>`;
}

const COLUMN = 100;

/** The chain side by side, for paper and wide screens. */
function wide(links: readonly DrawnLink[], label: string): string {
  const y = RADIUS + 2;
  const labels = links.map((link) => rowsOf(link.label, 16, 2));
  const names = links.map((link) => rowsOf(link.name, 15, 2));
  const namesAt = y + 31 + Math.max(1, ...labels.map((rows) => rows.length)) * 14;
  const remarkAt = namesAt + 1 + Math.max(1, ...names.map((rows) => rows.length)) * 12;
  const height = links.some((link) => link.remark !== '') ? remarkAt + 4 : remarkAt - 11;
  const body = links.map((link, index) => {
    const x = COLUMN / 2 + index * COLUMN;
    const remark = rowsOf(link.remark, 24, 1);
    const line =
      index === 0 ? '' : `<path class="line ${link.state}" d="M${x - COLUMN + RADIUS + 1} ${y}H${x - RADIUS - 1}"/>`;
    return `${line}<g transform="translate(${x} ${y})">${node(link.state)}</g>${texts(labels[index] ?? [], `label ${link.state}`, x, y + 31, 14, ' text-anchor="middle"')}${texts(names[index] ?? [], 'name', x, namesAt, 12, ' text-anchor="middle"')}${texts(remark, `remark ${link.state}`, x, remarkAt, 0, ' text-anchor="middle"')}`;
  });
  return svg('wide', links.length * COLUMN, height, label, body.join(''));
}

const ROW = 52;

/** The chain from top to bottom, for narrow screens. */
function tall(links: readonly DrawnLink[], label: string): string {
  const x = RADIUS + 2;
  const body = links.map((link, index) => {
    const y = RADIUS + 2 + index * ROW;
    const line =
      index === 0 ? '' : `<path class="line ${link.state}" d="M${x} ${y - ROW + RADIUS + 1}V${y - RADIUS - 1}"/>`;
    return `${line}<g transform="translate(${x} ${y})">${node(link.state)}</g>${texts(rowsOf(link.heading, 44, 1), `label ${link.state}`, x + 26, y - 1, 0, '')}${texts(rowsOf(link.name, 40, 1), 'name', x + 26, y + 14, 0, '')}`;
  });
  return svg('tall', 320, links.length * ROW - ROW + 2 * RADIUS + 6, label, body.join(''));
}

/** The drawn chain in both forms; the stylesheet shows one. Names are cut to fit: the full ones stand in the text. */
export function chainPicture(links: readonly DrawnLink[], label: string): Markup {
  return new Markup(wide(links, label) + tall(links, label));
}
