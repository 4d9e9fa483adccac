// The order of an audit document and what its chapters say: what an auditor looks for, where it is looked for.
import { describe, expect, it } from 'vitest';
import type { ControlResult, Report } from '../../model.js';
import { renderHtml } from '../html.js';
import { sampleDiff } from '../testing/comparisons.js';
import { EVERY_OUTCOME } from '../testing/every-outcome.js';
import { MIXED_REPORT, TWO_ACCOUNTS, TWO_VERSIONS } from '../testing/mixed-report.js';
import { ACCOUNT } from '../testing/report-parts.js';
import { pageView } from './page-view.js';
import type { ControlView, PageView } from './view-model.js';

const diff = await sampleDiff('one');
const changes = {
  ...diff,
  accounts: diff.accounts.map((account) => ({ ...account, account: ACCOUNT })),
};

/** One account with everything that a report may have. */
const WHOLE: Report = {
  ...EVERY_OUTCOME,
  accounts: EVERY_OUTCOME.accounts.slice(0, 1),
  controls: EVERY_OUTCOME.controls.filter(({ account }) => account === ACCOUNT),
  changes,
};

const met = (report: Report): Report => ({
  ...report,
  accounts: report.accounts.map((account) => ({ ...account, plan: { steps: [], closes: [], blocked: [] } })),
  controls: report.controls.map(
    (control): ControlResult => ({ ...control, outcome: 'pass', reasons: [], chains: [], coverage: null }),
  ),
});

function titlesOf(html: string): readonly string[] {
  return [...html.matchAll(/<h[23] [^>]*>(?:<span class="no">[^<]*<\/span>)? ?([^<]+)<\/h[23]>/g)].map(
    ([, title]) => title?.trim() ?? '',
  );
}

function sectionsOf(view: PageView): readonly string[] {
  return view.contents.entries
    .filter(({ kind }) => kind === 'section')
    .map(({ title }) => (typeof title === 'string' ? title : title.toHTML()));
}

function text(html: string): string {
  return html
    .slice(html.indexOf('<body'))
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}

const ONE_ACCOUNT = [
  'Document control',
  'Executive summary',
  'Scope, method and limits',
  'Scorecard',
  'Findings',
  'Could not be assessed',
  'To be judged by hand',
  'Met',
  'Not applicable',
  'Remediation plan',
  'Changes since the last report',
  'Waivers and attestations',
  'Evidence manifest',
  'Call ledger',
  'Metric filters as found',
  'Tool and rule versions',
  'How to reproduce this report',
  'Glossary',
];

describe('the order of a document', () => {
  const view = pageView(WHOLE, 'en', 'A4');

  it('is the same in the contents and on the pages, from the document control to the glossary', () => {
    expect(sectionsOf(view)).toEqual(ONE_ACCOUNT);
    const pages = titlesOf(renderHtml(WHOLE)).filter((title) => ONE_ACCOUNT.includes(title));
    expect(pages).toEqual(ONE_ACCOUNT);
  });

  it('has the document control before the contents, and the cover before both', () => {
    const html = renderHtml(WHOLE);
    const places = ['class="cover"', 'id="document-control"', 'id="contents"', 'id="summary"'].map((part) =>
      html.indexOf(part),
    );
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places[0]).toBeGreaterThan(0);
  });

  it('numbers its chapters and letters its appendices without a gap', () => {
    const numbers = view.contents.entries.filter(({ kind }) => kind === 'section').map(({ number }) => String(number));
    expect(numbers).toEqual([...Array.from({ length: 12 }, (_, index) => `${index + 1}`), ...'ABCDEF']);
  });

  it('names every control in the contents, under its slug', () => {
    const items = view.contents.entries.filter(({ kind }) => kind === 'item').map(({ anchor }) => anchor);
    const own = WHOLE.controls.filter(({ benchmark }) => benchmark === '5.0.0').map(({ slug }) => slug);
    expect([...items].sort()).toEqual([...own].sort());
  });

  it('keeps what is about one account in its chapter, and says once what is about all', () => {
    const several = sectionsOf(pageView({ ...TWO_ACCOUNTS, changes }, 'en', 'A4'));
    const count = (title: string) => several.filter((one) => one === title).length;
    // The first is of all accounts together.
    expect(count('Executive summary')).toBe(3);
    const twice = ['Scorecard', 'Findings', 'Met', 'Remediation plan', 'What was read'];
    for (const title of [...twice, 'Call ledger', 'Metric filters as found'])
      expect([title, count(title)]).toEqual([title, 2]);
    const once = ['Scope, method and limits', 'Evidence manifest', 'Tool and rule versions', 'Glossary'];
    for (const title of [...once, 'How to reproduce this report', 'Changes since the last report'])
      expect([title, count(title)]).toEqual([title, 1]);
    expect(several.indexOf('Scope, method and limits')).toBeLessThan(several.indexOf('example-prod'));
    expect(several.slice(-4)).toEqual([
      'Evidence manifest',
      'Tool and rule versions',
      'How to reproduce this report',
      'Glossary',
    ]);
  });
});

describe('the executive summary', () => {
  const [chapter] = pageView({ ...MIXED_REPORT, changes }, 'en', 'A4').chapters;

  it('tells the worst gaps first, five at most, each with a way to its finding', () => {
    expect(chapter?.summary.worst?.gaps.map((gap) => [gap.anchor, gap.title.toHTML()])).toEqual([
      ['cloudtrail-config-changes', 'CloudTrail configuration changes'],
      ['root-account-usage', 'Use of the root user'],
      ['organizations-changes', 'AWS Organizations changes'],
    ]);
    const all = MIXED_REPORT.controls.map((control): ControlResult => ({ ...control, outcome: 'fail' }));
    const worst = pageView({ ...MIXED_REPORT, controls: all }, 'en', 'A4').chapters[0]?.summary.worst;
    expect(worst?.gaps).toHaveLength(5);
    expect(worst?.rest).toBe('11 more controls are not met.');
  });

  it('says what changed, and leads to the chapter on it', () => {
    expect(chapter?.summary.since).toEqual({ text: expect.stringMatching(/regressed/), href: '#changes' });
    expect(pageView(MIXED_REPORT, 'en', 'A4').chapters[0]?.summary.since).toBeNull();
  });

  it('says of each account only what changed in it', () => {
    const several = pageView({ ...TWO_ACCOUNTS, changes }, 'en', 'A4').chapters;
    expect(several.map(({ summary }) => summary.since === null)).toEqual([false, true]);
  });

  it('says how much could be read', () => {
    expect(chapter?.summary.coverage).toEqual({
      text: '15 of 17 regions read without a gap; 2 of 45 calls denied, failed or not made.',
      href: '#ledger',
    });
    const [account] = MIXED_REPORT.accounts;
    const coverage = (change: (call: (typeof calls)[number]) => (typeof calls)[number]) => {
      const accounts = account === undefined ? [] : [{ ...account, calls: calls.map(change) }];
      return pageView({ ...MIXED_REPORT, accounts }, 'en', 'A4').chapters[0]?.summary.coverage.text;
    };
    const calls = account?.calls ?? [];
    const denied = (call: (typeof calls)[number]) => (call.answered ? call : { ...call, outcome: 'denied' as const });
    expect(coverage(denied)).toBe('15 of 17 regions read without a gap; 2 calls denied.');
    expect(coverage((call) => ({ ...call, answered: true }))).toBe(
      '15 of 17 regions read without a gap; all 45 calls answered.',
    );
  });

  it('says that a gap is waived, and lists it all the same', () => {
    const waived = pageView(WHOLE, 'en', 'A4').chapters[0]?.summary.worst?.gaps[0];
    expect(waived?.waived?.toHTML()).toBe('Waived until 31 December 2026; the outcome stands.');
  });
});

describe('the scorecard', () => {
  it('has a row for each control, with a place for its page', () => {
    const html = renderHtml(MIXED_REPORT);
    for (const { slug } of MIXED_REPORT.controls) {
      const row = new RegExp(
        `<tr data-control="${slug}">[\\s\\S]*?<td class="page"><span[^>]* data-page-of="${slug}">`,
      );
      expect(html).toMatch(row);
    }
  });

  it('has the versions side by side, where there are several', () => {
    expect(pageView(MIXED_REPORT, 'en', 'A4').chapters[0]?.scorecard.versions).toBeNull();
    const versions = pageView(TWO_VERSIONS, 'en', 'A4').chapters[0]?.scorecard.versions;
    expect(versions?.heads.map((head) => head.toHTML())).toEqual(['5.0.0', '1.4.0']);
  });
});

describe('a finding', () => {
  const html = renderHtml(MIXED_REPORT);

  it('has the audit form, in order', () => {
    const start = html.indexOf('data-control="cloudtrail-config-changes" data-outcome');
    const article = html.slice(start, html.indexOf('</article>', start));
    const labels = [...article.matchAll(/<h4 class="form">([^<]+)</g)].map(([, label]) => label);
    expect(labels).toEqual(['Condition', 'Criterion', 'Evidence', 'Cause', 'Effect', 'Recommendation']);
    const order = [
      'Of the 5 kinds of event',
      'Ensure cloudtrail',
      'class="picture"',
      'class="witness',
      'class="evidence"',
    ];
    const rest = ['sees 3 of 5 kinds', 'turns the log off first', 'put-metric-filter --region'];
    // The picture says why a link is broken as well: the causes are told last.
    const places = [...order.map((part) => article.indexOf(part)), ...rest.map((part) => article.lastIndexOf(part))];
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places.every((place) => place > 0)).toBe(true);
  });

  it('leads to its steps in the plan', () => {
    const view = pageView(MIXED_REPORT, 'en', 'A4').chapters[0]?.groups[0];
    const finding = view?.controls.find((one: ControlView) => one.anchor === 'cloudtrail-config-changes');
    expect(finding?.planSteps).toEqual([
      { label: 'step 1', anchor: 'step-1' },
      { label: 'step 3', anchor: 'step-3' },
    ]);
  });
});

describe('what could not be seen', () => {
  it('is shown: the styles hide a text that is only to be heard, and no link, row or event of that state', () => {
    const styles = renderHtml(MIXED_REPORT).match(/<style>[\s\S]*?<\/style>/)?.[0] ?? '';
    const hiding = [...styles.matchAll(/([^{}]+)\{[^{}]*clip-path:\s*inset[^{}]*\}/g)].map(([, selector]) => selector);
    expect(hiding).toContain('span.unseen');
    expect(hiding.filter((selector) => /(?<!span)\.unseen/.test(selector ?? ''))).toEqual([]);
  });
});

describe('the remediation plan', () => {
  const plan = pageView(MIXED_REPORT, 'en', 'A4').chapters[0]?.plan;

  it('has every step once, in order, with what it is for and what it asks', () => {
    expect(
      plan?.steps.map((step) => [
        step.number,
        step.title.toHTML(),
        step.controls.map((one) => `${one.id.toHTML()} ${one.anchor}`),
        step.decisions,
      ]),
    ).toEqual([
      ['1', 'Change the pattern of metric filter cis-4-5', ['4.5 cloudtrail-config-changes'], []],
      ['2', expect.stringMatching(/^Create metric filter cis-4-15 on log group /), ['4.15 organizations-changes'], []],
      [
        '3',
        'Subscribe somebody to SNS topic sec-alarms',
        ['4.5 cloudtrail-config-changes', '4.15 organizations-changes'],
        ['SUBSCRIPTION_PROTOCOL', 'SUBSCRIPTION_ENDPOINT'],
      ],
    ]);
    expect(plan?.lead[1]).toMatch(/^Taken together, they close 2 of 3 findings/);
  });

  it('says what has to be decided and known before, and what stands in the way of the rest', () => {
    expect(plan?.decisions.map(({ name }) => name)).toEqual(['SUBSCRIPTION_PROTOCOL', 'SUBSCRIPTION_ENDPOINT']);
    expect(plan?.notes).toEqual(['Whoever is subscribed has to confirm it. Until then nobody is told.']);
    expect(plan?.blocked.map(({ control, why }) => [control.anchor, why.toHTML()])).toEqual([
      ['root-account-usage', 'SNS topic sec-alarms-root belongs to account 999999999999.'],
    ]);
  });

  it('says that there is nothing to do where nothing is not met', () => {
    const report = met(MIXED_REPORT);
    const [chapter] = pageView(report, 'en', 'A4').chapters;
    expect(chapter?.plan.lead).toEqual(['No control was found not met: there is nothing to close.']);
    expect(chapter?.plan.short).toBe(true);
    expect(chapter?.summary.worst).toBeNull();
    expect(sectionsOf(pageView(report, 'en', 'A4'))).not.toContain('Findings');
    expect(text(renderHtml(report))).toContain('All sixteen controls are met');
  });
});

describe('scope, method and limits', () => {
  it('says by whom, when and with what the account was read, and what the engagement covers', () => {
    const method = pageView(WHOLE, 'en', 'A4').chapters[0]?.method;
    expect(method?.scope.meta?.map(({ term }) => term)).toEqual(['Account', 'Read as', 'Read from', 'Collected with']);
    expect(method?.scope.engagement?.toHTML()).toBe('Production.');
    expect(method?.paragraphs.at(-1)?.title).toBe('What this report does not say');
  });

  it('names the controls that are Manual, and says nothing of them where there is none', () => {
    const paragraph = (report: Report) =>
      pageView(report, 'en', 'A4').chapters[0]?.method?.paragraphs.find(({ title }) => title.includes('are Manual'));
    expect(paragraph(MIXED_REPORT)?.text.toHTML()).toMatch(/marks 15 of these controls Manual: 4\.1, .* and 4\.15\./);
    const controls = MIXED_REPORT.controls.map((control): ControlResult => ({ ...control, assessment: 'Automated' }));
    expect(paragraph({ ...MIXED_REPORT, controls })).toBeUndefined();
  });

  it('says so where the audit steps alone were asked', () => {
    const titles = (lens: Report['lens']) =>
      pageView({ ...MIXED_REPORT, lens }, 'en', 'A4').chapters[0]?.method?.paragraphs.map(({ title }) => title);
    expect(titles('benchmark')).toContain('By the audit steps alone');
    expect(titles('effective')).not.toContain('By the audit steps alone');
  });
});

describe('the appendices', () => {
  it('list each snapshot with its digest, its tool, its calls and those denied', () => {
    const { manifest } = pageView(TWO_ACCOUNTS, 'en', 'A4').appendices;
    expect(manifest.rows).toHaveLength(2);
    expect(manifest.rows.map((row) => [row.tool.toHTML(), row.calls, row.denied, row.unanswered])).toEqual([
      ['trailproof 0.1.0', '45', '1', '1'],
      ['trailproof 0.1.0', '45', '1', '1'],
    ]);
    expect(manifest.rows[0]?.digest.toHTML()).toContain('9f2c 41d0');
  });

  it('say which versions made and judged it', () => {
    const { meta } = pageView(TWO_VERSIONS, 'en', 'A4').appendices.versions;
    expect(meta.map((row) => row.text.toHTML())).toEqual([
      'trailproof 0.1.0',
      'trailproof 0.1.0',
      'CIS AWS Foundations Benchmark 5.0.0, section 4: 16 controls',
      'CIS AWS Foundations Benchmark 1.4.0, section 4: 15 controls',
      'version 1',
      'what it takes for somebody to be told (lens effective)',
      '4 November 2026, 08:00 UTC',
    ]);
  });

  it('give the commands that make it again, with everything that it was made with', () => {
    const commands = (report: Report, lang: 'en' | 'fr' = 'en') =>
      pageView(report, lang, 'A4').appendices.reproduce.blocks.map((block) => block.commands.toHTML());
    const [digests, verify, report] = commands(TWO_VERSIONS);
    expect(digests).toContain(`${TWO_VERSIONS.accounts[0]?.digest}  ${ACCOUNT}.snapshot.json`);
    expect(digests).toMatch(/^sha256sum -c /);
    expect(verify).toBe(`trailproof verify \\\n  ${ACCOUNT}.snapshot.json`);
    expect(report).toBe(
      `SOURCE_DATE_EPOCH=${Date.parse(TWO_VERSIONS.generatedAt) / 1000} trailproof report \\\n  ${ACCOUNT}.snapshot.json \\\n  --benchmark 5.0.0,1.4.0 \\\n  --format html,pdf,json --out out`,
    );
    const other = commands({ ...WHOLE, lens: 'benchmark' }, 'fr').at(-1);
    for (const option of ['--lens benchmark', '--lang fr', '--engagement engagement.yaml', '--since before/'])
      expect(other).toContain(option);
  });

  it('put nothing of a snapshot into a command that does not have the form it must have', () => {
    const [account] = MIXED_REPORT.accounts;
    if (account === undefined) throw new Error('no account');
    const evil = "'; touch x; '";
    const hostile: Report = {
      ...MIXED_REPORT,
      generatedAt: evil,
      benchmarks: [{ ...MIXED_REPORT.benchmark, version: evil }],
      accounts: [{ ...account, id: evil, digest: evil }],
    };
    const { blocks } = pageView(hostile, 'en', 'A4').appendices.reproduce;
    expect(blocks.map(({ commands }) => commands.toHTML()).join('\n')).not.toContain('touch');
  });
});

describe('the glossary', () => {
  it('explains each word once, in the order of the language', () => {
    const { terms } = pageView(MIXED_REPORT, 'en', 'A4').glossary;
    const words = terms.map(({ term }) => term);
    expect(words).toEqual([...words].sort((one, other) => one.localeCompare(other, 'en')));
    for (const word of ['Trail', 'Chain', 'Witness', 'Coverage', 'Not assessed', 'Snapshot', 'Waiver', 'Attestation'])
      expect(words.filter((one) => one === word)).toEqual([word]);
  });
});
