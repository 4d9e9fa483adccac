import type { Locale } from './locale.js';
import type { ContentsView, PageView, SectionView } from './view-model.js';

type Entry = ContentsView['entries'][number];

/**
 * The contents of a page that is otherwise complete, in its order.
 *
 * @param pages page number by anchor; empty in the first pass.
 */
export function contentsView(
  locale: Locale,
  page: Omit<PageView, 'contents'>,
  pages: ReadonlyMap<string, number>,
): ContentsView {
  const pageOf = (anchor: string): string => String(pages.get(anchor) ?? '');
  const section = ({ anchor, number, title }: SectionView): Entry => ({
    href: `#${anchor}`,
    number,
    title,
    kind: 'section',
    page: pageOf(anchor),
  });
  const entries = [
    ...(page.documentControl === null ? [] : [section(page.documentControl.section)]),
    ...(page.overview === null ? [] : [section(page.overview.section)]),
    ...page.chapters.flatMap((chapter): readonly Entry[] => [
      ...(chapter.title === null
        ? []
        : [
            {
              href: `#${chapter.anchor}`,
              number: chapter.number,
              title: chapter.title,
              kind: 'section' as const,
              page: pageOf(chapter.anchor),
            },
          ]),
      section(chapter.summary.section),
      ...chapter.groups.flatMap((group): readonly Entry[] => [
        section(group.section),
        ...[...group.controls, ...group.met].map((control) => ({
          href: `#${control.anchor}`,
          number: control.id,
          title: control.title,
          kind: 'item' as const,
          page: pageOf(control.anchor),
        })),
      ]),
      section(chapter.appendix.section),
    ]),
    ...(page.decisions === null ? [] : [section(page.decisions.section)]),
    section(page.method.section),
    ...(page.full === null ? [] : [section(page.full.section)]),
  ];
  return { title: locale.contents.heading, entries };
}
