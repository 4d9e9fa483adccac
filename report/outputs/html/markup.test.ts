import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cssString, escapeHtml } from './markup.js';

const HERE = import.meta.dirname;
const TEMPLATES = join(HERE, '..', '..', '..', 'templates');

/** The only files that may say of a string that it is safe HTML. */
const MAKERS_OF_MARKUP = ['frame.ts', 'svg.ts', 'text.ts'];

describe('markup', () => {
  it('is made in three files only', () => {
    const makers = readdirSync(HERE)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .filter((name) => readFileSync(join(HERE, name), 'utf8').includes('new Markup('));
    expect(makers).toEqual(MAKERS_OF_MARKUP);
    const others = readdirSync(join(HERE, '..'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.startsWith('html/'))
      .filter((name) => readFileSync(join(HERE, '..', name), 'utf8').includes('new Markup('));
    expect(others).toEqual([]);
  });

  it('is what templates place: none writes anything unescaped', () => {
    const files = [
      ...['page.hbs', 'diff-page.hbs', 'history-page.hbs'].map((name) => join(TEMPLATES, name)),
      ...readdirSync(join(TEMPLATES, 'partials')).map((name) => join(TEMPLATES, 'partials', name)),
    ];
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) expect(readFileSync(file, 'utf8'), file).not.toMatch(/\{\{\{|\{\{&/);
  });

  it('escapes what HTML reads as markup, in text and in attributes', () => {
    expect(escapeHtml(`<a href="x" title='y'>&`)).toBe('&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;');
  });

  it('writes CSS strings that end neither the string nor the style element', () => {
    const text = cssString('a"}</style>\\\n*{x:url(//e)}');
    expect(text).toMatch(/^"[A-Za-z0-9\\ ]*"$/);
    expect(text).toContain('\\3c \\2f style\\3e ');
  });
});
