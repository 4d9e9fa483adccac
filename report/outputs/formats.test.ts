import { describe, expect, it } from 'vitest';
import { FORMAT_NAMES, FORMATS, isFormat } from './formats.js';
import { EVERY_OUTCOME, hostileReport } from './testing/every-outcome.js';

const DATA = FORMAT_NAMES.flatMap((name) => {
  const spec = FORMATS[name];
  return spec.kind === 'data' ? [{ name, render: spec.render }] : [];
});

/** Characters that a reader of the file does not see, or that turn what stands around them. */
const UNSEEN = /(?![\r\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('the formats', () => {
  it('are known by their names alone', () => {
    expect(FORMAT_NAMES.slice(0, 3)).toEqual(['html', 'pdf', 'json']);
    expect(isFormat('sarif')).toBe(true);
    expect(isFormat('toString')).toBe(false);
  });

  it('have file names that never meet, nor are taken for a snapshot', () => {
    const extensions = FORMAT_NAMES.map((name) => FORMATS[name].extension);
    expect(new Set(extensions).size).toBe(extensions.length);
    for (const extension of extensions) expect(`x.${extension}`).not.toMatch(/\.snapshot\.json$/);
  });
});

describe.each(DATA)('$name', ({ render }) => {
  it('is the same for the same report', () => {
    expect(render(structuredClone(EVERY_OUTCOME))).toBe(render(EVERY_OUTCOME));
  });

  it('ends with a line break', () => {
    expect(render(EVERY_OUTCOME)).toMatch(/[^\n]\n$/);
  });

  it('takes a report on no account', () => {
    expect(render({ ...EVERY_OUTCOME, accounts: [], controls: [] })).not.toBe('');
  });

  it('takes names of 10,000 characters', () => {
    const name10k = `start-${'n'.repeat(9_988)}-end`;
    expect(render(hostileReport(name10k))).toContain(name10k);
  });
});

// JSON of the report itself is for machines, and keeps every text as it is.
describe.each(DATA.filter(({ name }) => name !== 'json'))('$name', ({ render }) => {
  it('shows what would hide or turn text', () => {
    expect(UNSEEN.exec(render(hostileReport()))).toBeNull();
  });
});
