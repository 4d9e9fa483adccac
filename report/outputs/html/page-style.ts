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

/** The part of the stylesheet that depends on the report: paper, running head and foot. Their look is in print.css. */
export function pageStyle(paper: Paper, texts: RunningTexts): string {
  const text = (plain: string) => cssString(cut(visible(plain), 56));
  const counters = texts.page
    .split(/(\{pages?\})/)
    .filter((part) => part !== '')
    .map((part) => (part === '{page}' ? 'counter(page)' : part === '{pages}' ? 'counter(pages)' : cssString(part)))
    .join(' ');
  return [
    `:root{--page-height:${HEIGHTS[paper]}}`,
    `@page{size:${paper};`,
    `@top-left{content:${text(texts.topLeft)}}`,
    `@top-right{content:${text(texts.topRight)}}`,
    `@bottom-left{content:${text(texts.bottomLeft)}}`,
    `@bottom-right{content:${counters}}}`,
    '@page cover{@top-left{content:none}@top-right{content:none}@bottom-left{content:none}@bottom-right{content:none}}',
  ].join('');
}
