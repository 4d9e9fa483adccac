import type { Report } from '../../model.js';
import { changesView } from '../diff/diff-account-view.js';
import { type ChapterPlace, chapterView, numbering } from './account-view.js';
import { contentsView } from './contents-view.js';
import { accountText, type Drafting, groupedAccount } from './control-view.js';
import { decisionsView, documentControlView, reportName } from './engagement-view.js';
import { frameOf } from './frame.js';
import { counted, dateAndTime, figure, fill, type Lang, localeOf, longDate } from './locale.js';
import type { Paper } from './page-style.js';
import { cut, inline, LongTexts, visible } from './text.js';
import { countOutcomes, reportVerdict } from './verdict.js';
import type { CoverView, Levels, OverviewView, PageView } from './view-model.js';

/** A cover has room for this many accounts; more are listed on the page after it. */
const ACCOUNTS_ON_COVER = 3;

const TOP: Levels = { section: 2, item: 3, sub: 4 };
const NESTED: Levels = { section: 3, item: 4, sub: 5 };

function stateAssessed({ locale }: Drafting, report: Report): string {
  const times = report.accounts.map((account) => account.endedAt).sort();
  const first = dateAndTime(locale, times[0] ?? '');
  const last = dateAndTime(locale, times.at(-1) ?? '');
  return first === last ? first : fill(locale.cover.stateRange, { first, last });
}

function coverView(drafting: Drafting, report: Report, subtitle: string): CoverView {
  const { locale, long } = drafting;
  const words = locale.cover;
  const { engagement } = report;
  const name = engagement === undefined ? null : reportName(engagement);
  const few = report.accounts.length <= ACCOUNTS_ON_COVER;
  const accounts = few
    ? report.accounts.map((account) => ({ text: long.name(accountText(account)) }))
    : [{ text: inline(counted(locale, locale.document.accounts, report.accounts.length)) }];
  const digests = few
    ? report.accounts.map((account) => ({
        text: long.digest(account.digest),
        mono: true,
      }))
    : [{ text: inline(words.manyDigests), mono: false }];
  const term = report.accounts.length === 1 ? words.account : words.accounts;
  return {
    over:
      engagement === undefined
        ? words.over
        : [engagement.client, engagement.classification].filter((one) => one !== null).join(' \u00b7 ') || words.over,
    title: locale.document.title,
    subtitle: long.sentence(subtitle),
    meta: [
      ...accounts.map(({ text }, index) => ({ term: index === 0 ? term : '', text, mono: false })),
      { term: words.stateAssessed, text: long.sentence(stateAssessed(drafting, report)), mono: false },
      {
        term: words.report,
        text: long.sentence(
          [name, dateAndTime(locale, report.generatedAt)].filter((one) => one !== null).join(' \u00b7 '),
        ),
        mono: false,
      },
      ...(engagement?.auditor
        ? [{ term: locale.engagement.auditor, text: long.sentence(engagement.auditor), mono: false }]
        : []),
      { term: words.tool, text: long.name(`${report.tool.name} ${report.tool.version}`), mono: false },
      ...digests.map(({ text, mono }, index) => ({ term: index === 0 ? words.evidence : '', text, mono })),
    ],
  };
}

function overviewView({ locale, long }: Drafting, report: Report, place: PageView['method']['section']): OverviewView {
  return {
    section: place,
    verdict: reportVerdict(locale, report),
    rows: report.accounts.map((account, index) => {
      const counts = countOutcomes(report.controls.filter((control) => control.account === account.id));
      return {
        href: `#${prefixOf(index)}account`,
        account: long.name(accountText(account)),
        pass: figure(locale, counts.pass),
        fail: figure(locale, counts.fail),
        open: figure(locale, counts['not-assessed']),
        regions: `${figure(locale, account.regions.read.length)} / ${figure(locale, account.regions.asked.length)}`,
        state: long.name(dateAndTime(locale, account.endedAt)),
        digest: long.digest(account.digest),
      };
    }),
  };
}

function prefixOf(index: number): string {
  return `a${index + 1}-`;
}

/** Everything the page shows. Pure: time, version and digests come with the report. */
export function pageView(report: Report, lang: Lang, paper: Paper): PageView {
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
    : overviewView(drafting, { ...report, controls: own }, sections(locale.overview.heading, 'accounts'));
  const chapters = report.accounts.map((account, index) => {
    const controls = report.controls.filter((control) => control.account === account.id);
    const versions = report.benchmarks.map((one) => one.version);
    if (single)
      return chapterView(drafting, account, controls, versions, { number: '', prefix: '', levels: TOP, sections });
    const { number } = sections('', '');
    const prefix = prefixOf(index);
    const place: ChapterPlace = { number, prefix, levels: NESTED, sections: numbering(number, prefix, NESTED) };
    return chapterView(drafting, account, controls, versions, place);
  });

  const changes = report.changes === undefined ? null : changesView(drafting, report.changes, sections);
  const decisions = decisionsView(drafting, report, sections);
  const { siem, paragraphs, heading } = locale.method;
  const manual = own.some((control) => control.assessment === 'Manual');
  const method = { section: sections(heading, 'method'), paragraphs: manual ? [...paragraphs, siem] : paragraphs };
  const cover = coverView(drafting, report, subtitle);

  const texts = drafting.long.all();
  const full =
    texts.length === 0
      ? null
      : {
          section: sections(locale.names.heading, 'texts-in-full'),
          texts: texts.map((entry) => ({ ...entry, label: counted(locale, locale.names.length, entry.length) })),
        };

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
  const frame = frameOf(locale, lang, paper, {
    topLeft: headTitle,
    topRight: report.engagement?.classification
      ? cut(visible(report.engagement.classification), 60)
      : `${benchmark.name.replace('Amazon Web Services', 'AWS')} ${benchmark.version}`,
    bottomLeft: `${report.tool.name} ${report.tool.version} \u00b7 ${longDate(locale, report.generatedAt)}`,
    page: locale.page,
  });
  const page = {
    ...frame,
    cover,
    documentControl,
    decisions,
    overview,
    chapters,
    changes,
    method,
    full,
  };
  return { ...page, contents: contentsView(locale, page) };
}
