import type { Report } from '../model.js';
import { renderCsv } from './csv.js';
import { renderHdf } from './hdf.js';
import { renderJson } from './json.js';
import { renderJunit } from './junit.js';
import { renderMarkdown } from './markdown.js';
import { renderOcsf } from './ocsf.js';
import { renderOscal } from './oscal.js';
import { renderSarif } from './sarif.js';

/**
 * How a format is made. `page`: by `renderHtml`, which wants options. `print`: the page, printed by the shell's
 * browser. `data`: by a pure function of the report alone.
 */
export type FormatSpec =
  | { readonly kind: 'page' | 'print'; readonly extension: string }
  | { readonly kind: 'data'; readonly extension: string; readonly render: (report: Report) => string };

/** Every format by its name, in the order in which they are listed and written. */
export const FORMATS = {
  html: { kind: 'page', extension: 'html' },
  pdf: { kind: 'print', extension: 'pdf' },
  json: data('json', renderJson),
  csv: data('csv', renderCsv),
  markdown: data('md', renderMarkdown),
  sarif: data('sarif', renderSarif),
  junit: data('junit.xml', renderJunit),
  ocsf: data('ocsf.json', renderOcsf),
  oscal: data('oscal.json', renderOscal),
  hdf: data('hdf.json', renderHdf),
} satisfies Record<string, FormatSpec>;

export type Format = keyof typeof FORMATS;

export const FORMAT_NAMES: readonly Format[] = Object.keys(FORMATS).filter(isFormat);

export function isFormat(name: string): name is Format {
  return Object.hasOwn(FORMATS, name);
}

function data(extension: string, render: (report: Report) => string) {
  return { kind: 'data', extension, render } as const;
}
