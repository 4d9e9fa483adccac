import type { Page } from 'puppeteer';
import { pageNumbers } from './page-numbers.js';

/** The attribute of a place for a page number, in the contents or elsewhere: its value is the anchor whose page it is. */
const SLOT = 'data-page-of';

/** Of an element of the page: the types of a browser are not ours. */
interface Place {
  textContent: string | null;
  readonly getAttribute: (name: string) => string | null;
}

/**
 * Puts page numbers into their places, where a page has any. Chromium cannot number them itself: the page is printed
 * once, in draft, to learn where everything lies. The numbers stand in places of fixed width, so that nothing moves.
 *
 * @param draft prints the page as it stands.
 * @returns page number by anchor; empty where there are no places.
 * @throws Error for a place whose anchor lies on no page: Chromium knows those only that a link leads to
 */
export async function numberContents(
  page: Page,
  draft: () => Promise<Uint8Array>,
): Promise<ReadonlyMap<string, number>> {
  if ((await page.$(`[${SLOT}]`)) === null) return new Map();
  const pages = pageNumbers(await draft());
  const lost = await page.$eval(
    'html',
    (root, numbers, slot) => {
      let empty: string | null = null;
      root.querySelectorAll(`[${slot}]`).forEach((place: Place) => {
        const anchor = place.getAttribute(slot) ?? '';
        place.textContent = String(numbers[anchor] ?? '');
        if (place.textContent === '') empty ??= anchor;
      });
      return empty;
    },
    Object.fromEntries(pages),
    SLOT,
  );
  if (lost !== null) throw new Error(`there is no page to number: no link leads to ${lost}`);
  return pages;
}

/** The numbers must be those of the document that they stand in. */
export function assertNumbered(pdf: Uint8Array, pages: ReadonlyMap<string, number>): void {
  if (pages.size === 0) return;
  const final = pageNumbers(pdf);
  for (const [anchor, number] of pages) {
    if (final.get(anchor) !== number) throw new Error(`the contents moved while they were numbered (${anchor})`);
  }
}
