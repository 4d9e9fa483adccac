import { describe, expect, it } from 'vitest';
import type { ControlResult, Outcome, Report } from '../../model.js';
import { MIXED_REPORT, TWO_ACCOUNTS } from '../testing/mixed-report.js';
import { pageStyle } from './page-style.js';
import { pageView } from './page-view.js';

const view = pageView(MIXED_REPORT, 'en', 'A4');
const [chapter] = view.chapters;

function withOutcomes(change: (control: ControlResult) => ControlResult): Report {
  return { ...MIXED_REPORT, controls: MIXED_REPORT.controls.map(change) };
}

function verdictOf(report: Report): string {
  const verdict = pageView(report, 'en', 'A4').chapters[0]?.summary.verdict;
  return [verdict?.lead, ...(verdict?.more ?? []).map((one) => one.toHTML())].join(' ');
}

function all(outcome: Outcome, parts: Partial<ControlResult> = {}): Report {
  return withOutcomes((control) => ({ ...control, outcome, chains: [], coverage: null, ...parts }));
}

describe('the verdict', () => {
  it('says how much would go unnoticed, and tells the weightiest gap first', () => {
    expect(verdictOf(MIXED_REPORT)).toBe(
      'Three of fifteen kinds of dangerous activity would go unnoticed, in whole or in part. On 3 November 2026, somebody who called DeleteTrail would have alerted nobody.',
    );
    expect(chapter?.summary.also).toBe('One more control could not be assessed, because evidence is missing.');
  });

  it('names the weightiest gap where no event of it has a name', () => {
    const only = {
      ...MIXED_REPORT,
      controls: MIXED_REPORT.controls.filter(({ slug }) => slug === 'root-account-usage'),
    };
    expect(verdictOf(only)).toContain('What weighs most: Use of the root user.');
  });

  it('does not say that something goes unnoticed where no event was shown to be lost', () => {
    expect(verdictOf(all('fail'))).toMatch(/^Sixteen of sixteen controls are not met\./);
  });

  it('is no pass where evidence is missing', () => {
    expect(verdictOf(all('not-assessed'))).toBe(
      'Nothing was found not met, but sixteen of sixteen controls could not be assessed. One answer that it would have taken is missing.',
    );
  });

  it('is good where all is met', () => {
    expect(verdictOf(all('pass'))).toBe(
      'All sixteen controls are met: each kind of activity they name would reach a person.',
    );
  });

  it('claims nothing where nothing was judged', () => {
    expect(verdictOf(all('manual'))).toBe('No control could be judged from the snapshot.');
    expect(pageView(all('manual'), 'en', 'A4').chapters[0]?.summary.also).toBe('16 controls are to be judged by hand.');
  });
});

describe('the summary', () => {
  it('has four figures and one row for each control, in the order of the benchmark', () => {
    expect(chapter?.summary.figures.map((figure) => [figure.value, figure.of, figure.label])).toEqual([
      ['12', '', 'met'],
      ['3', '', 'not met'],
      ['1', '', 'could not be assessed'],
      ['15', '/ 17', 'regions read'],
    ]);
    expect(chapter?.scorecard.rows.map((row) => row.id.toHTML())).toEqual(
      MIXED_REPORT.controls.map((control) => control.id),
    );
    expect(chapter?.scorecard.rows.filter((row) => row.mini === null)).toHaveLength(1);
  });

  it('limits a fail of a manual control to CloudWatch, and no other outcome', () => {
    const labels = chapter?.scorecard.rows.map((row) => row.outcome.label) ?? [];
    expect(labels.filter((label) => label === 'not met through CloudWatch')).toHaveLength(3);
    const automated = pageView(
      withOutcomes((control) => ({ ...control, assessment: 'Automated' })),
      'en',
      'A4',
    );
    const plain = automated.chapters[0]?.scorecard;
    expect(plain?.rows.filter((row) => row.outcome.label === 'not met')).toHaveLength(3);
    expect(plain?.siemNote).toBeNull();
    const aboutSiem = (page: typeof view) =>
      page.chapters[0]?.method?.paragraphs.some((one) => one.title.includes('SIEM')) ?? null;
    expect(aboutSiem(automated)).toBe(false);
    expect(aboutSiem(view)).toBe(true);
  });
});

describe('a control that is not met', () => {
  const finding = chapter?.groups[0]?.controls.find((control) => control.id.toHTML() === '4.5');

  it('sorts its events by where they are lost', () => {
    expect(finding?.events.map((row) => [row.label, row.events.map((event) => event.toHTML())])).toEqual([
      ['Seen', ['CreateTrail', 'UpdateTrail', 'StartLogging']],
      ['Lost at the metric filter', ['DeleteTrail']],
      ['Lost at the action', ['StopLogging']],
    ]);
  });

  it('draws the best path, names the link that sees a part, and tells the others in words', () => {
    expect(finding?.chain?.toHTML()).toContain('does not see 2 of 5');
    expect(finding?.chain?.toHTML()).toContain('Metric filter cis-4-5: works in part.');
    expect(finding?.otherPaths?.lines.map((line) => line.state)).toEqual(['breaks at the action']);
  });

  it('shows an event nobody would be told about, and the evidence with its place in the ledger', () => {
    expect(finding?.witness?.title).toBe('An event nobody would be told about');
    expect(finding?.witness?.json.toHTML()).toMatch(
      /^\{ &quot;eventSource&quot;: &quot;cloudtrail.amazonaws.com&quot;, &quot;eventName&quot;: &quot;DeleteTrail&quot;/,
    );
    expect(finding?.otherWitnesses?.items.map((item) => item.json.toHTML())).toEqual([
      '{ &quot;eventName&quot;: &quot;StopLogging&quot; }',
    ]);
    expect(finding?.evidence.map((row) => [row.number, row.href])).toContainEqual(['#24', '#call-24']);
    expect(finding?.evidence.find((row) => row.number === '#24')?.result.toHTML()).toBe('2 pages, 131 items');
  });

  it('keeps remarks apart from causes', () => {
    expect(finding?.why.map((one) => one.basis)).toEqual(['benchmark', 'beyond the benchmark']);
    expect(finding?.remarks).toHaveLength(1);
  });

  it('draws how far an event gets where there is no path at all', () => {
    const pathless = pageView(
      withOutcomes((control) => ({ ...control, chains: [] })),
      'en',
      'A4',
    );
    const drawn = pathless.chapters[0]?.groups[0]?.controls.find((control) => control.id.toHTML() === '4.15');
    expect(drawn?.chain?.toHTML()).toContain('Log group: works. Metric filter: broken. Alarm: not reached.');
  });
});

describe('a control that could not be assessed', () => {
  it('is neither seen nor lost', () => {
    const open = chapter?.groups[1]?.controls[0];
    expect(open?.outcome.label).toBe('not assessed');
    expect(open?.events.map((row) => [row.kind, row.label])).toEqual([['unseen', 'Left open at the alarm']]);
    expect(open?.witness).toBeNull();
  });
});

describe('the ledger', () => {
  it('has every call once, those without an answer first', () => {
    const { gaps, ok } = view.appendices.evidence?.ledger ?? { gaps: [], ok: [] };
    expect(gaps.map((row) => [row.number, row.result.toHTML()])).toEqual([
      ['#26', 'denied: AccessDenied'],
      ['#27', 'failed: ThrottlingException'],
    ]);
    expect(ok).toHaveLength(43);
  });

  it('tells the regions that were read from those with gaps', () => {
    expect(view.appendices.evidence?.read.regions).toBe('15 of 17 regions were read without a gap.');
    expect(view.appendices.evidence?.read.regionsNotRead.map((region) => region.toHTML())).toEqual([
      'ap-southeast-1',
      'ap-southeast-2',
    ]);
  });
});

describe('a report on several accounts', () => {
  const several = pageView(TWO_ACCOUNTS, 'en', 'A4');

  it('has an overview and a chapter for each, with sections numbered within', () => {
    expect(several.overview?.verdict.lead).toBe('In two of two accounts something would go unnoticed or is not met.');
    const before = Number(several.method?.section.number);
    expect(several.chapters.map((one) => [one.title?.toHTML(), one.number, one.summary.section.number])).toEqual([
      ['example-prod', `${before + 1}`, `${before + 1}.1`],
      ['4444 5555 6666', `${before + 2}`, `${before + 2}.1`],
    ]);
  });

  it('is absent where there is one account', () => {
    expect(view.overview).toBeNull();
    expect(chapter?.title).toBeNull();
  });
});

describe('the running head', () => {
  it('stands on the paper that was asked for', () => {
    const texts = { topLeft: 'a', topRight: 'b', bottomLeft: 'c', page: 'Page {page} of {pages}' };
    expect(pageStyle('A4', texts)).toContain('@page{size:A4;');
    expect(pageStyle('Letter', texts)).toContain('@page{size:Letter;');
    expect(pageStyle('A4', texts)).toContain('content:"Page " counter(page) " of " counter(pages)}');
  });
});
