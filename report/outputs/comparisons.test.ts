// Comparison and history in every form: well made, and harmless whatever the account's texts are.
import MarkdownIt from 'markdown-it';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Diff } from '../compare/diff.js';
import type { AccountHistory, History } from '../compare/history.js';
import { renderDiffHtml } from './diff-html.js';
import { renderDiffMarkdown } from './diff-markdown.js';
import { diffSchema } from './diff-schema.js';
import { renderDiffText } from './diff-text.js';
import { renderHistoryHtml } from './history-html.js';
import { renderHistoryMarkdown } from './history-markdown.js';
import { historySchema } from './history-schema.js';
import { renderHistoryText } from './history-text.js';
import { SENTINEL_ID } from './html.js';
import { poisonedComparison, sampleDiff, sampleHistory } from './testing/comparisons.js';
import { HOSTILE_TEXT } from './testing/hostile.js';
import type { TextPen } from './text-pen.js';

type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.Node;

const ALLOWED = new Set(
  'html head meta title style script body header main section article footer div span p h1 h2 h3 h4 h5 ul li dl dt dd a strong code pre table thead tbody tr th td svg g path rect circle text'.split(
    ' ',
  ),
);

function elements(node: Node): readonly Element[] {
  const own = 'tagName' in node ? [node] : [];
  const children = 'childNodes' in node ? node.childNodes : [];
  return [...own, ...children.flatMap(elements)];
}

function attribute(element: Element, name: string): string | null {
  return element.attrs.find((one) => one.name === name)?.value ?? null;
}

const SUBJECTS = ['one', 'several'] as const;
const diffs = new Map<string, Diff>();
const histories = new Map<string, History>();
beforeAll(async () => {
  for (const subject of SUBJECTS) {
    diffs.set(subject, await sampleDiff(subject));
    histories.set(subject, await sampleHistory(subject));
  }
});

function diffOf(subject: string): Diff {
  const found = diffs.get(subject);
  if (found === undefined) throw new Error(subject);
  return found;
}

function historyOf(subject: string): History {
  const found = histories.get(subject);
  if (found === undefined) throw new Error(subject);
  return found;
}

const PAGES = SUBJECTS.flatMap((subject) => [
  [`diff of ${subject}`, (text: string | null) => renderDiffHtml(poisonedOr(diffOf(subject), text))] as const,
  [`history of ${subject}`, (text: string | null) => renderHistoryHtml(poisonedOr(historyOf(subject), text))] as const,
]);

function poisonedOr<T extends Diff | History>(one: T, text: string | null): T {
  return text === null ? one : poisonedComparison(one, text);
}

describe('the data', () => {
  it.each(SUBJECTS)('of %s fit their schemas', (subject) => {
    expect(diffSchema.parse(diffOf(subject))).toEqual(diffOf(subject));
    expect(historySchema.parse(historyOf(subject))).toEqual(historyOf(subject));
  });
});

describe.each(PAGES)('the page: %s', (_name, render) => {
  it('is well-formed, leads nowhere outside, and ends with the sentinel', () => {
    const html = render(null);
    const errors: string[] = [];
    const all = elements(parse(html, { onParseError: (error) => errors.push(error.code) }));
    expect(errors).toEqual([]);
    expect(html).not.toMatch(/https?:\/\//);
    const ids = new Set(all.flatMap((element) => attribute(element, 'id') ?? []));
    for (const element of all) {
      expect(ALLOWED).toContain(element.tagName);
      const href = attribute(element, 'href');
      if (href !== null) expect(ids).toContain(href.slice(1));
    }
    const body = all.find((element) => element.tagName === 'body');
    const last = body?.childNodes.filter((node): node is Element => 'tagName' in node).at(-1);
    expect(last === undefined ? null : attribute(last, 'id')).toBe(SENTINEL_ID);
  });

  it('adds nothing for a hostile account, and shows its texts as they are', () => {
    const shape = (text: string): readonly string[] =>
      elements(parse(render(text)))
        .filter((element) => attribute(element, 'class') !== 'cp')
        .map((element) => `${element.tagName} ${element.attrs.map((one) => one.name).join(' ')}`);
    expect(shape(HOSTILE_TEXT)).toEqual(shape(HOSTILE_TEXT.replace(/[<>"'&{}]/g, 'x')));
    const html = render(HOSTILE_TEXT);
    expect(html.match(/(?![\n\t])\p{Cc}|[\u00A0\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF]|\p{Cs}/u)).toBeNull();
    expect(html).toContain('&lt;script&gt;');
  });
});

describe.each(SUBJECTS)('Markdown of %s', (subject) => {
  const reader = new MarkdownIt({ html: true, linkify: true });
  // What is folded away is the one piece of HTML that is ours.
  const ours = /<\/?(?:details|summary)>|<br>/g;
  const tags = (markdown: string): ReadonlySet<string> =>
    new Set(
      [
        ...reader
          .render(markdown)
          .replace(ours, '')
          .matchAll(/<([a-z0-9]+)/g),
      ].map(([, tag]) => tag ?? ''),
    );
  const allowed = 'h1 h2 h3 p ul li table thead tbody tr th td strong code br'.split(' ');

  it('has nothing in it that an account has put there', () => {
    for (const markdown of [
      renderDiffMarkdown(poisonedComparison(diffOf(subject), HOSTILE_TEXT)),
      renderHistoryMarkdown(poisonedComparison(historyOf(subject), HOSTILE_TEXT)),
    ]) {
      for (const tag of tags(markdown)) expect(allowed).toContain(tag);
    }
  });

  it('has tables whose rows are of one width', () => {
    for (const markdown of [renderDiffMarkdown(diffOf(subject)), renderHistoryMarkdown(historyOf(subject))]) {
      for (const table of reader.render(markdown).split('<table>').slice(1)) {
        const rows = (table.split('</table>')[0] ?? '').split('<tr>').slice(1);
        const widths = new Set(rows.map((row) => row.match(/<t[hd]/g)?.length));
        expect(rows.length).toBeGreaterThan(1);
        expect(widths.size).toBe(1);
      }
    }
  });
});

describe('Markdown of very much', () => {
  const many = <T>(items: readonly T[], count: number): readonly T[] =>
    Array.from({ length: count }, () => items).flat();
  const one = (): AccountHistory => {
    const [account] = historyOf('one').accounts;
    if (account === undefined) throw new Error('no account');
    return account;
  };
  const [ofDiff, ofHistory] = [
    (more: Partial<Diff>) => renderDiffMarkdown({ ...diffOf('several'), ...more }),
    (accounts: History['accounts']) => renderHistoryMarkdown({ ...historyOf('one'), accounts }),
  ];

  it.each<[string, () => string]>([
    ['a comparison of hundreds of accounts', () => ofDiff({ accounts: many(diffOf('several').accounts, 200) })],
    ['accounts that only one side has', () => ofDiff({ notes: many(diffOf('several').notes, 3000) })],
    [
      'one account of which thousands of resources changed',
      () =>
        ofDiff({ accounts: diffOf('one').accounts.map((all) => ({ ...all, resources: many(all.resources, 2000) })) }),
    ],
    ['a history of thousands of accounts', () => ofHistory(many([one()], 3000))],
    [
      'years of one account, day by day',
      () => {
        const account = one();
        const controls = account.controls.map((all) => ({ ...all, findings: many(all.findings, 300) }));
        const dates = many(account.dates, 100);
        return ofHistory([{ ...account, controls, dates, steps: many(account.steps, 100) }]);
      },
    ],
  ])('fits a comment, and says that it is shortened: %s', (_title, render) => {
    const markdown = render();
    expect(markdown.length).toBeLessThanOrEqual(65_536);
    expect(markdown.length).toBeGreaterThan(1_000);
    expect(markdown).toMatch(/Shortened to what a comment may hold|accounts are left out/);
  });

  it('is left as it is where it fits', () => {
    expect(ofDiff({})).not.toContain('Shortened');
    expect(ofHistory([one()])).not.toContain('Shortened');
  });
});

describe.each(SUBJECTS)('text of %s', (subject) => {
  const control = /\p{Cc}/gu;
  const pen = (width: number): TextPen => ({
    width,
    safe: (text) => text.replace(control, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
    paint: (_style, text) => text,
  });

  it.each([60, 80, 100, 160])('keeps to %d columns', (width) => {
    for (const text of [HOSTILE_TEXT, 'n'.repeat(500), null]) {
      const lines = [
        ...renderDiffText(poisonedOr(diffOf(subject), text), pen(width)),
        ...renderHistoryText(poisonedOr(historyOf(subject), text), pen(width)),
      ];
      for (const line of lines) {
        expect(Array.from(line).length, line).toBeLessThanOrEqual(width);
        expect(line).not.toMatch(control);
      }
    }
  });

  it('says the causes', () => {
    const text = renderDiffText(diffOf(subject), pen(200)).join('\n');
    expect(text).toContain('StopLogging: lost at the metric filter cis-4-5');
    expect(text).toContain('Because alarm cis-4-3 was changed: Namespace.');
    if (subject === 'several') expect(text).toContain('Because securityhub:DescribeHub in us-west-2 is denied now.');
  });
});

describe('the timeline of a history', () => {
  const plain: TextPen = { width: 200, safe: (text) => text, paint: (_style, text) => text };
  const LOST = 'DeleteTrail, StopLogging: lost at the metric filter cis-4-5';

  it('says which events were lost, at which link, and on which day', () => {
    const history = historyOf('one');
    const lines = renderHistoryText(history, plain).map((line) => line.trim());
    expect(lines.slice(lines.indexOf('3 March 2026'))).toMatchObject([
      '3 March 2026',
      '4.5 CloudTrail configuration changes: met \u00bb not met',
      LOST,
      'Because metric filter cis-4-5 was changed: filterPattern.',
      ...lines.slice(lines.indexOf('3 March 2026') + 4),
    ]);
    expect(renderHistoryMarkdown(history)).toContain(`    - ${LOST}`);
    expect(renderHistoryHtml(history)).toMatch(/StopLogging: lost at the metric filter/);
  });

  it('calls no event seen or lost where that can only be told no more', () => {
    const step = renderHistoryText(historyOf('one'), plain).find(
      (line) => line.includes('4.15') && line.includes('still'),
    );
    expect(step).toContain('still not met, with more or less that can be told of its events');
  });
});
