import { createHash } from 'node:crypto';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import type { Report } from '../model.js';
import { renderHtml, SENTINEL_ID } from './html.js';
import { HOSTILE_TEXT, poisoned } from './testing/hostile.js';
import { MIXED_REPORT, TWO_ACCOUNTS } from './testing/mixed-report.js';

type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.Node;

function elements(node: Node): readonly Element[] {
  const own = 'tagName' in node ? [node] : [];
  const children = 'childNodes' in node ? node.childNodes : [];
  return [...own, ...children.flatMap(elements)];
}

function pageOf(report: Report): {
  readonly html: string;
  readonly all: readonly Element[];
  readonly errors: readonly string[];
} {
  const html = renderHtml(report);
  const errors: string[] = [];
  const document = parse(html, { onParseError: (error) => errors.push(error.code) });
  return { html, all: elements(document), errors };
}

function attribute(element: Element, name: string): string | null {
  return element.attrs.find((one) => one.name === name)?.value ?? null;
}

function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

function bodyText(all: readonly Element[]): string {
  const body = all.find((element) => element.tagName === 'body');
  return body === undefined ? '' : textOf(body);
}

const ALLOWED = new Set(
  'html head meta title style script body header nav main section article footer div span p h1 h2 h3 h4 h5 ul ol li dl dt dd a strong code pre table thead tbody tr th td svg g path rect circle text button label input'.split(
    ' ',
  ),
);

describe('the page', () => {
  it('is well-formed, in its language, and ends with the sentinel', () => {
    const { all, errors } = pageOf(MIXED_REPORT);
    expect(errors).toEqual([]);
    expect(attribute(all[0] as Element, 'lang')).toBe('en');
    const body = all.find((element) => element.tagName === 'body');
    const last = body?.childNodes.filter((node): node is Element => 'tagName' in node).at(-1);
    expect(last === undefined ? null : attribute(last, 'id')).toBe(SENTINEL_ID);
  });

  it('asks for nothing: one script of its own, no address outside itself', () => {
    const { html, all } = pageOf(MIXED_REPORT);
    expect(html.match(/https?:\/\//)).toBeNull();
    for (const element of all) {
      expect(ALLOWED).toContain(element.tagName);
      for (const { name, value } of element.attrs) {
        expect(['src', 'srcset', 'style', 'action', 'data']).not.toContain(name);
        expect(name).not.toMatch(/^on/);
        if (name === 'href') expect(value).toMatch(/^#[a-z0-9-]+$/);
      }
    }
    expect(all.filter((element) => element.tagName === 'script')).toHaveLength(1);
    const urls = html.match(/url\([^)]{0,30}/g) ?? [];
    expect(urls.every((url) => url.startsWith('url(data:font/woff2;base64,'))).toBe(true);
    expect(urls).toHaveLength(5);
  });

  it('has a policy that allows its own script and two styles, by their hashes, and nothing else', () => {
    const { all } = pageOf(MIXED_REPORT);
    const policy = all
      .map((element) => (attribute(element, 'http-equiv') === null ? null : attribute(element, 'content')))
      .find((one) => one !== null);
    const hashes = all
      .filter((element) => element.tagName === 'style')
      .map((element) => `'sha256-${createHash('sha256').update(textOf(element)).digest('base64')}'`);
    expect(hashes).toHaveLength(2);
    const [script] = all.filter((element) => element.tagName === 'script');
    const scriptHash = createHash('sha256')
      .update(script === undefined ? '' : textOf(script))
      .digest('base64');
    expect(policy).toBe(
      `default-src 'none'; script-src 'sha256-${scriptHash}'; style-src ${hashes.join(' ')}; font-src data:; img-src data:; base-uri 'none'; form-action 'none'`,
    );
  });

  it.each([
    ['one account', MIXED_REPORT],
    ['two accounts', TWO_ACCOUNTS],
  ])('leads every link of %s somewhere, and to one place', (_name, report) => {
    const { all } = pageOf(report);
    const ids = all.flatMap((element) => attribute(element, 'id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const links = all.filter((element) => element.tagName === 'a').map((element) => attribute(element, 'href') ?? '');
    expect(links.length).toBeGreaterThan(40);
    for (const link of links) expect(ids).toContain(link.slice(1));
  });

  it('never skips a level of headings', () => {
    for (const report of [MIXED_REPORT, TWO_ACCOUNTS]) {
      const levels = pageOf(report)
        .all.filter((element) => /^h[1-6]$/.test(element.tagName))
        .map((element) => Number(element.tagName[1]));
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      levels.forEach((level, index) => {
        expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
      });
    }
  });

  it('gives every table head cell a scope and every picture that says something a text', () => {
    const { all } = pageOf(MIXED_REPORT);
    for (const cell of all.filter((element) => element.tagName === 'th')) expect(attribute(cell, 'scope')).toBe('col');
    for (const svg of all.filter((element) => element.tagName === 'svg')) {
      expect(attribute(svg, 'aria-hidden') ?? attribute(svg, 'aria-label')).toBeTruthy();
    }
  });

  it('is the same for the same report', () => {
    expect(renderHtml(MIXED_REPORT)).toBe(renderHtml(structuredClone(MIXED_REPORT)));
  });

  it('says everything that the report says', () => {
    const text = bodyText(pageOf(MIXED_REPORT).all);
    for (const control of MIXED_REPORT.controls) {
      expect(text).toContain(control.shortTitle);
      expect(text).toContain(control.headline);
      for (const reason of control.reasons) expect(text).toContain(reason.message);
      for (const event of control.coverage?.required ?? []) expect(text).toContain(event.id);
      for (const chain of control.chains) {
        for (const link of chain.links) if (link.resource !== null) expect(text).toContain(link.resource.name);
      }
      if (control.remediation !== null) expect(text).toContain(control.remediation.summary);
    }
    for (const account of MIXED_REPORT.accounts) {
      for (const call of account.calls) {
        expect(text).toContain(`#${call.index}${call.operation}`);
        if (call.error !== null) expect(text).toContain(call.error.message);
      }
      for (const filter of account.filters) {
        expect(text).toContain(filter.pattern);
        if (filter.error !== null) expect(text).toContain(filter.error);
      }
    }
  });
});

describe('a hostile snapshot', () => {
  const { html, all, errors } = pageOf(poisoned(TWO_ACCOUNTS, HOSTILE_TEXT));

  it('adds no element, no attribute and no parse error to the page', () => {
    const shape = (elementsOf: readonly Element[]) =>
      elementsOf
        .filter((element) => attribute(element, 'class') !== 'cp')
        .map((element) => `${element.tagName} ${element.attrs.map((one) => one.name).join(' ')}`);
    expect(errors).toEqual([]);
    // As long, and as full of characters that are shown as code points, but harmless.
    const harmless = HOSTILE_TEXT.replace(/[<>"'&{}]/g, 'x');
    expect(shape(all)).toEqual(shape(pageOf(poisoned(TWO_ACCOUNTS, harmless)).all));
    for (const element of all) expect(ALLOWED).toContain(element.tagName);
  });

  it('is shown as the text it is, without a character that hides or turns text', () => {
    expect(html.match(/(?![\n\t])\p{Cc}|[\u00A0\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF]|\p{Cs}/u)).toBeNull();
    const text = bodyText(all);
    expect(text).toContain('<script>document.title="ran"</script>');
    expect(text).toContain('{{constructor}}{{{this}}}{{#each}}{{> control}}#{7*7}');
    expect(text).toContain('aU+202EbU+2066cU+200BdU+0000eU+001B[31mf');
  });

  it('does not leave its place in the running head either', () => {
    const running =
      all
        .filter((element) => element.tagName === 'style')
        .map(textOf)
        .at(-1) ?? '';
    const strings = running.match(/"[^"]*"/g) ?? [];
    expect(strings.length).toBeGreaterThanOrEqual(3);
    for (const string of strings) expect(string).toMatch(/^"[A-Za-z0-9\\ ]*"$/);
  });

  it('may have names of 10,000 characters: each is cut in place and stands in full once', () => {
    const name = `start-${'n'.repeat(9_990)}-end`;
    const long = pageOf(poisoned({ ...MIXED_REPORT, accounts: MIXED_REPORT.accounts.slice(0, 1) }, name));
    const text = bodyText(long.all);
    const outside = text.replaceAll(name, '');
    expect(text).toContain(name);
    expect(outside).toMatch(/start-n+\u2026n+-end \[\d+\]/);
    const list = long.all.find((element) => attribute(element, 'class') === 'full-list');
    expect(list === undefined ? '' : textOf(list)).toContain(name);
    // Outside blocks of code no word is longer than a cut name.
    const inline = long.all.filter(
      (element) => ['td', 'h3', 'li', 'dt'].includes(element.tagName) && attribute(element, 'class') !== 'mono',
    );
    for (const element of inline.filter((one) => elements(one).every((inner) => inner.tagName !== 'pre'))) {
      expect(
        Math.max(
          ...textOf(element)
            .split(/\s/)
            .map((word) => word.length),
        ),
      ).toBeLessThan(800);
    }
  });
});
