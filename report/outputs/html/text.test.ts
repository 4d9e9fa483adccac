import { describe, expect, it } from 'vitest';
import { block, cut, inline, LongTexts, visible, withCode } from './text.js';

describe('text from a snapshot', () => {
  it('shows characters that turn a name round as their code points', () => {
    expect(inline('admin\u202Etxt.exe').toHTML()).toBe('admin<span class="cp">U+202E</span>txt.exe');
    expect(visible('admin\u202Etxt.exe')).toBe('admin[U+202E]txt.exe');
  });

  it.each([
    ['a null character', '\u0000', 'U+0000'],
    ['an escape', '\u001B', 'U+001B'],
    ['a line break', '\n', 'U+000A'],
    ['a C1 control', '\u009B', 'U+009B'],
    ['a soft hyphen', '\u00AD', 'U+00AD'],
    ['a no-break space', '\u00A0', 'U+00A0'],
    ['a zero-width space', '\u200B', 'U+200B'],
    ['an isolate', '\u2067', 'U+2067'],
    ['a line separator', '\u2028', 'U+2028'],
    ['a Hangul filler', '\u3164', 'U+3164'],
    ['a variation selector', '\uFE0F', 'U+FE0F'],
    ['a byte order mark', '\uFEFF', 'U+FEFF'],
    ['a lone surrogate', '\uD800', 'U+D800'],
    ['a private character', '\uE000', 'U+E000'],
    ['a language tag', '\u{E0041}', 'U+E0041'],
  ])('shows %s', (_what, character, code) => {
    expect(inline(`a${character}b`).toHTML()).toBe(`a<span class="cp">${code}</span>b`);
  });

  it('lets the blanks of French punctuation stand in our sentences, and in no name', () => {
    const sentence = '\u{1F6A8} \u00AB\u202Farn\u202F\u00BB\u00A0: 1\u202F234 \u00E9v\u00E9nements\u202F!';
    expect(inline(sentence).toHTML()).toBe(sentence);
    expect(visible(sentence)).toBe(sentence);
    expect(inline('a\u202Fb').toHTML()).toContain('U+202F');
    expect(new LongTexts().name('alarm\u00A0!').toHTML()).toContain('U+00A0');
    expect(block('{ $.a = b\u00A0; }').toHTML()).toContain('U+00A0');
  });

  it('leaves letters of other scripts alone', () => {
    for (const text of ['Zażółć gęślą jaźń', '監査ログ', 'שלום', 'e\u0301', '🚨'])
      expect(inline(text).toHTML()).toBe(text);
  });

  it('does not let combining marks pile up', () => {
    expect(inline(`e${'\u0301'.repeat(5)}`).toHTML()).toBe(
      `e${'\u0301'.repeat(3)}${'<span class="cp">U+0301</span>'.repeat(2)}`,
    );
  });

  it('keeps line breaks and tabs in a block, and only there', () => {
    expect(block('a\r\n\tb\u0007').toHTML()).toBe('a\n\tb<span class="cp">U+0007</span>');
  });

  it('escapes markup', () => {
    expect(inline('<img src=x onerror=y>').toHTML()).toBe('&lt;img src=x onerror=y&gt;');
    expect(withCode('ask `a <b>` now & then').toHTML()).toBe('ask <code>a &lt;b&gt;</code> now &amp; then');
  });

  it('cuts long names in the middle and keeps both ends', () => {
    const short = cut(`start-${'x'.repeat(100)}-end`, 20);
    expect(Array.from(short)).toHaveLength(20);
    expect(short).toMatch(/^start-x+\u2026x*-end$/);
    expect(cut('🚨🚨🚨', 3)).toBe('🚨🚨🚨');
  });

  it('lists each text that was cut once, in full', () => {
    const long = new LongTexts();
    const name = 'n'.repeat(10_000);
    const first = long.name(name).toHTML();
    expect(long.sentence(name).toHTML()).toContain('<a class="full" href="#full-1">[1]</a>');
    expect(first.length).toBeLessThan(300);
    expect(long.name('short').toHTML()).toBe('short');
    expect(long.all().map((entry) => [entry.number, entry.length, entry.text.toHTML()])).toEqual([[1, 10_000, name]]);
  });

  it('groups a digest, and shows what is none as it stands', () => {
    const long = new LongTexts();
    expect(long.digest('0123456789abcdef'.repeat(4)).toHTML()).toContain('0123 4567 89ab cdef 0123');
    expect(long.digest('<x>').toHTML()).toBe('&lt;x&gt;');
  });
});
