import Handlebars from 'handlebars/runtime.js';
import { templates } from '../../templates/compiled/templates.js';
import type { Report } from '../model.js';
import type { Lang } from './html/locale.js';
import type { Paper } from './html/page-style.js';
import { pageView } from './html/page-view.js';
import type { PageView } from './html/view-model.js';

export { LANGS, type Lang } from './html/locale.js';
export type { Paper } from './html/page-style.js';
export { SENTINEL_ID } from './html/page-view.js';

export interface HtmlOptions {
  /** English when not given. */
  readonly lang?: Lang;
  /** The paper it prints on; A4 when not given. On a screen it makes no difference. */
  readonly paper?: Paper;
}

function pageTemplate(): (view: PageView) => string {
  const instance = Handlebars.create();
  const { page, ...partials } = templates;
  for (const [name, partial] of Object.entries(partials)) instance.registerPartial(name, instance.template(partial));
  return instance.template(page);
}

let compiled: ((view: PageView) => string) | null = null;

/**
 * The report as one self-contained HTML page: fonts and styles inside, no script, nothing fetched. The same page is
 * what the PDF is printed from.
 */
export function renderHtml(report: Report, options: HtmlOptions = {}): string {
  compiled ??= pageTemplate();
  return compiled(pageView(report, options.lang ?? 'en', options.paper ?? 'A4'));
}
