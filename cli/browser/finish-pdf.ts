// What Chromium leaves out of a tagged PDF, put in: metadata (XMP), a description of each link, standard roles for its
// tags, and an identity. Nothing is parsed but the table of objects and a handful of them, and nothing is rewritten:
// a few bytes are put in between, and the table is made anew. A PDF library would read and write every object.
import { createHash } from 'node:crypto';
import { decodedName, dictionary, latin1, type ObjectTable, readTable } from './pdf-objects.js';

export interface Finishing {
  readonly title: string;
  /** BCP 47. */
  readonly lang: string;
  /** ISO 8601. */
  readonly time: string;
  /** What stands at each named destination that a link leads to. */
  readonly destinations: ReadonlyMap<string, string>;
}

/** Tags of PDF 2.0 that Chromium writes, as what they are in PDF 1.7. */
const ROLES = '/RoleMap <</Em /Span /Strong /Span>>\n';

/**
 * @returns the PDF with what was missing; the same bytes for the same input.
 * @throws Error when the PDF is not of the form that Chromium writes
 */
export function finishedPdf(pdf: Uint8Array, finishing: Finishing): Uint8Array {
  const text = latin1(pdf);
  const table = readTable(text);
  const metadata = table.offsets.length;
  const stream = metadataStream(metadata, finishing);
  const insertions = [
    ...linkInsertions(text, table, finishing.destinations),
    insertion(text, table, table.root, '/Catalog', '/Metadata', `\n/Metadata ${metadata} 0 R`),
    insertion(text, table, structureOf(text, table), '/StructTreeRoot', '/RoleMap', `\n${ROLES.trim()}`),
  ].flatMap((one) => one ?? []);
  insertions.push({ at: table.start, text: stream });
  insertions.sort((a, b) => a.at - b.at);

  const body: string[] = [];
  let from = 0;
  for (const one of insertions) {
    body.push(text.slice(from, one.at), one.text);
    from = one.at;
  }
  // Tags in tables and the order of the tab key came with later versions than the one that stands at the head.
  const whole = body.join('').replace(/^%PDF-1\.\d/, '%PDF-1.7');
  const shifted = shiftedBy(table.offsets, insertions);
  const offsets = [...shifted, whole.length - stream.length];
  return new Uint8Array(Buffer.from(whole + tail(offsets, table, whole), 'latin1'));
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** Puts an entry at the end of an object's dictionary, unless it has one already. */
function insertion(
  text: string,
  table: ObjectTable,
  number: number,
  type: string,
  key: string,
  entry: string,
): Insertion | null {
  const found = dictionary(text, table, number, type);
  if (found === null) throw new Error(`The PDF has no ${type} where Chromium puts it.`);
  const [start, end] = found;
  return text.slice(start, end).includes(`\n${key} `) ? null : { at: end, text: entry };
}

function structureOf(text: string, table: ObjectTable): number {
  const [start, end] = dictionary(text, table, table.root, '/Catalog') ?? [0, 0];
  return Number(/\/StructTreeRoot (\d+) 0 R/.exec(text.slice(start, end))?.[1]);
}

/** ISO 14289-1, 7.18.5: a link has a description in its own dictionary, beside the text that it stands on. */
function linkInsertions(
  text: string,
  table: ObjectTable,
  destinations: ReadonlyMap<string, string>,
): readonly (Insertion | null)[] {
  return table.offsets.map((_offset, number) => {
    const found = dictionary(text, table, number, '/Annot');
    if (found === null) return null;
    const entries = text.slice(...found);
    if (!entries.includes('\n/Subtype /Link\n') || entries.includes('\n/Contents ')) return null;
    const name = /\/Dest \/([^\s/<>()[\]]+)/.exec(entries)?.[1];
    if (name === undefined) return null;
    const anchor = decodedName(name);
    return { at: found[1], text: `\n/Contents ${pdfString(destinations.get(anchor) ?? anchor)}` };
  });
}

/** ISO 32000-1, 7.9.2.2: as it stands where it is plain ASCII, else in figures of UTF-16. */
function pdfString(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return `(${text.replace(/[\\()]/g, '\\$&')})`;
  return `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()}>`;
}

function metadataStream(number: number, { title, lang, time }: Finishing): string {
  const date = new Date(time).toISOString().replace(/\.\d+/, '');
  const packet = [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">',
    '<dc:format>application/pdf</dc:format>',
    `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${xmlText(title)}</rdf:li></rdf:Alt></dc:title>`,
    `<dc:language><rdf:Bag><rdf:li>${xmlText(lang)}</rdf:li></rdf:Bag></dc:language>`,
    '<xmp:CreatorTool>Chromium</xmp:CreatorTool>',
    `<xmp:CreateDate>${date}</xmp:CreateDate><xmp:ModifyDate>${date}</xmp:ModifyDate>`,
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('\n');
  const bytes = Buffer.from(packet, 'utf8').toString('latin1');
  return `${number} 0 obj\n<</Type /Metadata\n/Subtype /XML\n/Length ${bytes.length}>> stream\n${bytes}\nendstream\nendobj\n`;
}

/** What XML 1.0 has no place for is left out. */
function xmlText(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

function shiftedBy(offsets: ObjectTable['offsets'], insertions: readonly Insertion[]): (number | null)[] {
  const shifted: (number | null)[] = offsets.map(() => null);
  const inOrder = offsets.flatMap((offset, number) => (offset === null ? [] : [{ offset, number }]));
  inOrder.sort((a, b) => a.offset - b.offset);
  let shift = 0;
  let next = 0;
  for (const { offset, number } of inOrder) {
    for (let one = insertions[next]; one !== undefined && one.at <= offset; one = insertions[next]) {
      shift += one.text.length;
      next += 1;
    }
    shifted[number] = offset + shift;
  }
  return shifted;
}

/** Table, trailer and end. The identity is a digest of everything before. */
function tail(offsets: readonly (number | null)[], { root, info }: ObjectTable, body: string): string {
  const entries = offsets.map((offset) =>
    offset === null ? '0000000000 65535 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`,
  );
  const id = createHash('sha256').update(body, 'latin1').digest('hex').slice(0, 32).toUpperCase();
  const trailer = `trailer\n<</Size ${offsets.length}\n/Root ${root} 0 R\n/Info ${info} 0 R\n/ID [<${id}> <${id}>]>>`;
  return `xref\n0 ${offsets.length}\n${entries.join('')}${trailer}\nstartxref\n${body.length}\n%%EOF\n`;
}
