import { describe, expect, it } from 'vitest';
import { finishedPdf } from './finish-pdf.js';

const CATALOG = '/Type /Catalog\n/Pages 3 0 R\n/StructTreeRoot 4 0 R\n/Lang (en)';
const LINK = '/Type /Annot\n/Subtype /Link\n/Rect [0 0 1 1]\n/Dest /summary';

/** A PDF of the form that Chromium writes: objects out of order, one number free. */
function pdf(...more: readonly string[]): Uint8Array {
  const objects = new Map([
    [1, '/Title (a)\n/Creator (Chromium)'],
    [3, '/Type /Pages\n/Count 0'],
    [2, CATALOG],
    [4, '/Type /StructTreeRoot\n/K 3 0 R'],
    ...more.map((text, index): [number, string] => [more.length + 5 - index, text]),
  ]);
  let text = '%PDF-1.4\n%\xd3\xeb\xe9\xe1\n';
  const offsets = new Map<number, number>();
  for (const [number, object] of objects) {
    offsets.set(number, text.length);
    text += `${number} 0 obj\n<<${object}>>\nendobj\n`;
  }
  const size = more.length + 6;
  const entries = Array.from({ length: size }, (_none, number) => {
    const offset = offsets.get(number);
    return offset === undefined ? '0000000000 65535 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const trailer = `trailer\n<</Size ${size}\n/Root 2 0 R\n/Info 1 0 R>>`;
  const end = `xref\n0 ${size}\n${entries.join('')}${trailer}\nstartxref\n${text.length}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(text + end, 'latin1'));
}

const FINISHING = {
  title: 'A & B <c>',
  lang: 'en',
  time: '2026-11-04T10:00:00.000+02:00',
  destinations: new Map([['summary', '1 Summary (short)']]),
};

const finished = (bytes: Uint8Array, change: Partial<typeof FINISHING> = {}): string =>
  Buffer.from(finishedPdf(bytes, { ...FINISHING, ...change })).toString('latin1');

/** The objects, found by way of the table. */
function objectsOf(text: string): ReadonlyMap<number, string> {
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  const [head = '', count = '0'] = /^xref\n0 (\d+)\n/.exec(text.slice(start)) ?? [];
  const objects = new Map<number, string>();
  for (let number = 0; number < Number(count); number += 1) {
    const entry = text.slice(start + head.length + number * 20).slice(0, 20);
    expect(entry).toMatch(/^\d{10} \d{5} [nf] \n$/);
    if (!entry.includes('n')) continue;
    const object = text.slice(Number(entry.slice(0, 10)));
    expect(object.startsWith(`${number} 0 obj\n`), `object ${number}`).toBe(true);
    objects.set(number, object.slice(0, object.indexOf('endobj')));
  }
  return objects;
}

describe('a finished PDF', () => {
  it('describes its links by what stands where they lead', () => {
    const objects = objectsOf(finished(pdf(LINK, LINK.replace('/summary', '/a#2Db'))));
    expect(objects.get(7)).toContain('/Dest /summary\n/Contents (1 Summary \\(short\\))>>');
    expect(objects.get(6)).toContain('/Contents (a-b)>>');
  });

  it('writes what is not ASCII as UTF-16', () => {
    const objects = objectsOf(finished(pdf(LINK), { destinations: new Map([['summary', '\u00c9\u{1F600}']]) }));
    expect(objects.get(6)).toContain('/Contents <FEFF00C9D83DDE00>>>');
  });

  it('leaves alone what is there already, and other annotations', () => {
    const there = `${LINK}\n/Contents (mine)`;
    const objects = objectsOf(finished(pdf(there, '/Type /Annot\n/Subtype /Text\n/Dest /summary')));
    expect(objects.get(7)).toContain(`<<${there}>>`);
    expect(objects.get(6)).not.toContain('/Contents');
  });

  it('has metadata with title, language and dates', () => {
    const objects = objectsOf(finished(pdf()));
    expect(objects.get(2)).toContain('/Metadata 6 0 R>>');
    const metadata = objects.get(6) ?? '';
    expect(metadata).toContain('<rdf:li xml:lang="x-default">A &amp; B &lt;c&gt;</rdf:li>');
    expect(metadata).toContain('<dc:language><rdf:Bag><rdf:li>en</rdf:li></rdf:Bag></dc:language>');
    expect(metadata).toContain('<xmp:ModifyDate>2026-11-04T08:00:00Z</xmp:ModifyDate>');
    expect(metadata).not.toContain('pdfuaid');
    const [, length, stream = ''] = /\/Length (\d+)>> stream\n([\s\S]*)\nendstream\n$/.exec(metadata) ?? [];
    expect(stream.length).toBe(Number(length));
  });

  it('keeps characters that XML has no place for out of it', () => {
    const text = Buffer.from(finished(pdf(), { title: 'a\u0000\u000b\uffff\ud800b\u00e9' }), 'latin1').toString('utf8');
    expect(text).toContain('>ab\u00e9</rdf:li>');
  });

  it('knows its tags of PDF 2.0 as ones of PDF 1.7', () => {
    const text = finished(pdf());
    expect(text).toMatch(/^%PDF-1\.7\n%\xd3\xeb\xe9\xe1\n/);
    expect(objectsOf(text).get(4)).toContain('/RoleMap <</Em /Span /Strong /Span>>>>');
  });

  it('has an identity that is that of its content', () => {
    const id = (bytes: Uint8Array): string =>
      /\/ID \[(<[0-9A-F]{32}>) \1\]>>\nstartxref/.exec(finished(bytes))?.[1] ?? '';
    expect(id(pdf())).toBe(id(pdf()));
    expect(id(pdf())).not.toBe('');
    expect(id(pdf())).not.toBe(id(pdf(LINK)));
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['no table', Buffer.from('%PDF-1.4\nstartxref\n0\n%%EOF\n')],
    ['another catalog', pdfWith(CATALOG, CATALOG.replace('Catalog', 'Catalox'))],
    ['no structure', pdfWith('/StructTreeRoot 4', '/StructTreeRoos 4')],
  ])('is not made of a file with %s', (_what, bytes) => {
    expect(() => finishedPdf(bytes, FINISHING)).toThrow(/^The PDF /);
  });
});

function pdfWith(text: string, instead: string): Uint8Array {
  return Buffer.from(Buffer.from(pdf()).toString('latin1').replace(text, instead), 'latin1');
}
