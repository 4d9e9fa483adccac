import { describe, expect, it } from 'vitest';
import { renderOscal } from './oscal.js';
import { EVERY_OUTCOME, hostileReport } from './testing/every-outcome.js';
import { validatorOf } from './testing/json-schema.js';
import { MIXED_REPORT } from './testing/mixed-report.js';
import { officialSchema } from './testing/official-schema.js';

const document = renderOscal(EVERY_OUTCOME);
const { 'assessment-results': results } = JSON.parse(document);
const [result] = results.results;

interface Finding {
  readonly target: { readonly 'target-id': string; readonly status: object };
}

function finding(slug: string) {
  return result.findings.find((one: Finding) => one.target['target-id'] === slug);
}

function outcomes(): Readonly<Record<string, string>> {
  const prop = (props: { name: string; value: string }[], name: string) =>
    props.find((one) => one.name === name)?.value;
  return Object.fromEntries(
    result.observations.map(({ props }: { props: { name: string; value: string }[] }) => [
      prop(props, 'control'),
      prop(props, 'outcome'),
    ]),
  );
}

describe('the OSCAL assessment results', () => {
  it('have a result for each account and version, with an observation for each control', () => {
    expect(results.results).toHaveLength(4);
    expect(outcomes()).toEqual(
      Object.fromEntries(
        EVERY_OUTCOME.controls
          .filter(({ account, benchmark }) => account === '111122223333' && benchmark === '5.0.0')
          .map(({ slug, outcome }) => [slug, outcome]),
      ),
    );
  });

  it.each([
    ['iam-policy-changes', { state: 'satisfied', reason: 'pass' }],
    ['root-account-usage', { state: 'not-satisfied', reason: 'fail' }],
  ])('%s has the finding %j', (slug, status) => {
    expect(finding(slug).target.status).toMatchObject(status);
  });

  it.each(['route-table-changes', 'organizations-changes', 'nacl-changes'])(
    '%s, of which neither can be said, has an observation and no finding, and the result says so',
    (slug) => {
      expect(finding(slug)).toBeUndefined();
      expect(result.description).toContain(slug);
    },
  );

  it('have no findings at all where none can be said', () => {
    const controls = EVERY_OUTCOME.controls.filter(({ outcome }) => outcome === 'not-assessed');
    const [only] = JSON.parse(renderOscal({ ...EVERY_OUTCOME, controls }))['assessment-results'].results;
    expect(only.findings).toBeUndefined();
    expect(only.observations).toHaveLength(1);
  });

  it('keep a waived failure not satisfied, with a risk whose deviation is approved', () => {
    const waived = finding('cloudtrail-config-changes');
    expect(waived.target.status.state).toBe('not-satisfied');
    const [risk] = result.risks;
    expect(risk).toMatchObject({ status: 'deviation-approved', deadline: '2026-12-31T23:59:59Z' });
    expect(waived['related-risks']).toEqual([{ 'risk-uuid': risk.uuid }]);
    expect(result.risks).toHaveLength(1);
  });

  it('lead every reference to something that is there, by names that are unique', () => {
    const uuids: string[] = [];
    const references: string[] = [];
    const walk = (value: unknown, key: string): void => {
      if (typeof value === 'string' && key === 'uuid') uuids.push(value);
      else if (typeof value === 'string' && key.endsWith('-uuid')) references.push(value);
      else if (typeof value === 'string' && key === 'href' && value.startsWith('#')) references.push(value.slice(1));
      else if (typeof value === 'object' && value !== null) {
        for (const [name, member] of Object.entries(value)) walk(member, Array.isArray(value) ? key : name);
      }
    };
    walk(results, '');
    expect(new Set(uuids).size).toBe(uuids.length);
    expect(references.length).toBeGreaterThan(100);
    for (const reference of references) expect(uuids).toContain(reference);
  });

  it('are named after what they say: the same report the same, another another', () => {
    expect(renderOscal(structuredClone(EVERY_OUTCOME))).toBe(document);
    const other = JSON.parse(renderOscal({ ...EVERY_OUTCOME, lens: 'benchmark' }));
    expect(other['assessment-results'].uuid).not.toBe(results.uuid);
  });

  it('give what to do in words, and the script as it is', () => {
    const { remediation } = MIXED_REPORT.controls.find(({ slug }) => slug === 'cloudtrail-config-changes') ?? {};
    const { remarks } = finding('cloudtrail-config-changes').target.status;
    expect(remediation?.script).toEqual(expect.any(String));
    expect(remarks).toContain(`\n\`\`\`sh\n${remediation?.script?.trimEnd()}\n\`\`\``);
  });

  it('give the digest of each snapshot', () => {
    const hashes = results['back-matter'].resources.flatMap((one: { rlinks?: { hashes: { value: string }[] }[] }) =>
      (one.rlinks ?? []).map(({ hashes }) => hashes[0]?.value),
    );
    expect(hashes).toEqual(EVERY_OUTCOME.accounts.map(({ digest }) => digest));
  });

  const schema = officialSchema('oscal-assessment-results-1.2.1.json');
  it.skipIf(schema === null)('are valid under the schema of OSCAL 1.2.1, hostile text or not', () => {
    const problems = validatorOf(schema ?? '', 'draft-07');
    for (const report of [EVERY_OUTCOME, MIXED_REPORT, hostileReport(), hostileReport(' '), hostileReport('')]) {
      expect(problems(renderOscal(report))).toEqual([]);
    }
    expect(problems(document.replace('"not-satisfied"', '"unknown"'))).not.toEqual([]);
  });
});
