import MarkdownIt from 'markdown-it';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { describe, expect, it } from 'vitest';
import { mdBlock } from './common/markdown-text.js';
import { renderMarkdown } from './markdown.js';
import { EVERY_OUTCOME, hostileReport } from './testing/every-outcome.js';
import { MIXED_REPORT } from './testing/mixed-report.js';

type Node = DefaultTreeAdapterTypes.ChildNode;

/** As GitHub reads it: with tables, with HTML, with addresses made links. */
const reader = new MarkdownIt({ html: true, linkify: true });

function read(markdown: string): {
  readonly tags: ReadonlySet<string>;
  readonly text: string;
  readonly rows: number[];
} {
  const tags = new Set<string>();
  const rows: number[] = [];
  const walk = (node: Node): string => {
    if ('tagName' in node) tags.add(node.tagName);
    if ('tagName' in node && node.tagName === 'tr') {
      rows.push(node.childNodes.filter((cell) => 'tagName' in cell).length);
    }
    if ('value' in node) return node.value;
    return 'childNodes' in node ? node.childNodes.map(walk).join('') : '';
  };
  const text = parseFragment(reader.render(markdown)).childNodes.map(walk).join('');
  return { tags, text, rows };
}

const ALLOWED = [
  'h1',
  'h2',
  'h3',
  'p',
  'ul',
  'li',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'strong',
  'pre',
  'code',
];

describe('the Markdown', () => {
  it('says what the report says of everything that does not pass', () => {
    const { text } = read(renderMarkdown(MIXED_REPORT));
    for (const control of MIXED_REPORT.controls) {
      expect(text).toContain(control.shortTitle);
      expect(text).toContain(control.headline);
      if (control.outcome === 'pass') continue;
      for (const { message } of control.reasons) expect(text).toContain(message);
      for (const { id, condition } of control.coverage?.missed ?? []) {
        expect(text).toContain(id);
        expect(text).toContain(condition);
      }
      if (control.remediation !== null) expect(text).toContain(control.remediation.summary);
      if (control.remediation?.script != null) expect(text).toContain(control.remediation.script);
    }
    expect(text).toContain('AccessDenied');
    expect(text).toContain(MIXED_REPORT.accounts[0]?.digest);
  });

  it('shows every outcome, and a waiver beside it', () => {
    const { text } = read(renderMarkdown(EVERY_OUTCOME));
    for (const word of ['not met, waived', 'not assessed', 'not applicable', 'by hand']) expect(text).toContain(word);
    expect(text).toContain('Attestation: The network team reads the flow');
    expect(text).toContain('Auditor\u2019s note: Asked twice.');
  });

  it('is only what it means to be when every text is hostile', () => {
    const { tags, text, rows } = read(renderMarkdown(hostileReport()));
    expect([...tags].filter((tag) => !ALLOWED.includes(tag))).toEqual([]);
    expect(text).toContain('<script>document.title="ran"</script><img src=http://192.0.2.1/i onerror=alert(1)>');
    expect(text).toContain('{{constructor}}{{{this}}}{{#each}}{{> control}}#{7*7}');
    expect(text).toContain('a[U+202E]b[U+2066]c');
    // No name adds a cell to a row.
    expect(new Set(rows)).toEqual(new Set(read(renderMarkdown(EVERY_OUTCOME)).rows));
  });

  it.each([
    '# a',
    '- a',
    '+ a',
    '1. a',
    '1) a',
    '=== a',
    '    a',
    '> a',
    '`a` ``b``',
    '**a** __b__ ~~c~~',
    '[a](http://192.0.2.1) ![b](c) [d]: e',
    '<http://192.0.2.1> http://192.0.2.1 www.example.com a@example.com',
    '&lt;b&gt; &#60; \\&amp;',
    'a | b \\| c \\\\| d',
    '$x$ [^1]',
    '| a |\n| - |',
  ])('%j reads as itself', (name) => {
    const { tags, text } = read(renderMarkdown(hostileReport(name)));
    expect([...tags].filter((tag) => !ALLOWED.includes(tag))).toEqual([]);
    expect(text).toContain(name.trim().replace('\n', '[U+000A]'));
  });

  it('fences a block by more backticks than it holds', () => {
    expect(read(mdBlock('sh', 'a\n````\nb')).text.trimEnd()).toBe('a\n````\nb');
  });
});
