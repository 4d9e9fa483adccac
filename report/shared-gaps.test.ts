import { expect, it } from 'vitest';
import type { ControlResult, Outcome, Reason, Report } from './model.js';
import { MIXED_REPORT } from './outputs/testing/mixed-report.js';
import { sharedGaps } from './shared-gaps.js';

const [account] = MIXED_REPORT.accounts;
const [control] = MIXED_REPORT.controls;
if (account === undefined || control === undefined) throw new Error('the report by hand has both');

function reason(code: string, effect: Reason['effect'] = 'breaks', operation?: string): Reason {
  const resources =
    operation === undefined ? [] : [{ kind: 'call' as const, id: 'call 1', name: operation, region: null }];
  return { code, basis: 'benchmark', effect, link: null, resources, message: `${code}.` };
}

/** A report of outcomes: account, slug, outcome and reasons. */
function reportOf(
  ...rows: readonly (readonly [account: string, slug: string, outcome: Outcome, ...reasons: readonly Reason[]])[]
): Report {
  const controls = rows.map(
    ([id, slug, outcome, ...reasons]): ControlResult => ({
      ...(control as ControlResult),
      account: id,
      slug,
      outcome,
      reasons,
    }),
  );
  const accounts = [...new Set(rows.map(([id]) => id))].map((id) => ({
    ...(account as never as Report['accounts'][number]),
    id,
  }));
  return { ...MIXED_REPORT, accounts, controls };
}

function told(report: Report): readonly string[] {
  return sharedGaps(report).map(
    (gap) => `${gap.code} ${gap.controls.map(({ slug }) => slug).join('+')}: ${gap.accounts.join(',')}`,
  );
}

it('is a reason that at least two accounts have under the same control', () => {
  const noAlarm = reason('no-alarm');
  expect(told(reportOf(['1', 'a', 'fail', noAlarm], ['2', 'a', 'fail', noAlarm], ['3', 'b', 'fail', noAlarm]))).toEqual(
    ['no-alarm a: 1,2'],
  );
});

it('is told once where the same accounts lack the same under several controls', () => {
  const noTrail = reason('no-trail');
  const rows = ['1', '2'].flatMap((id) => ['a', 'b', 'c'].map((slug) => [id, slug, 'fail', noTrail] as const));
  expect(told(reportOf(...rows))).toEqual(['no-trail a+b+c: 1,2']);
});

it('is counted once in an account, however many paths break of it', () => {
  const twice = [reason('no-alarm'), reason('no-alarm')];
  expect(told(reportOf(['1', 'a', 'fail', ...twice], ['2', 'b', 'fail', ...twice]))).toEqual([]);
});

it('puts what bears on most first, and what is only not known last', () => {
  const rows = [
    ...['1', '2', '3', '4'].map((id) => [id, 'z', 'not-assessed', reason('call-denied', 'hides', 'sns:X')] as const),
    ...['1', '2', '3'].map((id) => [id, 'a', 'fail', reason('no-alarm')] as const),
    ...['1', '2'].flatMap((id) => ['b', 'c'].map((slug) => [id, slug, 'fail', reason('no-trail')] as const)),
  ];
  expect(told(reportOf(...rows))).toEqual(['no-trail b+c: 1,2', 'no-alarm a: 1,2,3', 'call-denied z: 1,2,3,4']);
});

it('is no remark, nothing of a control that is met, and of one outcome only its own kind of reason', () => {
  const rows = ['1', '2'].flatMap((id) => [
    [id, 'a', 'pass', reason('no-alarm')] as const,
    [id, 'b', 'fail', reason('filter-overbroad', 'remark'), reason('call-denied', 'hides', 'sns:X')] as const,
    [id, 'c', 'not-assessed', reason('no-alarm')] as const,
  ]);
  expect(told(reportOf(...rows))).toEqual([]);
});

it('tells refused calls apart', () => {
  const gaps = sharedGaps(
    reportOf(
      ['1', 'a', 'not-assessed', reason('call-denied', 'hides', 'sns:X')],
      ['2', 'a', 'not-assessed', reason('call-denied', 'hides', 'sns:X'), reason('call-denied', 'hides', 'logs:Y')],
      ['3', 'a', 'not-assessed', reason('call-denied', 'hides', 'logs:Y')],
    ),
  );
  expect(gaps.map(({ operation, accounts }) => [operation, accounts])).toEqual([
    ['sns:X', ['1', '2']],
    ['logs:Y', ['2', '3']],
  ]);
});

it('leaves other versions of the benchmark out', () => {
  const report = reportOf(['1', 'a', 'fail', reason('no-alarm')], ['2', 'a', 'fail', reason('no-alarm')]);
  const older = report.controls.map((one) => ({ ...one, benchmark: '1.4.0' }));
  expect(told({ ...report, controls: older })).toEqual([]);
});
