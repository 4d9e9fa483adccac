import { describe, expect, it } from 'vitest';
import { LINK_KINDS } from '../../model.js';
import { chainPicture, miniPath, rowsOf } from './svg.js';

describe('rows of a name in a picture', () => {
  it('keeps a short name on one row', () => {
    expect(rowsOf('audit', 15, 2)).toEqual(['audit']);
    expect(rowsOf('', 15, 2)).toEqual([]);
  });

  it('breaks after a separator where the rest still fits', () => {
    expect(rowsOf('org/audit/cloudtrail', 15, 2)).toEqual(['org/audit/', 'cloudtrail']);
  });

  it('breaks anywhere else, and never grows beyond its place', () => {
    for (const name of ['x'.repeat(10_000), '監'.repeat(500), `/${'a-'.repeat(300)}`, '🚨'.repeat(99)]) {
      const rows = rowsOf(name, 15, 2);
      expect(rows.length).toBeLessThanOrEqual(2);
      for (const row of rows) expect(Array.from(row).length).toBeLessThanOrEqual(15);
      expect(rows.join('')).toContain('\u2026');
    }
  });
});

describe('pictures', () => {
  it('escape names and labels', () => {
    const hostile = '"><script>x</script>';
    const links = LINK_KINDS.map((kind) => ({
      kind,
      state: 'broken' as const,
      label: hostile,
      name: hostile,
      remark: hostile,
      heading: hostile,
    }));
    const html = chainPicture(links, hostile).toHTML() + miniPath(['holds'], hostile).toHTML();
    expect(html).not.toContain('<script');
    expect(html).toContain('aria-label="&quot;&gt;&lt;script&gt;');
  });

  it('have a text alternative in both forms', () => {
    const links = LINK_KINDS.map((kind) => ({
      kind,
      state: 'holds' as const,
      label: kind,
      name: 'n',
      remark: '',
      heading: kind,
    }));
    expect(
      chainPicture(links, 'The path.')
        .toHTML()
        .match(/role="img" aria-label="The path\."/g),
    ).toHaveLength(2);
  });

  it('tell the states apart by shape, not by colour', () => {
    const states = ['holds', 'partial', 'broken', 'unseen', 'not-reached'] as const;
    const squares = states.map((state) =>
      miniPath([state], '')
        .toHTML()
        .replace(/class="[^"]*"/g, ''),
    );
    // Works and not reached are both full squares: one dark, one so pale that it stands back in grey print as well.
    expect(new Set(squares).size).toBe(4);
  });
});
