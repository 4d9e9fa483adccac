import type { Locale } from './locale.js';
import type { ContentsView, PageView, SectionView } from './view-model.js';

type Entry = ContentsView['entries'][number];

/** The contents of a page that is otherwise complete, in its order. Whoever prints the page puts in the page numbers. */
export function contentsView(locale: Locale, page: Omit<PageView, 'contents'>): ContentsView {
  const section = ({ anchor, number, title }: SectionView): Entry => ({
    anchor,
    number,
    title,
    kind: 'section',
  });
  const entries = [
    ...(page.documentControl === null ? [] : [section(page.documentControl.section)]),
    ...(page.overview === null ? [] : [section(page.overview.section)]),
    ...page.chapters.flatMap((chapter): readonly Entry[] => [
      ...(chapter.title === null
        ? []
        : [
            {
              anchor: chapter.anchor,
              number: chapter.number,
              title: chapter.title,
              kind: 'section' as const,
            },
          ]),
      section(chapter.summary.section),
      ...chapter.groups.flatMap((group): readonly Entry[] => [
        section(group.section),
        ...[...group.controls, ...group.met].map((control) => ({
          anchor: control.anchor,
          number: control.id,
          title: control.title,
          kind: 'item' as const,
        })),
      ]),
      section(chapter.appendix.section),
    ]),
    ...(page.changes === null ? [] : [section(page.changes.section)]),
    ...(page.decisions === null ? [] : [section(page.decisions.section)]),
    section(page.method.section),
    ...(page.full === null ? [] : [section(page.full.section)]),
  ];
  return { title: locale.contents.heading, entries };
}
