import type { Diff } from '../compare/diff.js';
import { diffPageView } from './diff/diff-view.js';
import { pageTemplate } from './html/handlebars-page.js';
import type { HtmlOptions } from './html.js';

/** The comparison as one self-contained HTML page, in the design of the report; the PDF is printed from it. */
export function renderDiffHtml(diff: Diff, options: HtmlOptions = {}): string {
  return pageTemplate('diff-page')(diffPageView(diff, options.lang ?? diff.language, options.paper ?? 'A4'));
}
