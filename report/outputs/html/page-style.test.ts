import { describe, expect, it } from 'vitest';
import { contrast } from '../../engagement/colour.js';
import { pageStyle } from './page-style.js';

const TEXTS = { topLeft: 'a', topRight: 'b', bottomLeft: 'c', page: 'Page {page} of {pages}' };

describe('the colours of the house', () => {
  it('stand in the style as they are given, and lighter where the page is dark', () => {
    const style = pageStyle('A4', TEXTS, { house: '#5A1230', accent: '#8a1538' });
    expect(style).toMatch(/^:root\{--house:#5a1230;--accent:#8a1538\}/);
    const dark = /@media screen and \(prefers-color-scheme:dark\)\{:root\{--house:(#\w{6});--accent:(#\w{6})\}\}/.exec(
      style,
    );
    expect(contrast(dark?.[1] ?? '', '#10171e')).toBeGreaterThanOrEqual(3);
    expect(contrast(dark?.[2] ?? '', '#10171e')).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['red', '#fff', '#eeeeee', '#000000;}</style><script>', 'url(//192.0.2.1)', '#00000g'])(
    'are left as ours for %s',
    (colour) => {
      expect(pageStyle('A4', TEXTS, { house: colour, accent: colour })).toBe(pageStyle('A4', TEXTS));
    },
  );
});
