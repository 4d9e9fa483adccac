import { counted, fill, type Lang, localeOf, longDate } from '../../language/locale.js';
import type { Report } from '../../model.js';
import { changesView } from '../diff/diff-account-view.js';
import { documentName } from '../document-name.js';
import { type ChapterPlace, chapterView, lettering, numbering } from './account-view.js';
import { appendicesView, glossaryView } from './back-view.js';
import { contentsView } from './contents-view.js';
import { type Drafting, groupedAccount } from './control-view.js';
import { coverView } from './cover-view.js';
import { decisionsView, documentControlView, reportName } from './engagement-view.js';
import { frameOf } from './frame.js';
import { methodView } from './method-view.js';
import type { Paper } from './page-style.js';
import type { AccountDocument } from './rollup-grid-view.js';
import { changesRollupView, rollupView } from './rollup-view.js';
import { cut, LongTexts, visible } from './text.js';
import { toolbarView } from './toolbar-view.js';
import type { Levels, PageView } from './view-model.js';

const TOP: Levels = { section: 2, item: 3, sub: 4 };
const NESTED: Levels = { section: 3, item: 4, sub: 5 };

function prefixOf(index: number): string {
  return `a${index + 1}-`;
}

/**
 * Each of several accounts has a document of its own, beside the page, which then has no chapters. `linked`: the page
 * leads to their pages. `named`: it only names them.
 */
export type OwnDocuments = 'linked' | 'named';

/** Where each account is told of in full. */
function documentsOf(report: Report, ownDocuments: OwnDocuments | undefined): readonly AccountDocument[] {
  return report.accounts.map((account, index) => {
    if (ownDocuments === undefined) {
      const anchor = `${prefixOf(index)}account`;
      return { name: null, anchor, href: `#${anchor}` };
    }
    const name = documentName({ ...report, accounts: [account] });
    // A name of any other form could lead somewhere else.
    const href = ownDocuments === 'linked' && /^[0-9a-z][0-9a-z.-]*$/i.test(name) ? `${name}.html` : null;
    return { name, anchor: null, href };
  });
}

/** Everything the page shows. Pure: time, version and digests come with the report. */
export function pageView(report: Report, lang: Lang, paper: Paper, ownDocuments?: OwnDocuments): PageView {
  const own = report.controls.filter((control) => control.benchmark === report.benchmark.version);
  const locale = localeOf(lang);
  const drafting: Drafting = { lens: report.lens, locale, long: new LongTexts() };
  const { benchmark } = report;
  const single = report.accounts.length === 1;
  const sections = numbering('', '', TOP);
  const assessed = fill(locale.document.subtitle, {
    benchmark: benchmark.name,
    version: benchmark.version,
    section: benchmark.section,
  });
  const subtitle = report.lens === 'effective' ? assessed : fill(locale.document.byTheBook, { subtitle: assessed });

  const documentControl = documentControlView(drafting, report, sections);
  const overview = single
    ? null
    : rollupView(drafting, { ...report, controls: own }, sections, documentsOf(report, ownDocuments));
  const rolledUp = !single && ownDocuments !== undefined;
  const makeMethod = () => methodView(drafting, report, own, sections(locale.method.heading, 'method'));
  const method = single ? null : makeMethod();
  const chapters = (rolledUp ? [] : report.accounts).map((account, index) => {
    const controls = report.controls.filter((control) => control.account === account.id);
    const versions = report.benchmarks.map((one) => one.version);
    const { changes } = report;
    if (single) {
      const place = { number: '', prefix: '', levels: TOP, sections, method: makeMethod, changes };
      return chapterView(drafting, account, controls, versions, place);
    }
    const { number } = sections('', '');
    const prefix = prefixOf(index);
    const within = numbering(number, prefix, NESTED);
    const place: ChapterPlace = { number, prefix, levels: NESTED, sections: within, method: null, changes };
    return chapterView(drafting, account, controls, versions, place);
  });

  const changes = report.changes === undefined || rolledUp ? null : changesView(drafting, report.changes, sections);
  const changesRollup =
    report.changes === undefined || !rolledUp ? null : changesRollupView(drafting, report.changes, sections);
  const decisions = decisionsView(drafting, report, sections);
  const letters = lettering(TOP);
  const appendices = appendicesView(drafting, report, { lang, paper }, letters);
  const cover = coverView(drafting, report, subtitle);

  const texts = drafting.long.all();
  const full =
    texts.length === 0
      ? null
      : {
          section: letters(locale.names.heading, 'texts-in-full'),
          texts: texts.map((entry) => ({ ...entry, label: counted(locale, locale.names.length, entry.length) })),
        };

  const glossary = glossaryView(drafting, letters(locale.glossary.heading, 'glossary'));

  const first = report.accounts[0];
  const accounts =
    single && first !== undefined
      ? (first.alias ?? groupedAccount(first.id))
      : counted(locale, locale.document.accounts, report.accounts.length);
  const whose = report.engagement?.client ?? accounts;
  const headTitle = cut(
    visible(fill(locale.document.headTitle, { title: locale.document.title, accounts: whose })),
    160,
  );
  const name = report.engagement === undefined ? null : reportName(locale, report.engagement);
  const running = {
    topLeft: headTitle,
    topRight: report.engagement?.classification
      ? cut(visible(report.engagement.classification), 60)
      : `${benchmark.name.replace('Amazon Web Services', 'AWS')} ${benchmark.version}`,
    bottomLeft: name ?? `${report.tool.name} ${report.tool.version} \u00b7 ${longDate(locale, report.generatedAt)}`,
    page: locale.page,
  };
  const frame = frameOf(locale, lang, paper, running, report.engagement?.colours);
  const page = {
    ...frame,
    toolbar: rolledUp
      ? null
      : toolbarView(locale, own, whose, `#${overview?.section.anchor ?? chapters[0]?.summary.section.anchor ?? ''}`),
    cover,
    documentControl,
    decisions,
    overview,
    chapters,
    changes,
    changesRollup,
    method,
    appendices,
    full,
    glossary,
  };
  return { ...page, contents: contentsView(locale, page) };
}
