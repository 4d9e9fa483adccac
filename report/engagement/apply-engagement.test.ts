import { describe, expect, it } from 'vitest';
import type { ControlResult } from '../model.js';
import { reportSchema } from '../outputs/report-schema.js';
import { MIXED_REPORT } from '../outputs/testing/mixed-report.js';
import { applyEngagement } from './apply-engagement.js';

const waiver = { reason: 'r', owner: 'o', approver: 'a', expires: '2027-03-31' };
const failing = MIXED_REPORT.controls.find((control) => control.outcome === 'fail');
const passing = MIXED_REPORT.controls.find((control) => control.outcome === 'pass');
const slugOf = (control: ControlResult | undefined): string => control?.slug ?? '';

describe('an engagement laid over a report', () => {
  it('marks a waived finding and leaves its outcome as it is', () => {
    const report = applyEngagement(MIXED_REPORT, { waivers: [{ control: slugOf(failing), ...waiver }] });
    const control = report.controls.find((one) => one.slug === failing?.slug);
    expect(control).toMatchObject({ outcome: 'fail', waiver: { expires: '2027-03-31' } });
    expect(report.summary).toEqual(MIXED_REPORT.summary);
    expect(report.engagement?.waivers).toMatchObject([{ state: 'used' }]);
  });

  it.each<[string, object, string]>([
    ['expired', { control: slugOf(failing), expires: '2026-11-03' }, 'expired'],
    ['over a control that passes', { control: slugOf(passing) }, 'unused'],
    ['for another account', { control: slugOf(failing), account: '999999999999' }, 'unused'],
    ['for another resource', { control: slugOf(failing), resource: 'elsewhere' }, 'unused'],
    ['on its last day', { control: slugOf(failing), expires: '2026-11-04' }, 'used'],
  ])('a waiver %s', (_title, change, state) => {
    const one = { control: '', ...waiver, ...change };
    const report = applyEngagement(MIXED_REPORT, { waivers: [one] });
    expect(report.engagement?.waivers).toMatchObject([{ state }]);
    expect(report.controls.some((control) => control.waiver !== undefined)).toBe(state === 'used');
  });

  it('lists expired waivers first', () => {
    const report = applyEngagement(MIXED_REPORT, {
      waivers: [
        { control: slugOf(failing), ...waiver },
        { control: slugOf(failing), ...waiver, expires: '2020-01-01' },
      ],
    });
    expect(report.engagement?.waivers.map((one) => one.state)).toEqual(['expired', 'used']);
  });

  it('brings what the documents show of it', () => {
    const report = applyEngagement(MIXED_REPORT, {
      colours: { house: '#112233' },
      period: { from: '2026-08-01', to: '2026-10-31' },
      people: { author: 'Ada', approver: { name: 'Pat', role: 'Partner' }, distribution: ['Board'] },
      report: {
        date: '2026-11-04',
        versions: [{ version: '0.9', date: '2026-11-03', author: 'Ada', change: 'Draft.' }],
      },
      files: { logo: 'data:image/png;base64,AAAA', evidence: [] },
    });
    expect(report.engagement).toMatchObject({
      colours: { house: '#112233', accent: null },
      period: { from: '2026-08-01', to: '2026-10-31' },
      author: { name: 'Ada', role: null },
      reviewer: null,
      approver: { name: 'Pat', role: 'Partner' },
      distribution: [{ name: 'Board', role: null }],
      reportDate: '2026-11-04',
      reportVersion: '0.9',
      logo: 'data:image/png;base64,AAAA',
    });
    expect(reportSchema.parse(JSON.parse(JSON.stringify(report))).engagement).toEqual(report.engagement);
  });

  it('says of evidence whether it was compared', () => {
    const attestation = { control: slugOf(failing), statement: 's', by: 'b', date: '2026-11-02' };
    const evidence = { file: 'f', sha256: 'a'.repeat(64) };
    const report = applyEngagement(MIXED_REPORT, {
      attestations: [{ ...attestation, evidence }, { ...attestation, evidence }, attestation],
      files: { logo: null, evidence: [true, false, false] },
    });
    expect(report.engagement?.attestations.map((one) => one.evidence?.checked)).toEqual([true, false, undefined]);
    const control = report.controls.find((one) => one.slug === failing?.slug);
    expect(control?.attestations?.[0]?.evidence).toEqual({ ...evidence, checked: true });
  });
});
