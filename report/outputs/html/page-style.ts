import { contrast, isColour, lightened, TEXT_CONTRAST } from '../../engagement/colour.js';
import { cssString } from './markup.js';
import { cut, visible } from './text.js';

export type Paper = 'A4' | 'Letter';

const HEIGHTS = { A4: '297mm', Letter: '279.4mm' } as const satisfies Record<Paper, string>;

/** Texts of the margin boxes, plain; the page's place holds `{page}` and `{pages}`. */
export interface RunningTexts {
  readonly topLeft: string;
  readonly topRight: string;
  readonly bottomLeft: string;
  readonly page: string;
}

/** The house's own colours, as `#rrggbb`. */
export interface Colours {
  readonly house: string | null;
  readonly accent: string | null;
}

/** `--paper` of tokens.css where the reader wants it dark. */
const DARK_PAPER = '#10171e';

/** What a dark page needs of each: links are text, the band is seen only. */
const ON_DARK = { house: 3, accent: TEXT_CONTRAST } as const satisfies Record<keyof Colours, number>;

/** On paper and on a light screen the colours as given; on a dark one lighter, until they stand out as much. */
function colourRules(colours: Colours): string {
  const given = (['house', 'accent'] as const).flatMap((name) => {
    const colour = colours[name];
    // A report may come from elsewhere than our own reader.
    const fit = colour !== null && isColour(colour) && contrast(colour, '#ffffff') >= TEXT_CONTRAST;
    return fit ? [{ name, colour: colour.toLowerCase() }] : [];
  });
  if (given.length === 0) return '';
  const light = given.map(({ name, colour }) => `--${name}:${colour}`).join(';');
  const dark = given.map(({ name, colour }) => `--${name}:${lightened(colour, DARK_PAPER, ON_DARK[name])}`).join(';');
  return `:root{${light}}@media screen and (prefers-color-scheme:dark){:root{${dark}}}`;
}

/**
 * The part of the stylesheet that depends on the report: paper, running head and foot, the house's colours. The look of
 * head and foot is in print.css.
 */
export function pageStyle(paper: Paper, texts: RunningTexts, colours: Colours = { house: null, accent: null }): string {
  const text = (plain: string, length: number) => cssString(cut(visible(plain), length));
  const counters = texts.page
    .split(/(\{pages?\})/)
    .filter((part) => part !== '')
    .map((part) => (part === '{page}' ? 'counter(page)' : part === '{pages}' ? 'counter(pages)' : cssString(part)))
    .join(' ');
  return [
    colourRules(colours),
    `:root{--page-height:${HEIGHTS[paper]}}`,
    `@page{size:${paper};`,
    `@top-left{content:${text(texts.topLeft, 64)}}`,
    `@top-right{content:${text(texts.topRight, 36)}}`,
    `@bottom-left{content:${text(texts.bottomLeft, 56)}}`,
    `@bottom-right{content:${counters}}}`,
    '@page cover{@top-left{content:none}@top-right{content:none}@bottom-left{content:none}@bottom-right{content:none}}',
  ].join('');
}
