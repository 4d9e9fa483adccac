import { createHash } from 'node:crypto';
import { script, scriptHash, stylesheet, stylesheetHash } from '../../../templates/compiled/templates.js';
import type { Lang, Locale } from '../../language/locale.js';
import { Markup } from './markup.js';
import { type Colours, type Paper, pageStyle, type RunningTexts } from './page-style.js';
import type { FrameView } from './view-model.js';

/** The last element of every document: who prints it looks for this id to know that the whole document is there. */
export const SENTINEL_ID = 'end-of-report';

/** What every page of ours has around its content: styles, policy, running head and foot. */
export function frameOf(locale: Locale, lang: Lang, paper: Paper, texts: RunningTexts, colours?: Colours): FrameView {
  const running = pageStyle(paper, texts, colours);
  const runningHash = createHash('sha256').update(running).digest('base64');
  return {
    lang,
    csp: `default-src 'none'; script-src '${scriptHash}'; style-src '${stylesheetHash}' 'sha256-${runningHash}'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'`,
    headTitle: texts.topLeft,
    stylesheet: new Markup(stylesheet),
    pageStyle: new Markup(running),
    script: new Markup(script),
    text: locale,
    sentinel: SENTINEL_ID,
  };
}
