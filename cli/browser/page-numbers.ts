import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** On which page, counted from 1, each named destination of a PDF lies. The names are the anchors of the printed page. */
export async function pageNumbers(pdf: Uint8Array): Promise<ReadonlyMap<string, number>> {
  // The reader keeps the bytes it is given, so it gets its own.
  const document = await getDocument({ data: pdf.slice(), verbosity: 0, useSystemFonts: false }).promise;
  try {
    const pages = new Map<string, number>();
    for (const [name, destination] of Object.entries(await document.getDestinations())) {
      const [page] = Array.isArray(destination) ? destination : [];
      if (page !== null && typeof page === 'object') pages.set(name, (await document.getPageIndex(page)) + 1);
    }
    return pages;
  } finally {
    await document.destroy();
  }
}
