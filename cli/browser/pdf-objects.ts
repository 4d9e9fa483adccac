// As much of the form of a PDF as Chromium uses, and no more: a table of objects that stand in the file uncompressed.

export interface ObjectTable {
  /** Where each object begins, by its number; null for one that is free. */
  readonly offsets: readonly (number | null)[];
  /** Where the table itself begins. */
  readonly start: number;
  readonly root: number;
  readonly info: number;
}

/** A character for each byte, so that places in the text are places in the file. */
export function latin1(pdf: Uint8Array): string {
  return Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
}

/** ISO 32000-1, 7.5.4: one section, entries of 20 bytes. */
export function readTable(text: string): ObjectTable {
  const ending = /startxref\n(\d+)\n%%EOF\s*$/.exec(text.slice(-64));
  const start = Number(ending?.[1]);
  const head = /^xref\n0 (\d+)\n/.exec(text.slice(start, start + 32));
  const count = Number(head?.[1]);
  const first = start + (head?.[0].length ?? 0);
  const trailer = /^trailer\n<<\/Size (\d+)\n\/Root (\d+) 0 R\n\/Info (\d+) 0 R>>/.exec(
    text.slice(first + count * 20, first + count * 20 + 128),
  );
  if (head === null || trailer === null || Number(trailer[1]) !== count) {
    throw new Error('The PDF does not end in a table of its objects as Chromium writes it.');
  }
  const offsets = Array.from({ length: count }, (_none, number) => {
    const entry = text.slice(first + number * 20, first + number * 20 + 18);
    return entry.endsWith('n') ? Number(entry.slice(0, 10)) : null;
  });
  return { offsets, start, root: Number(trailer[2]), info: Number(trailer[3]) };
}

/** Where the object's dictionary begins and where it ends, before its `>>`; null when it is not of the type. */
export function dictionary(
  text: string,
  { offsets }: ObjectTable,
  number: number,
  type: string,
): readonly [number, number] | null {
  const offset = offsets[number] ?? null;
  const head = `${number} 0 obj\n<</Type ${type}\n`;
  if (offset === null || !text.startsWith(head, offset)) return null;
  return [offset, text.lastIndexOf('>>', text.indexOf('\nendobj', offset))];
}

/** ISO 32000-1, 7.3.5: in a name, characters may stand as `#` and two figures. */
export function decodedName(name: string): string {
  return name.replace(/#([0-9a-fA-F]{2})/g, (_code, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
