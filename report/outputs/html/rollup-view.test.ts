import { describe, expect, it } from 'vitest';
import { REASONS } from '../../evaluate/reasons.js';
import { localeOf } from '../../language/locale.js';
import type { ControlResult, Report } from '../../model.js';
import { EVERY_OUTCOME } from '../testing/every-outcome.js';
import { MIXED_REPORT, TWO_ACCOUNTS } from '../testing/mixed-report.js';
import { pageView } from './page-view.js';
import { causeText } from './rollup-gaps-view.js';

const IDS = ['111111111111', '222222222222', '333333333333'];

/** The account by hand three times: as it is, with one more control open, and with all met. */
function threeAccounts(): Report {
  const [account] = MIXED_REPORT.accounts;
  if (account === undefined) throw new Error('the report by hand has an account');
  const change = (id: string, control: ControlResult): ControlResult => {
    const own = { ...control, account: id };
    if (id === IDS[2]) return { ...own, outcome: 'pass', reasons: [] };
    return id === IDS[1] && control.slug === 'nacl-changes' ? { ...own, outcome: 'not-assessed' } : own;
  };
  return {
    ...MIXED_REPORT,
    accounts: IDS.map((id, index) => ({ ...account, id, alias: index === 0 ? 'one' : null })),
    controls: IDS.flatMap((id) => MIXED_REPORT.controls.map((control) => change(id, control))),
  };
}

function rollupOf(report: Report, ownDocuments?: 'linked' | 'named') {
  const { overview } = pageView(report, 'en', 'A4', ownDocuments);
  if (overview === null) throw new Error('no rollup');
  return overview;
}

const rollup = rollupOf(threeAccounts());

describe('the rollup', () => {
  it('says in a sentence how many accounts have gaps, what is most often amiss, and what is not known', () => {
    expect([rollup.verdict.lead, ...rollup.verdict.more.map((one) => one.toHTML())]).toEqual([
      'In two of three accounts something would go unnoticed or is not met.',
      'Most often not met: Use of the root user, in two of three accounts.',
      'Two accounts could only partly be assessed.',
    ]);
    expect(rollup.figures.map(({ value, of }) => `${value} ${of}`)).toEqual(['1 / 3', '2 / 3', '2 / 3', '45 / 51']);
    expect(rollup.coverage).toEqual([
      '6 of 135 calls to AWS were refused, failed or were not made.',
      'This concerns 3 accounts.',
    ]);
  });

  it('has the accounts from worst to best, and in a row a mark and a word for each control', () => {
    expect(rollup.grid.rows.map((row) => [row.id.toHTML(), row.fail, row.open])).toEqual([
      ['2222 2222 2222', '3', '2'],
      ['1111 1111 1111', '3', '1'],
      ['3333 3333 3333', '', ''],
    ]);
    const [worst] = rollup.grid.rows;
    expect(worst?.cells).toHaveLength(16);
    expect(worst?.cells.map(({ label }) => label).filter((label) => label !== 'met')).toEqual([
      'not met',
      'not met',
      'not assessed',
      'not assessed',
      'not met',
    ]);
    const marks = new Map(worst?.cells.map(({ kind, mark }) => [kind, mark?.toHTML()]));
    expect(new Set(marks.values()).size).toBe(3);
  });

  it('counts each control over all accounts, under its number and title', () => {
    const column = rollup.grid.columns.find((one) => one.id.toHTML() === '4.5');
    expect(column).toMatchObject({ title: 'CloudTrail configuration changes', fail: '2', open: '0', pass: '1' });
    expect(rollup.grid.totals.map(({ cells }) => cells[4])).toEqual(['2', '']);
    expect(rollup.grid.totals.map(({ fail, open }) => [fail, open])).toEqual([
      ['6', ''],
      ['', '3'],
    ]);
  });

  it('marks what is waived, and leaves its outcome as it is', () => {
    const { grid } = rollupOf(EVERY_OUTCOME);
    const waived = grid.rows.flatMap((row) => row.cells.filter((cell) => cell.waived));
    expect(waived.map(({ kind, label }) => [kind, label])).toEqual([
      ['fail', 'not met, waived'],
      ['fail', 'not met, waived'],
    ]);
    expect(waived[0]?.mark?.toHTML()).toContain('aria-label="not met, waived"');
    expect(grid.waived).toContain('waived');
    expect(rollup.grid.waived).toBeNull();
  });

  it('tells what accounts lack in common once, with how many they are', () => {
    const gaps =
      rollup.gaps?.groups.flatMap((group) => group.gaps.map((gap) => ({ group: group.title, ...gap }))) ?? [];
    const filter = gaps.find((gap) => gap.what.toHTML() === 'The metric filter does not see all of the events');
    expect(filter?.howMany).toBe('2 of 3 accounts');
    expect(filter?.accounts.map((one) => one.toHTML())).toEqual(['one 1111 1111 1111', '2222 2222 2222']);
    expect(gaps.find((gap) => gap.group === 'Could not be assessed')?.what.toHTML()).toBe(
      'AWS refused cloudwatch:DescribeAlarms',
    );
  });

  it('cuts a list of many accounts, and says how many more there are', () => {
    const [account] = MIXED_REPORT.accounts;
    if (account === undefined) throw new Error('the report by hand has an account');
    const ids = Array.from({ length: 20 }, (_, index) => String(100_000_000_000 + index));
    const many: Report = {
      ...MIXED_REPORT,
      accounts: ids.map((id) => ({ ...account, id })),
      controls: ids.flatMap((id) => MIXED_REPORT.controls.map((control) => ({ ...control, account: id }))),
    };
    const [gap] = rollupOf(many).gaps?.groups[0]?.gaps ?? [];
    expect(gap?.accounts).toHaveLength(8);
    expect(gap?.more).toBe('and 12 more accounts');
    expect(gap?.howMany).toBe('20 of 20 accounts');
  });

  it('leads to the chapter of an account, or to the page beside it, or only names it', () => {
    const rows = (ownDocuments?: 'linked' | 'named') =>
      rollupOf(threeAccounts(), ownDocuments).accounts.rows.map((row) => [row.href, row.document?.toHTML() ?? null]);
    expect(rows()[0]).toEqual(['#a1-account', null]);
    expect(rows('linked')[0]).toEqual(['111111111111-cis-5.0.0.html', '111111111111-cis-5.0.0']);
    expect(rows('named')[0]).toEqual([null, '111111111111-cis-5.0.0']);
  });

  it('leads nowhere where an account has no proper number', () => {
    const hostile = {
      ...threeAccounts(),
      accounts: threeAccounts().accounts.map((one) => ({ ...one, id: 'javascript:alert(1)//' })),
    };
    for (const row of rollupOf(hostile, 'linked').accounts.rows) expect(row.href).toBeNull();
  });

  it('has no chapters where each account has a document of its own', () => {
    expect(pageView(TWO_ACCOUNTS, 'en', 'A4', 'linked').chapters).toEqual([]);
    expect(pageView(TWO_ACCOUNTS, 'en', 'A4').chapters).toHaveLength(2);
    expect(pageView(MIXED_REPORT, 'en', 'A4', 'linked').chapters).toHaveLength(1);
  });

  it('is in the contents, part by part', () => {
    const titles = pageView(TWO_ACCOUNTS, 'en', 'A4', 'named').contents.entries.map((entry) => entry.anchor);
    expect(titles.slice(0, 4)).toEqual(['overview', 'grid', 'shared-gaps', 'accounts']);
  });
});

describe('a call that another account answered', () => {
  it('is not looked for in the ledger of this one', () => {
    const [first, second] = pageView(TWO_ACCOUNTS, 'en', 'A4').chapters.map((chapter) =>
      chapter.groups.flatMap((group) => [...group.controls, ...group.met].flatMap((control) => control.evidence)),
    );
    expect(first?.every((row) => row.href !== null)).toBe(true);
    // In the report by hand the evidence of the second is that of the first.
    expect(second?.every((row) => row.href === null)).toBe(true);
    expect(second?.[0]?.result.toHTML()).toBe('ledger of account 1111 2222 3333');
  });
});

describe('the cause of a shared gap', () => {
  /** They change no outcome. */
  const REMARKS = [
    'trail-excludes-kms-in-part',
    'trail-delivery-unnamed',
    'trail-completed-by-another',
    'filter-overbroad',
    'alarm-rings-once',
    'alarm-through-composite',
    'composite-suppressor',
    'subscribed-twice',
  ];
  const CALLS = ['denied', 'throttled', 'region-not-enabled', 'failed', 'skipped', 'not-asked', 'unreadable'];

  it.each(['en', 'fr'] as const)('has words for every reason in %s', (lang) => {
    const locale = localeOf(lang);
    const codes = [...Object.values(REASONS).map(({ code }) => code), ...CALLS.map((kind) => `call-${kind}`)];
    for (const code of codes.filter((one) => !REMARKS.includes(one))) {
      expect(causeText(locale, { code, operation: null }), code).not.toBe(code);
    }
    const unused = Object.keys(locale.rollup.gapCauses).filter((code) => !codes.includes(code));
    expect(unused).toEqual([]);
  });
});
