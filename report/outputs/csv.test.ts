import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Report } from '../model.js';
import { renderCsv } from './csv.js';
import { EVERY_OUTCOME, hostileReport } from './testing/every-outcome.js';
import { poisoned } from './testing/hostile.js';
import { MIXED_REPORT } from './testing/mixed-report.js';

type Row = Readonly<Record<string, string>>;

function rows(report: Report): readonly Row[] {
  return parse(renderCsv(report), { columns: true, record_delimiter: '\r\n', relax_quotes: false }) as Row[];
}

describe('the CSV', () => {
  it('has a row for each control in each account under each version', () => {
    const keys = rows(EVERY_OUTCOME).map(({ account, benchmark, slug }) => `${account} ${benchmark} ${slug}`);
    expect(keys.toSorted()).toEqual(
      EVERY_OUTCOME.controls.map(({ account, benchmark, slug }) => `${account} ${benchmark} ${slug}`).toSorted(),
    );
  });

  it('says of each row what the report says', () => {
    for (const [index, row] of rows(MIXED_REPORT).entries()) {
      const control = MIXED_REPORT.controls[index];
      expect(row['control']).toBe(control?.id);
      expect(row['outcome']).toBe(control?.outcome);
      expect(row['headline']).toBe(control?.headline);
      expect(row['reason_codes']).toBe(control?.reasons.map(({ code }) => code).join('; '));
      const missed = [...(row['lost_events'] ?? '').split('; '), ...(row['unseen_events'] ?? '').split('; ')];
      expect(missed.filter((id) => id !== '')).toEqual((control?.coverage?.missed ?? []).map(({ id }) => id));
    }
  });

  it('keeps a lost event apart from one that could not be seen', () => {
    const row = rows(MIXED_REPORT).find(({ slug }) => slug === 'route-table-changes');
    expect(row?.['outcome']).toBe('not-assessed');
    expect(row?.['lost_events']).toBe('');
    expect(row?.['unseen_events']).toContain('CreateRoute');
  });

  it('lays a waiver beside the outcome', () => {
    const row = rows(EVERY_OUTCOME).find(({ slug }) => slug === 'cloudtrail-config-changes');
    expect(row).toMatchObject({ outcome: 'fail', waiver_owner: 'R. Owner', waiver_expires: '2026-12-31' });
  });

  it('ends every line with CR LF, has no other line break, and starts with its head', () => {
    for (const text of [renderCsv(EVERY_OUTCOME), renderCsv(hostileReport())]) {
      expect(text).toMatch(/^"account",/);
      expect(text.replaceAll('"\r\n', '"')).not.toMatch(/[\r\n]/);
      expect(text.endsWith('"\r\n')).toBe(true);
    }
  });

  it.each([
    ['=cmd|calc!A1', "'=cmd|calc!A1"],
    ['+1', "'+1"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1', "  '=1"],
    ['\uFF1D1', "'\uFF1D1"],
    ['\t=1', '[U+0009]=1'],
    ['\r=1', '[U+000D]=1'],
    ['a;=1', "a;'=1"],
    ['a","=1', 'a","=1'],
    ['a=b-c', 'a=b-c'],
  ])('%j can start no formula', (name, cell) => {
    const report = poisoned(MIXED_REPORT, name);
    for (const row of rows({ ...report, accounts: report.accounts.slice(0, 1) })) {
      expect(row['headline']).toBe(cell);
      for (const value of Object.values(row)) expect(value).not.toMatch(/^\s*[=+\-@\uFF1D]|;\s*[=+\-@\uFF1D]/);
    }
  });
});
