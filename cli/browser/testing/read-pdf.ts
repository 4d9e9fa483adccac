// A PDF as its reader finds it: pages, text, outline, links.
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

export interface OutlineEntry {
  /** Counted from 0. */
  readonly depth: number;
  readonly title: string;
  readonly page: number;
}

export interface LinkEntry {
  /** On which page it is, counted from 1. */
  readonly on: number;
  /** Its destination, if it is one of the document. */
  readonly anchor: string;
  readonly contents: string;
  /** The text that it lies over. */
  readonly text: string;
  /** And all that stands on a line with it. */
  readonly line: string;
}

export async function readPdf(pdf: Uint8Array): Promise<PDFDocumentProxy> {
  return getDocument({ data: pdf.slice(), useSystemFonts: false, verbosity: 0 }).promise;
}

/** The text of each page, in the order in which it extracts. */
export async function pagesOf(document: PDFDocumentProxy): Promise<readonly string[]> {
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const content = await (await document.getPage(number)).getTextContent();
    pages.push(content.items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''));
  }
  return pages;
}

/** Text without blanks: where a line breaks is the browser's matter. */
export function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}

export async function outlineOf(document: PDFDocumentProxy): Promise<readonly OutlineEntry[]> {
  type Item = Awaited<ReturnType<PDFDocumentProxy['getOutline']>>[number];
  const entries: OutlineEntry[] = [];
  const walk = async (items: readonly Item[], depth: number): Promise<void> => {
    for (const { title, dest, items: inner } of items) {
      const [page] = Array.isArray(dest) ? dest : [];
      // Headings are read with every blank as a plain one.
      entries.push({ depth, title: title.replace(/\s+/g, ' '), page: (await document.getPageIndex(page)) + 1 });
      await walk(inner, depth + 1);
    }
  };
  await walk((await document.getOutline()) ?? [], 0);
  return entries;
}

export async function linksOf(document: PDFDocumentProxy): Promise<readonly LinkEntry[]> {
  const links: LinkEntry[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const annotations = await page.getAnnotations();
    const { items } = await page.getTextContent();
    for (const { subtype, dest, rect, contentsObj } of annotations) {
      if (subtype !== 'Link') continue;
      const [left = 0, bottom = 0, right = 0, top = 0]: readonly number[] = rect;
      const beside = items.flatMap((item) => {
        if (!('str' in item)) return [];
        const [, , , , x = 0, y = 0]: readonly number[] = item.transform;
        return y >= bottom - 1 && y <= top + 1 ? [{ x, text: item.str }] : [];
      });
      const under = beside.filter(({ x }) => x >= left - 1 && x <= right + 1);
      const [text = '', line = ''] = [under, beside].map((found) =>
        found
          .map((each) => each.text)
          .join(' ')
          .trim(),
      );
      links.push({ on: number, anchor: String(dest), contents: contentsObj?.str ?? '', text, line });
    }
  }
  return links;
}
