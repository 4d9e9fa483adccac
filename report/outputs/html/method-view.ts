import { counted, dateAndTime, type Locale } from '../../language/locale.js';
import type { ControlResult, Report } from '../../model.js';
import type { Drafting } from './control-view.js';
import { readingMeta } from './evidence-view.js';
import type { Markup } from './markup.js';
import { coverageText } from './summary-view.js';
import { inline } from './text.js';
import type { CoverView, SectionView } from './view-model.js';

/** What was read and how it was judged: what a reader must know to weigh the rest. */
export interface MethodView {
  readonly section: SectionView;
  readonly scope: {
    /** Of the one account that the document is about. */
    readonly meta: CoverView['meta'] | null;
    readonly lines: readonly Markup[];
    /** The auditor's own words. */
    readonly engagement: Markup | null;
  };
  readonly paragraphs: readonly { readonly title: string; readonly text: Markup }[];
}

/** @param controls of every account, under the report's own version. */
export function methodView(
  drafting: Drafting,
  report: Report,
  controls: readonly ControlResult[],
  section: SectionView,
): MethodView {
  const { locale, long } = drafting;
  const words = locale.method;
  const [first, second] = report.accounts;
  const single = first !== undefined && second === undefined;
  const scope = report.engagement?.scope ?? null;
  const [read, ...others] = words.paragraphs;
  const own = (one: { readonly title: string; readonly text: string }) => ({ ...one, text: inline(one.text) });
  const last = others.at(-1);
  return {
    section,
    scope: {
      // The rest stands in the evidence manifest.
      meta: single ? readingMeta(drafting, first) : null,
      lines: [single ? inline(coverageText(locale, first)) : long.sentence(severalText(locale, report))],
      engagement: scope === null ? null : long.sentence(scope),
    },
    paragraphs: [
      ...(read === undefined ? [] : [own(read)]),
      ...others.slice(0, -1).map(own),
      ...(report.lens === 'benchmark' ? [own(words.byTheBook)] : []),
      ...manualParagraphs(drafting, controls),
      // What it does not say stands last.
      ...(last === undefined ? [] : [own(last)]),
    ],
  };
}

function severalText(locale: Locale, { accounts }: Report): string {
  const start = accounts.map((account) => account.startedAt).sort()[0] ?? '';
  const end =
    accounts
      .map((account) => account.endedAt)
      .sort()
      .at(-1) ?? '';
  const period = { start: dateAndTime(locale, start), end: dateAndTime(locale, end) };
  return counted(locale, locale.method.scopeSeveral, accounts.length, period);
}

/** Which controls the benchmark leaves to the assessor, and the means that it accepts in their place. */
function manualParagraphs({ locale, long }: Drafting, controls: readonly ControlResult[]): MethodView['paragraphs'] {
  const { manual, siem } = locale.method;
  const ids = new Set(controls.filter((control) => control.assessment === 'Manual').map((control) => control.id));
  if (ids.size === 0) return [];
  const list = new Intl.ListFormat(locale.tag).format(ids);
  return [
    { title: manual.title, text: long.sentence(counted(locale, manual.forms, ids.size, { controls: list })) },
    { title: siem.title, text: inline(siem.text) },
  ];
}
