import { counted, dateAndTime, fill, longDate } from '../../language/locale.js';
import type { EngagementSummary, Report } from '../../model.js';
import { accountText, type Drafting } from './control-view.js';
import { periodText, reportName } from './engagement-view.js';
import { cut, inline, visible } from './text.js';
import type { CoverView } from './view-model.js';

/** A cover has room for this many accounts; more are listed further in. */
const ACCOUNTS_ON_COVER = 3;

/** And for this much of the names above the title, and of one in the list; whole they stand in document control. */
const OVER_LENGTH = 90;
const ENTRY_LENGTH = 90;

/** A picture that needs nothing from anywhere. */
const PICTURE = /^data:image\/(?:png|jpeg);base64,[A-Za-z0-9+/]+={0,2}$/;

/** The first page: what was looked at, for whom, by whom, when, and on what evidence. */
export function coverView(drafting: Drafting, report: Report, subtitle: string): CoverView {
  const { locale, long } = drafting;
  const words = locale.cover;
  const { accounts, engagement } = report;
  const few = accounts.length <= ACCOUNTS_ON_COVER;
  const row = (term: string, text: string) => ({ term, text: inline(cut(text, ENTRY_LENGTH)), mono: false });
  const ids = few ? accounts.map(accountText) : [counted(locale, words.manyAccounts, accounts.length)];
  const digests = few
    ? accounts.map((account) => ({ text: long.digest(account.digest), mono: true }))
    : [{ text: inline(words.manyDigests), mono: false }];
  const { period = null, auditor = null } = engagement ?? {};
  return {
    logo: logoOf(engagement, words.logo),
    over: over(engagement) ?? words.over,
    title: locale.document.title,
    subtitle: long.sentence(subtitle),
    meta: [
      ...ids.map((text, index) => row(index > 0 ? '' : accounts.length === 1 ? words.account : words.accounts, text)),
      ...(period === null ? [] : [row(words.period, periodText(drafting, period))]),
      row(words.stateAssessed, stateAssessed(drafting, report)),
      row(words.document, documentName(drafting, report)),
      ...(auditor === null ? [] : [row(locale.engagement.auditor, auditor)]),
      row(words.tool, `${report.tool.name} ${report.tool.version}`),
      ...digests.map(({ text, mono }, index) => ({ term: index === 0 ? words.evidence : '', text, mono })),
    ],
  };
}

/** Client and classification; null where neither is told. */
function over(engagement: EngagementSummary | undefined): string | null {
  const told = [engagement?.client, engagement?.classification].flatMap((one) =>
    one === null || one === undefined ? [] : [cut(visible(one), OVER_LENGTH)],
  );
  return told.length === 0 ? null : told.join(' \u00b7 ');
}

function logoOf(engagement: EngagementSummary | undefined, otherwise: string): CoverView['logo'] {
  const src = engagement?.logo ?? null;
  if (src === null || !PICTURE.test(src)) return null;
  return { src, alt: cut(visible(engagement?.auditor ?? otherwise), OVER_LENGTH) };
}

/** Name and version of the document, and its day; without a day of its own, the minute in which it was made. */
function documentName({ locale }: Drafting, { engagement, generatedAt }: Report): string {
  const name = engagement === undefined ? null : reportName(locale, engagement);
  const day = engagement?.reportDate ?? null;
  const when = day === null ? dateAndTime(locale, generatedAt) : longDate(locale, day);
  return name === null ? when : `${name} \u00b7 ${when}`;
}

function stateAssessed({ locale }: Drafting, report: Report): string {
  const times = report.accounts.map((account) => account.endedAt).sort();
  const first = dateAndTime(locale, times[0] ?? '');
  const last = dateAndTime(locale, times.at(-1) ?? '');
  return first === last ? first : fill(locale.cover.stateRange, { first, last });
}
