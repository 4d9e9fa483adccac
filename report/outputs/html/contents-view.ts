import type { Locale } from '../../language/locale.js';
import type { ChapterView, ContentsView, PageView, SectionView } from './view-model.js';

type Entry = ContentsView['entries'][number];

/** The contents of a page that is otherwise complete, in its order. Whoever prints the page puts in the page numbers. */
export function contentsView(locale: Locale, page: Omit<PageView, 'contents'>): ContentsView {
  const section = ({ anchor, number, title }: SectionView): Entry => ({
    anchor,
    number,
    title,
    kind: 'section',
  });
  const sectionOf = (part: { readonly section: SectionView } | null): readonly Entry[] =>
    part === null ? [] : [section(part.section)];
  const chapterEntries = (chapter: ChapterView): readonly Entry[] => [
    ...(chapter.title === null
      ? []
      : [{ anchor: chapter.anchor, number: chapter.number, title: chapter.title, kind: 'section' as const }]),
    ...sectionOf(chapter.summary),
    ...sectionOf(chapter.method),
    ...sectionOf(chapter.scorecard),
    ...chapter.groups.flatMap((group): readonly Entry[] => [
      section(group.section),
      ...[...group.controls, ...group.met].map((control) => ({
        anchor: control.anchor,
        number: control.id,
        title: control.title,
        kind: 'item' as const,
      })),
    ]),
    ...sectionOf(chapter.plan),
    ...(chapter.evidence === null
      ? []
      : [chapter.evidence, chapter.evidence.ledger, chapter.evidence.filters].flatMap(sectionOf)),
  ];
  const { overview, appendices } = page;
  const entries = [
    ...sectionOf(page.documentControl),
    ...(overview === null ? [] : [overview, overview.grid, overview.gaps, overview.accounts].flatMap(sectionOf)),
    ...sectionOf(page.method),
    ...page.chapters.flatMap(chapterEntries),
    ...[page.changes, page.changesRollup, page.decisions, appendices.manifest].flatMap(sectionOf),
    ...(appendices.evidence === null ? [] : [appendices.evidence.ledger, appendices.evidence.filters]).flatMap(
      sectionOf,
    ),
    ...[appendices.versions, appendices.reproduce, page.full, page.glossary].flatMap(sectionOf),
  ];
  return { title: locale.contents.heading, entries };
}
