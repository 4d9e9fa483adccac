import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trailproof } from './built-cli.js';

const GAPS = 'samples/gaps/gaps.snapshot.json';
const ALL_PASS = 'samples/all-pass/all-pass.snapshot.json';
let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'trailproof-remediate-'));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

describe('trailproof remediate', () => {
  it('writes one script for the account, names it, and says what it does', async () => {
    const ran = await trailproof(['remediate', GAPS, '--out', out]);
    expect(ran.status, ran.stderr).toBe(1);
    expect(readdirSync(out)).toEqual(['222233334444-remediation.sh']);
    expect(ran.stdout).toContain(join(out, '222233334444-remediation.sh'));
    expect(ran.stdout).toMatch(/222233334444: \d+ changes close it, in this order: /);
    expect(readFileSync(join(out, '222233334444-remediation.sh'), 'utf8')).toMatch(/^#!\/bin\/sh\n# Closes 4\.3 /);
  });

  it('writes every format, of PowerShell too', async () => {
    const all = await trailproof(['remediate', GAPS, '--out', out, '--format', 'cli,terraform,cloudformation']);
    expect(all.status, all.stderr).toBe(1);
    const windows = await trailproof(['remediate', GAPS, '--out', out, '--shell', 'powershell']);
    expect(windows.status, windows.stderr).toBe(1);
    expect(readdirSync(out).sort()).toEqual([
      '222233334444-remediation-eu-west-1.import.template.json',
      '222233334444-remediation-eu-west-1.template.json',
      '222233334444-remediation-us-west-2.template.json',
      '222233334444-remediation.ps1',
      '222233334444-remediation.sh',
      '222233334444-remediation.tf',
    ]);
  });

  it('plans for one control, by slug or number, as JSON', async () => {
    const plan = async (control: string) => {
      const ran = await trailproof(['remediate', GAPS, '--out', out, '--overwrite', '--control', control, '--json']);
      expect(ran.status, ran.stderr).toBe(1);
      return JSON.parse(ran.stdout).accounts[0];
    };
    const bySlug = await plan('cloudtrail-config-changes');
    expect(bySlug).toMatchObject({
      account: '222233334444',
      closes: ['cloudtrail-config-changes'],
      blocked: [],
      decisions: [],
      steps: [{ kind: 'put-filter', title: 'Change the pattern of metric filter cis-4-5' }],
    });
    expect(await plan('4.5')).toEqual(bySlug);
  });

  it('prints the steps as the report lists them', async () => {
    const remediated = await trailproof(['remediate', GAPS, '--out', out, '--json']);
    const reported = await trailproof(['report', GAPS, '--out', out, '--format', 'json', '--json']);
    const [account] = JSON.parse(remediated.stdout).accounts;
    const { plan } = JSON.parse(reported.stdout).accounts[0];
    expect(account.steps.length).toBeGreaterThan(3);
    expect(plan.steps.map((step: { kind: string; title: string }) => ({ kind: step.kind, title: step.title }))).toEqual(
      account.steps,
    );
    expect(plan.closes).toEqual(account.closes);
  });

  it('overwrites nothing without being asked', async () => {
    expect((await trailproof(['remediate', GAPS, '--out', out])).status).toBe(1);
    const again = await trailproof(['remediate', GAPS, '--out', out]);
    expect(again.status).toBe(2);
    expect(again.stderr).toContain('exists already');
  });

  it('has nothing to close where everything passes', async () => {
    const ran = await trailproof(['remediate', ALL_PASS, '--out', out]);
    expect(ran).toMatchObject({ status: 0, stdout: '111122223333: nothing to close.\n', stderr: '' });
    expect(readdirSync(out)).toEqual([]);
  });

  it('does not say that there is nothing to close where a control could not be assessed', async () => {
    const partly = 'samples/partly-read/partly-read.snapshot.json';
    const ran = await trailproof(['remediate', partly, '--out', out, '--control', 'security-hub-enabled']);
    expect(ran.status, ran.stderr).toBe(1);
    expect(ran.stdout).toBe('333344445555: not assessed, so that nothing is planned for it: security-hub-enabled.\n');
    const asJson = await trailproof(['remediate', partly, '--out', out, '--json']);
    expect(JSON.parse(asJson.stdout).accounts[0].notAssessed).toContain('security-hub-enabled');
  });

  it.each([
    [['--control', 'no-such-control'], 'unknown control no-such-control'],
    [['--benchmark', '9.9.9'], 'unknown benchmark version 9.9.9'],
    [['--format', 'pulumi'], 'unknown format pulumi'],
    [['--benchmark', '1.2.0', '--control', 'organizations-changes'], 'is not in benchmark 1.2.0'],
  ])('refuses %j in one line', async (args, message) => {
    const ran = await trailproof(['remediate', GAPS, '--out', out, ...args]);
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain(message);
    expect(ran.stderr.trim().split('\n')).toHaveLength(1);
    expect(readdirSync(out)).toEqual([]);
  });
});
