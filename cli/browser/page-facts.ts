import type { Page } from 'puppeteer';

/** What a page says of itself that its PDF repeats. */
export interface PageFacts {
  readonly title: string;
  readonly lang: string;
  /** What stands where its links lead to, by anchor: the text of the heading or the row. */
  readonly destinations: ReadonlyMap<string, string>;
}

/** Of an element of the page: the types of a browser are not ours. */
interface Element {
  readonly localName: string;
  readonly textContent: string | null;
  readonly children: ArrayLike<Element>;
  readonly getAttribute: (name: string) => string | null;
  readonly querySelector: (selector: string) => Element | null;
}

/** Longer ones are cut: it is read out when the link is met. */
const LENGTH = 160;

/** Asked in one question: handing a list of elements over costs some milliseconds for each. */
export async function pageFacts(page: Page): Promise<PageFacts> {
  const { title, lang, destinations } = await page.$eval(
    'html',
    (root, length) => {
      const { ownerDocument: document } = root;
      const anchors = new Set<string>();
      document.querySelectorAll('a[href^="#"]').forEach((link: Element) => {
        anchors.add((link.getAttribute('href') ?? '').slice(1));
      });
      const found = Array.from(anchors, (anchor): [string, string] => {
        const target: Element | null = document.getElementById(anchor);
        const heading = target?.querySelector('h1, h2, h3, h4, h5') ?? target;
        const cells = heading?.localName === 'tr' ? Array.from(heading.children) : [heading];
        const text = cells.map((cell) => cell?.textContent ?? '').join(' ');
        const plain = Array.from(text.replace(/\s+/g, ' ').trim());
        return [anchor, plain.length <= length ? plain.join('') : `${plain.slice(0, length - 1).join('')}\u2026`];
      });
      return { title: document.title, lang: root.lang, destinations: found.filter(([, text]) => text !== '') };
    },
    LENGTH,
  );
  return { title, lang, destinations: new Map(destinations) };
}
