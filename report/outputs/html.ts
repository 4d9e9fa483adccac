import type { Report } from '../model.js';
import { pageTemplate } from './html/handlebars-page.js';
import type { Lang } from './html/locale.js';
import type { Paper } from './html/page-style.js';
import { pageView } from './html/page-view.js';

export { SENTINEL_ID } from './html/frame.js';
export { LANGS, type Lang } from './html/locale.js';
export type { Paper } from './html/page-style.js';

export interface HtmlOptions {
  /** English when not given. */
  readonly lang?: Lang;
  /** The paper it prints on; A4 when not given. On a screen it makes no difference. */
  readonly paper?: Paper;
}

/**
 * The report as one self-contained HTML page: fonts and styles inside, no script, nothing fetched. The same page is
 * what the PDF is printed from.
 */
export function renderHtml(report: Report, options: HtmlOptions = {}): string {
  return pageTemplate('page')(pageView(report, options.lang ?? 'en', options.paper ?? 'A4'));
}
