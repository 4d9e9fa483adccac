import { describe, expect, it } from 'vitest';
import { withPdfDates } from './pdf-dates.js';

function pdf(...entries: readonly string[]): Uint8Array {
  return new Uint8Array(Buffer.from(`%PDF-1.4\n<</Title (a)\n${entries.join('\n')}>>\n\xff\xfe`, 'latin1'));
}

const TWO = ["/CreationDate (D:20260101120000+00'00')", "/ModDate (D:20260101120001+00'00')"];

describe('the dates of a PDF', () => {
  it('are set to the time given, in UTC, and nothing else moves', () => {
    const before = pdf(...TWO);
    const after = withPdfDates(before, '2026-11-04T10:00:00+02:00');
    expect(after).toHaveLength(before.length);
    const text = Buffer.from(after).toString('latin1');
    expect(text).toContain("/CreationDate (D:20261104080000+00'00')");
    expect(text).toContain("/ModDate (D:20261104080000+00'00')");
    expect(text.replace(/D:\d+/g, '')).toBe(Buffer.from(before).toString('latin1').replace(/D:\d+/g, ''));
  });

  it('lose a zone other than UTC', () => {
    const after = withPdfDates(
      pdf("/CreationDate (D:20260101120000-05'00')", "/ModDate (D:20260101120000-05'00')"),
      '2026-11-04T10:00:00Z',
    );
    expect(Buffer.from(after).toString('latin1')).not.toContain("-05'00'");
  });

  it('are not looked for in a title that looks like one', () => {
    const after = withPdfDates(
      pdf(...TWO, "/Subject (/CreationDate \\(D:20260101120000+00'00'\\))"),
      '2026-11-04T10:00:00Z',
    );
    expect(Buffer.from(after).toString('latin1')).toContain("\\(D:20260101120000+00'00'\\)");
  });

  it('are an error where they are missing, twice, or no time', () => {
    expect(() => withPdfDates(pdf(TWO[0] ?? ''), '2026-11-04T10:00:00Z')).toThrow('one creation and one change date');
    expect(() => withPdfDates(pdf(...TWO, ...TWO), '2026-11-04T10:00:00Z')).toThrow('one creation and one change date');
    expect(() => withPdfDates(pdf(...TWO), 'yesterday')).toThrow('Not a time: yesterday');
  });
});
