import { contextualizeEvaluation, convertFile } from 'inspecjs';
import { describe, expect, it } from 'vitest';
import { renderHdf } from './hdf.js';
import { EVERY_OUTCOME, hostileReport } from './testing/every-outcome.js';
import { validatorOf } from './testing/json-schema.js';
import { officialSchema } from './testing/official-schema.js';

const hdf = JSON.parse(renderHdf(EVERY_OUTCOME));

function controlOf(slug: string) {
  return hdf.profiles[0].controls.find((control: { id: string }) => control.id === slug);
}

describe('the HDF', () => {
  it('has a profile for each account and version, by names that are unique', () => {
    expect(hdf.profiles.map((profile: { name: string }) => profile.name)).toEqual([
      'cis-aws-5.0.0-111122223333',
      'cis-aws-5.0.0-444455556666',
      'cis-aws-1.4.0-111122223333',
      'cis-aws-1.4.0-444455556666',
    ]);
  });

  it.each([
    ['iam-policy-changes', 'passed', 0.5],
    ['root-account-usage', 'failed', 0.5],
    ['route-table-changes', 'skipped', 0.5],
    ['nacl-changes', 'skipped', 0.5],
    ['organizations-changes', 'skipped', 0],
  ])('%s is one test that is %s, of impact %d', (slug, status, impact) => {
    const control = controlOf(slug);
    expect(control.results).toHaveLength(1);
    expect(control.results[0].status).toBe(status);
    expect(control.impact).toBe(impact);
  });

  it.each([
    ['iam-policy-changes', 'Passed'],
    ['root-account-usage', 'Failed'],
    ['cloudtrail-config-changes', 'Failed'],
    ['route-table-changes', 'Not Reviewed'],
    ['nacl-changes', 'Not Reviewed'],
    ['organizations-changes', 'Not Applicable'],
  ])('is read by Heimdall so: %s is %s', (slug, status) => {
    const file = convertFile(renderHdf(EVERY_OUTCOME))['1_0_ExecJson'];
    if (file === undefined) throw new Error('it is not taken for results');
    const read = contextualizeEvaluation(file).contains.flatMap((profile) => profile.contains);
    const statuses = read.filter(({ data }) => data.id === slug).map(({ hdf: shown }) => shown.status);
    expect(statuses).toEqual([status, status, status, status]);
  });

  it('says of a skipped test why', () => {
    expect(controlOf('route-table-changes').results[0].skip_message).toContain('AWS refused cloudwatch:DescribeAlarms');
  });

  it('keeps a waived failure a failure', () => {
    const control = controlOf('cloudtrail-config-changes');
    expect(control.results[0].status).toBe('failed');
    expect(control.waiver_data).toMatchObject({ expiration_date: '2026-12-31', skipped_due_to_waiver: false });
    expect(controlOf('root-account-usage').waiver_data).toBeNull();
  });

  it('counts what it holds', () => {
    const { passed, failed, skipped } = hdf.statistics.controls;
    const statuses = hdf.profiles.flatMap((profile: { controls: { results: { status: string }[] }[] }) =>
      profile.controls.map(({ results }) => results[0]?.status),
    );
    const count = (status: string) => statuses.filter((one: string) => one === status).length;
    expect([passed.total, failed.total, skipped.total]).toEqual([count('passed'), count('failed'), count('skipped')]);
  });

  const schema = officialSchema('hdf-exec-json.json');
  it.skipIf(schema === null)('is valid under the schema of ExecJSON, hostile text or not', () => {
    const problems = validatorOf(schema ?? '', 'draft-07');
    expect(problems(renderHdf(EVERY_OUTCOME))).toEqual([]);
    expect(problems(renderHdf(hostileReport()))).toEqual([]);
    expect(problems(renderHdf(EVERY_OUTCOME).replace('"skipped"', '"unknown"'))).not.toEqual([]);
  });
});
