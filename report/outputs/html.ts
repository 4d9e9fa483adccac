import type { Lang } from '../language/locale.js';
import type { Report } from '../model.js';
import { pageTemplate } from './html/handlebars-page.js';
import type { Paper } from './html/page-style.js';
import { type OwnDocuments, pageView } from './html/page-view.js';

export { LANGS, type Lang } from '../language/locale.js';
export { SENTINEL_ID } from './html/frame.js';
export type { Paper } from './html/page-style.js';
export type { OwnDocuments } from './html/page-view.js';

export interface HtmlOptions {
  /** The report's own when not given. */
  readonly lang?: Lang;
  /** The paper it prints on; A4 when not given. On a screen it makes no difference. */
  readonly paper?: Paper;
  /**
   * Of several accounts each has a document of its own beside the page: it has a chapter for each when not given. For
   * print they are `named`, because a link to a file would lead nowhere there.
   */
  readonly ownDocuments?: OwnDocuments;
}

/**
 * The report as one self-contained HTML page: fonts, styles and one script inside, nothing fetched. The same page is
 * what the PDF is printed from.
 */
export function renderHtml(report: Report, options: HtmlOptions = {}): string {
  const { lang = report.language, paper = 'A4', ownDocuments } = options;
  return pageTemplate('page')(pageView(report, lang, paper, ownDocuments));
}
