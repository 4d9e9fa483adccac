import { decodedName, dictionary, latin1, type ObjectTable, readTable } from './pdf-objects.js';

/**
 * On which page, counted from 1, each named destination of a PDF lies. The names are the anchors of the printed page.
 *
 * @throws Error when the PDF is not of the form that Chromium writes
 */
export function pageNumbers(pdf: Uint8Array): ReadonlyMap<string, number> {
  const text = latin1(pdf);
  const table = readTable(text);
  const catalog = entriesOf(text, table, table.root, '/Catalog') ?? '';
  const pages = new Map(pagesIn(text, table, reference(catalog, 'Pages')).map((page, index) => [page, index + 1]));
  const numbers = new Map<string, number>();
  // ISO 32000-1, 12.3.2.3, as PDF 1.1 has it: a dictionary of destinations, each an array that begins with its page.
  const offset = table.offsets[reference(catalog, 'Dests')] ?? null;
  if (offset === null) return numbers;
  const destinations = text.slice(offset, text.indexOf('\nendobj', offset));
  for (const [, name = '', page] of destinations.matchAll(/\/([^\s/<>()[\]]+) \[(\d+) 0 R /g)) {
    const number = pages.get(Number(page));
    if (number !== undefined) numbers.set(decodedName(name), number);
  }
  return numbers;
}

/** Numbers of the objects that are pages, in their order: the tree has branches of eight. */
function pagesIn(text: string, table: ObjectTable, number: number): readonly number[] {
  const branch = entriesOf(text, table, number, '/Pages');
  if (branch === null) {
    if (dictionary(text, table, number, '/Page') === null)
      throw new Error('The PDF has no page where Chromium puts it.');
    return [number];
  }
  const kids = /\/Kids \[([^\]]*)\]/.exec(branch)?.[1] ?? '';
  return Array.from(kids.matchAll(/(\d+) 0 R/g), ([, kid]) => Number(kid)).flatMap((kid) => pagesIn(text, table, kid));
}

function entriesOf(text: string, table: ObjectTable, number: number, type: string): string | null {
  const found = dictionary(text, table, number, type);
  return found === null ? null : text.slice(...found);
}

function reference(entries: string, key: string): number {
  return Number(new RegExp(`\\n/${key} (\\d+) 0 R`).exec(entries)?.[1]);
}
