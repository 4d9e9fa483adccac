import { describe, expect, it } from 'vitest';
import { pageNumbers } from './page-numbers.js';

/** A PDF of the form that Chromium writes, its objects in the order given. */
function pdf(objects: Readonly<Record<number, string>>): Uint8Array {
  let text = '%PDF-1.4\n';
  const offsets = new Map<number, number>();
  for (const [number, object] of Object.entries(objects)) {
    offsets.set(Number(number), text.length);
    text += `${number} 0 obj\n<<${object}>>\nendobj\n`;
  }
  const size = Math.max(...offsets.keys()) + 1;
  const entries = Array.from({ length: size }, (_none, number) => {
    const offset = offsets.get(number);
    return offset === undefined ? '0000000000 65535 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const trailer = `trailer\n<</Size ${size}\n/Root 1 0 R\n/Info 2 0 R>>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(`${text}xref\n0 ${size}\n${entries.join('')}${trailer}`, 'latin1');
}

const TREE = {
  1: '/Type /Catalog\n/Pages 3 0 R\n/Dests 9 0 R',
  2: '/Title (a)',
  3: '/Type /Pages\n/Count 3\n/Kids [4 0 R 5 0 R]',
  4: '/Type /Pages\n/Count 2\n/Kids [8 0 R 6 0 R]\n/Parent 3 0 R',
  5: '/Type /Page\n/Parent 3 0 R',
  6: '/Type /Page\n/Parent 4 0 R',
  8: '/Type /Page\n/Parent 4 0 R',
  9: '/last [5 0 R /XYZ 0 841 0]\n/a1#2Dfirst [8 0 R /XYZ 0 1.5 0]\n/second [6 0 R /XYZ 0 0 0]',
};

describe('the page numbers of a PDF', () => {
  it('count the pages in the order of their tree, whatever the numbers of the objects', () => {
    expect(Object.fromEntries(pageNumbers(pdf(TREE)))).toEqual({ 'a1-first': 1, second: 2, last: 3 });
  });

  it('are none where no link leads anywhere', () => {
    expect(pageNumbers(pdf({ ...TREE, 1: '/Type /Catalog\n/Pages 3 0 R' })).size).toBe(0);
  });

  it('are not guessed where a page is missing', () => {
    expect(() => pageNumbers(pdf({ ...TREE, 6: '/Type /Other\n/Parent 4 0 R' }))).toThrow('has no page');
  });
});
