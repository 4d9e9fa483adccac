// Two prints of one page differ in two dates only (measured with Chromium 147). Both are set to the report's time.

const DATE = /\/(CreationDate|ModDate) \(D:\d{14}[+\-Z](?:\d\d'\d\d')?\)/g;

/**
 * Sets both dates of a PDF, without moving a byte of anything else.
 * @param time ISO 8601
 * @throws Error when the PDF is not of the form that Chromium writes
 */
export function withPdfDates(pdf: Uint8Array, time: string): Uint8Array {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) throw new Error(`Not a time: ${time}`);
  const stamp = date.toISOString().replace(/\D/g, '').slice(0, 14);
  const bytes = Buffer.from(pdf);
  // In a string of the document a parenthesis is escaped, so that only the real entries match.
  const found = Array.from(bytes.toString('latin1').matchAll(DATE));
  const names = new Set(found.map((match) => match[1]));
  if (found.length !== 2 || names.size !== 2)
    throw new Error('The PDF does not have one creation and one change date.');
  for (const match of found) {
    const head = `/${match[1]} (D:${stamp}`;
    const tail = match[0].slice(head.length).replace(/^[+-]\d\d'\d\d'/, "+00'00'");
    bytes.write(head + tail, match.index, 'latin1');
  }
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
