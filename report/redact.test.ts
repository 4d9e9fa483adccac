import { beforeAll, describe, expect, it } from 'vitest';
import { buildSnapshot } from '../samples/account-builder.js';
import { gapsAccount } from '../samples/accounts.js';
import { findBenchmark } from './benchmarks/benchmarks.js';
import { applyEngagement } from './engagement/apply-engagement.js';
import { makeReport } from './make-report.js';
import type { Report } from './model.js';
import { renderHtml } from './outputs/html.js';
import { renderJson } from './outputs/json.js';
import { redact } from './redact.js';

const ID = '222233334444';
let report: Report;
beforeAll(async () => {
  const benchmark = findBenchmark('5.0.0');
  if (benchmark === null) throw new Error('no benchmark');
  const snapshot = await buildSnapshot(gapsAccount(ID, 'example-shop', '2026-11-03T09:20:41.000Z'));
  const made = makeReport([{ snapshot, digest: 'ab'.repeat(32) }], {
    benchmarks: [benchmark],
    lens: 'effective',
    tool: { name: 'trailproof', version: '0' },
    generatedAt: '2026-11-04T08:00:00Z',
  });
  report = applyEngagement(made, { people: { author: 'Ada Auditor' } });
});

describe('a redacted report', () => {
  it('bears no account id, alias, endpoint or name of a person, in any document', () => {
    const hidden = redact(report, 'key');
    for (const document of [renderJson(hidden), renderHtml(hidden)]) {
      for (const secret of [ID, '2222 3333 4444', 'example-shop', 'soc@example.com', 'Ada Auditor']) {
        expect(document).not.toContain(secret);
      }
    }
    expect(renderJson(report)).toContain('soc@example.com');
  });

  it('keeps everything else as it is', () => {
    const hidden = redact(report, 'key');
    expect(hidden.summary).toEqual(report.summary);
    expect(hidden.accounts[0]?.digest).toBe(report.accounts[0]?.digest);
    expect(hidden.controls.map((control) => control.outcome)).toEqual(
      report.controls.map((control) => control.outcome),
    );
    const [account] = hidden.accounts;
    for (const control of hidden.controls) expect(control.account).toBe(account?.id);
    expect(account?.id).toMatch(/^[0-9]{12}$/);
  });

  it('gives the same pseudonyms under the same key, and others under another', () => {
    expect(renderJson(redact(report, 'one'))).toBe(renderJson(redact(report, 'one')));
    expect(redact(report, 'one').accounts[0]?.id).not.toBe(redact(report, 'two').accounts[0]?.id);
  });
});
