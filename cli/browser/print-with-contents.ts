import { pageNumbers } from './page-numbers.js';
import type { Printer } from './print.js';

/**
 * Prints a page whose contents bear page numbers. Chromium cannot number them itself, so it prints twice: once to learn
 * where everything lies, and once with the numbers in place. That they did not move is checked.
 *
 * @param render makes the page from the page number of each anchor, of which none is known at first.
 */
export async function printWithContents(
  printer: Printer,
  render: (pages: ReadonlyMap<string, number>) => string,
  time: string,
): Promise<Uint8Array> {
  const pages = await pageNumbers(await printer.print(render(new Map()), { time }));
  const pdf = await printer.print(render(pages), { time });
  const again = await pageNumbers(pdf);
  for (const [anchor, page] of pages) {
    if (again.get(anchor) !== page) throw new Error(`the contents moved while they were numbered (${anchor})`);
  }
  return pdf;
}
