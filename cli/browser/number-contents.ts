import type { Page } from 'puppeteer';

/** The attribute of a contents line's page number: its value is the anchor that the line leads to. */
const SLOT = 'data-page-of';

/**
 * Puts page numbers into the contents of a page, where it has any. Chromium cannot number them itself: the page is printed
 * once, in draft, to learn where everything lies. The numbers stand in places of fixed width, so that nothing moves.
 *
 * @param draft prints the page as it stands.
 * @returns page number by anchor; empty where there are no contents.
 */
export async function numberContents(
  page: Page,
  draft: () => Promise<Uint8Array>,
): Promise<ReadonlyMap<string, number>> {
  if ((await page.$(`[${SLOT}]`)) === null) return new Map();
  const [{ pageNumbers }, printed] = await Promise.all([import('./page-numbers.js'), draft()]);
  const pages = await pageNumbers(printed);
  await page.$$eval(
    `[${SLOT}]`,
    (slots, numbers, slot) => {
      for (const one of slots) one.textContent = String(numbers[one.getAttribute(slot) ?? ''] ?? '');
    },
    Object.fromEntries(pages),
    SLOT,
  );
  return pages;
}

/** The numbers must be those of the document that they stand in. */
export async function assertNumbered(pdf: Uint8Array, pages: ReadonlyMap<string, number>): Promise<void> {
  if (pages.size === 0) return;
  const { pageNumbers } = await import('./page-numbers.js');
  const final = await pageNumbers(pdf);
  for (const [anchor, number] of pages) {
    if (final.get(anchor) !== number) throw new Error(`the contents moved while they were numbered (${anchor})`);
  }
}
