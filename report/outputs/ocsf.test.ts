import { describe, expect, it } from 'vitest';
import { renderOcsf } from './ocsf.js';
import { EVERY_OUTCOME, hostileReport } from './testing/every-outcome.js';
import { ocsfProblems } from './testing/ocsf-validator.js';
import { officialSchema } from './testing/official-schema.js';

interface Finding {
  readonly status_id: number;
  readonly severity_id: number;
  readonly compliance: { readonly control: string; readonly status_id: number; readonly status: string };
  readonly finding_info: { readonly uid: string };
  readonly metadata: { readonly uid: string };
  readonly cloud: { readonly account: { readonly uid: string } };
}

function findings(report: typeof EVERY_OUTCOME): readonly Finding[] {
  return JSON.parse(renderOcsf(report));
}

const all = findings(EVERY_OUTCOME);
const of = (slug: string) => all.find(({ compliance }) => compliance.control === slug);

describe('the OCSF findings', () => {
  it('are one for each control in each account under each version', () => {
    expect(all).toHaveLength(EVERY_OUTCOME.controls.length);
    expect(new Set(all.map(({ finding_info }) => finding_info.uid)).size).toBe(all.length);
    expect(new Set(all.map(({ metadata }) => metadata.uid)).size).toBe(all.length);
  });

  it.each([
    ['iam-policy-changes', 1, 'Pass', 1],
    ['root-account-usage', 3, 'Fail', 3],
    ['route-table-changes', 0, 'Unknown', 0],
    ['organizations-changes', 99, 'Not Applicable', 1],
    ['nacl-changes', 99, 'Manual', 2],
  ])('%s has status %d, %s, and severity %d', (slug, status_id, status, severity_id) => {
    expect(of(slug)).toMatchObject({ severity_id, compliance: { status_id, status } });
  });

  it('are suppressed by a waiver and still fail', () => {
    expect(of('cloudtrail-config-changes')).toMatchObject({ status_id: 3, compliance: { status_id: 3 } });
    expect(of('root-account-usage')).toMatchObject({ status_id: 1, compliance: { status_id: 3 } });
  });

  it('keep their finding, as another event, from one report to the next', () => {
    const later = findings({ ...EVERY_OUTCOME, generatedAt: '2027-01-01T00:00:00.000Z' });
    expect(later.map(({ finding_info }) => finding_info.uid)).toEqual(all.map(({ finding_info }) => finding_info.uid));
    expect(later[0]?.metadata.uid).not.toBe(all[0]?.metadata.uid);
  });

  const schema = officialSchema('ocsf-1.5.0-compliance-finding.json');
  it.skipIf(schema === null)('are valid under OCSF 1.5.0, hostile text or not', () => {
    const problems = (document: string) => ocsfProblems(schema ?? '', 'compliance_finding', document);
    expect(problems(renderOcsf(EVERY_OUTCOME))).toEqual([]);
    expect(problems(renderOcsf(hostileReport()))).toEqual([]);
  });

  it.skipIf(schema === null)('are told to be invalid where they are', () => {
    const [first] = JSON.parse(renderOcsf(EVERY_OUTCOME));
    const broken: Readonly<Record<string, object>> = {
      '[0].colour: unknown': { colour: 'red' },
      '[0].severity_id: 7 not in the enum': { severity_id: 7 },
      '[0].severity: Low, not Informational': { severity: 'Low' },
      '[0].time: "now" is no timestamp_t': { time: 'now' },
      '[0].compliance.standards: not an array': { compliance: { standards: 'CIS' } },
      '[0].resources[0]: none of name, uid': { resources: [{}] },
      '[0].type_uid: not class_uid * 100 + activity_id': { type_uid: 200302 },
      '[0].api: unknown': { api: {}, metadata: { ...first.metadata, profiles: [] }, cloud: undefined },
    };
    for (const [problem, change] of Object.entries(broken)) {
      const document = JSON.stringify([{ ...first, ...change }]);
      expect(ocsfProblems(schema ?? '', 'compliance_finding', document)).toContain(problem);
    }
    const { cloud: _, ...without } = first;
    expect(ocsfProblems(schema ?? '', 'compliance_finding', JSON.stringify([without]))).toEqual([
      '[0].cloud: required',
    ]);
  });
});
