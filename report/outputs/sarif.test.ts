import { describe, expect, it } from 'vitest';
import { renderSarif } from './sarif.js';
import { EVERY_OUTCOME, hostileReport } from './testing/every-outcome.js';
import { validatorOf } from './testing/json-schema.js';
import { MIXED_REPORT } from './testing/mixed-report.js';
import { officialSchema } from './testing/official-schema.js';

const log = JSON.parse(renderSarif(EVERY_OUTCOME));
const [run] = log.runs;

function resultOf(slug: string) {
  return run.results.find((result: { ruleId: string }) => result.ruleId === slug);
}

describe('the SARIF', () => {
  it('has a run of its own for each account and version, told apart by its id', () => {
    expect(log.runs.map((one: { automationDetails: { id: string } }) => one.automationDetails.id)).toEqual([
      'trailproof/cis-5.0.0/111122223333/',
      'trailproof/cis-5.0.0/444455556666/',
      'trailproof/cis-1.4.0/111122223333/',
      'trailproof/cis-1.4.0/444455556666/',
    ]);
  });

  it.each([
    ['root-account-usage', 'fail', 'error'],
    ['iam-policy-changes', 'pass', 'none'],
    ['route-table-changes', 'open', 'none'],
    ['organizations-changes', 'notApplicable', 'none'],
    ['nacl-changes', 'review', 'none'],
  ])('%s is of kind %s and level %s', (slug, kind, level) => {
    expect(resultOf(slug)).toMatchObject({ kind, level });
  });

  it('points each result at its rule, by the slug that never changes', () => {
    for (const result of run.results) expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
  });

  it('suppresses a waived failure without making it anything else', () => {
    expect(resultOf('cloudtrail-config-changes')).toMatchObject({
      kind: 'fail',
      level: 'error',
      suppressions: [{ kind: 'external', status: 'accepted', justification: expect.stringContaining('A. Approver') }],
    });
    expect(resultOf('root-account-usage').suppressions).toBeUndefined();
  });

  it('keeps its fingerprint from one report to the next, and another for each account and control', () => {
    const prints = (report: typeof EVERY_OUTCOME): string[] =>
      JSON.parse(renderSarif(report)).runs.flatMap((one: { results: { partialFingerprints: object }[] }) =>
        one.results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints)),
      );
    const later = { ...EVERY_OUTCOME, generatedAt: '2027-01-01T00:00:00.000Z' };
    expect(prints(later)).toEqual(prints(EVERY_OUTCOME));
    expect(new Set(prints(MIXED_REPORT)).size).toBe(MIXED_REPORT.controls.length);
  });

  it('names the calls that were not answered', () => {
    const texts = run.invocations[0].toolExecutionNotifications.map(
      (one: { message: { text: string } }) => one.message.text,
    );
    expect(texts).toEqual([
      'call 26: cloudwatch:DescribeAlarms in ap-southeast-1: denied, AccessDenied',
      'call 27: logs:DescribeMetricFilters in ap-southeast-2: failed, ThrottlingException',
    ]);
  });

  it('carries the remediation as the report has it', () => {
    for (const { slug, remediation } of MIXED_REPORT.controls.slice(0, 10)) {
      expect(resultOf(slug).properties.remediation).toEqual(remediation);
    }
  });

  it('carries the proof of each lost event', () => {
    const { missedEvents } = resultOf('root-account-usage').properties;
    expect(missedEvents[0].witness).toMatchObject({ eventName: expect.any(String) });
  });

  it('has no link and no placeholder in its messages that somebody else put there', () => {
    const hostile = renderSarif(hostileReport('[a](http://192.0.2.1) {0} \\'));
    const { message } = JSON.parse(hostile).runs[0].results[0];
    expect(message.text.split('\n')[0]).toBe('\\[a\\](http://192.0.2.1) {{0}} \\\\');
  });

  const schema = officialSchema('sarif-2.1.0.json');
  it.skipIf(schema === null)('is valid under the schema of SARIF 2.1.0, hostile text or not', () => {
    const problems = validatorOf(schema ?? '', 'draft-04');
    expect(problems(renderSarif(EVERY_OUTCOME))).toEqual([]);
    expect(problems(renderSarif(hostileReport()))).toEqual([]);
    expect(problems(renderSarif(EVERY_OUTCOME).replace('"notApplicable"', '"absent"'))).not.toEqual([]);
  });
});
