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

  it('bears no account id in the plan of an account either', () => {
    const [account, ...others] = report.accounts;
    if (account === undefined) throw new Error('no account');
    const blocked = [{ control: 'root-account-usage', why: `Trail audit belongs to account ${ID}.` }];
    const hidden = redact(
      { ...report, accounts: [{ ...account, plan: { ...account.plan, blocked } }, ...others] },
      'key',
    );
    expect(hidden.accounts[0]?.plan.blocked[0]?.why).toBe(`Trail audit belongs to account ${hidden.accounts[0]?.id}.`);
    expect(hidden.accounts[0]?.plan.steps.map(({ kind }) => kind)).toEqual(account.plan.steps.map(({ kind }) => kind));
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

  it('bears no name of the client or of people, however short, and no logo', () => {
    const engaged = applyEngagement(report, {
      client: 'Example Shop AG',
      auditor: 'Example Assurance LLP',
      scope: 'What EXAMPLE SHOP AG runs.',
      people: {
        author: { name: 'Al', role: 'Senior auditor' },
        approver: 'Pat Partner',
        distribution: ['Bo', { name: 'Cleo Client', role: 'Head of security' }],
      },
      report: { versions: [{ version: '1.0', date: '2026-11-04', author: 'Vi', change: 'Seen by Pat Partner.' }] },
      files: { logo: 'data:image/png;base64,AAAA', evidence: [] },
    });
    const hidden = redact(engaged, 'key').engagement;
    expect(JSON.stringify(hidden)).not.toMatch(/Example Shop AG|"Al"|"Bo"|"Vi"|Pat Partner|Cleo Client/i);
    expect(hidden).toMatchObject({
      auditor: 'Example Assurance LLP',
      author: { name: expect.stringMatching(/^person-/), role: 'Senior auditor' },
      client: expect.stringMatching(/^client-/),
      logo: null,
      scope: `What ${hidden?.client} runs.`,
    });
    expect(hidden?.versions[0]?.change).toBe(`Seen by ${hidden?.approver?.name}.`);
  });

  it('bears no name of who answers for a waiver or an attestation, or asked AWS, however short', () => {
    const control = 'route-table-changes';
    const [account, ...others] = report.accounts;
    if (account === undefined) throw new Error('no account');
    const caller = `arn:aws:iam::${ID}:user/Qi`;
    const engaged = applyEngagement(
      { ...report, accounts: [{ ...account, caller }, ...others] },
      {
        waivers: [{ control, reason: 'r', owner: 'Xi', approver: 'Yu', expires: '2027-01-01' }],
        attestations: [{ control, statement: 's', by: 'Zo', date: '2026-11-02' }],
      },
    );
    expect(renderHtml(engaged)).toMatch(/\bXi\b.*\bYu\b/s);
    const hidden = redact(engaged, 'key');
    expect(JSON.stringify([hidden.engagement, hidden.controls, hidden.accounts])).not.toMatch(
      /"(?:Xi|Yu|Zo)"|user\/Qi"/,
    );
    const one = hidden.controls.find(({ slug }) => slug === control);
    expect(one?.waiver?.owner).toBe(hidden.engagement?.waivers[0]?.owner);
    expect(one?.attestations?.[0]?.by).toMatch(/^person-[0-9a-f]{8}$/);
  });

  it('bears no account id that somebody wrote in groups of four', () => {
    const uuid = '29aa2769-9343-4427-9057-8220e635f118';
    const scope = `Account 2222-3333-4444, that is 2222 3333 4444. ${uuid} and 1111-2222-3333-4444 are none.`;
    const hidden = redact(applyEngagement(report, { scope }), 'key');
    const id = hidden.accounts[0]?.id;
    expect(hidden.engagement?.scope).toBe(`Account ${id}, that is ${id}. ${uuid} and 1111-2222-3333-4444 are none.`);
  });

  it('keeps our own words, whoever is called by one', () => {
    const owned = {
      control: 'route-table-changes',
      reason: 'r',
      owner: 'Network',
      approver: 'Route',
      expires: '2027-01-01',
    };
    const hidden = redact(applyEngagement(report, { waivers: [owned] }), 'key');
    expect(hidden.controls.map((control) => control.shortTitle)).toEqual(
      report.controls.map((control) => control.shortTitle),
    );
    expect(hidden.engagement?.waivers[0]).toMatchObject({
      control: 'route-table-changes',
      owner: expect.stringMatching(/^person-/),
    });
  });

  it('replaces the name of a person where it stands by itself only', () => {
    const hidden = redact(
      applyEngagement(report, { people: { author: 'Ann' }, scope: 'Annual; Ann, and no other.' }),
      'key',
    );
    expect(hidden.engagement?.scope).toBe(`Annual; ${hidden.engagement?.author?.name}, and no other.`);
  });
});
