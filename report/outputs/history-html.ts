import type { History } from '../compare/history.js';
import { historyPageView } from './history/history-view.js';
import { pageTemplate } from './html/handlebars-page.js';
import type { HtmlOptions } from './html.js';

/** The history as one self-contained HTML page, in the design of the report; the PDF is printed from it. */
export function renderHistoryHtml(history: History, options: HtmlOptions = {}): string {
  return pageTemplate('history-page')(
    historyPageView(history, options.lang ?? history.language, options.paper ?? 'A4'),
  );
}
