import { describe, expect, it } from 'vitest';
import { parseEngagement } from './read-engagement.js';

const NOW = '2026-11-04T08:00:00Z';
const GOOD = `client: Example Holdings
auditor: Example Assurance LLP
classification: Confidential
report: { id: EX-2026-11, version: 1.0 }
people:
  author: A. Auditor
  distribution: [Board, Audit committee]
notes:
  vpc-changes: Seen in the interview of 2 November.
waivers:
  - control: vpc-changes
    account: "111122223333"
    reason: The network is rebuilt in spring.
    owner: Network
    approver: CISO
    expires: 2027-03-31
attestations:
  - control: root-account-usage
    statement: The SIEM rings for every root sign-in.
    by: Head of SOC
    date: 2026-11-02
    evidence: { file: siem.pdf, sha256: ${'a'.repeat(64)} }
`;

function refusal(text: string): string {
  try {
    parseEngagement(text, 'engagement.yaml', NOW);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'none';
}

describe('the engagement file', () => {
  it('is read, and numbers stay as they are written', () => {
    const engagement = parseEngagement(GOOD, 'engagement.yaml', NOW);
    expect(engagement.report).toEqual({ id: 'EX-2026-11', version: '1.0' });
    expect(engagement.waivers?.[0]?.account).toBe('111122223333');
  });

  it('may be empty, or JSON', () => {
    expect(parseEngagement('', 'engagement.yaml', NOW)).toEqual({});
    expect(parseEngagement('{"client": "Example"}', 'engagement.json', NOW)).toEqual({ client: 'Example' });
  });

  it.each<[string, string, string]>([
    ['an unknown key', GOOD.replace('auditor:', 'auditors:'), 'line 2, column 1: unknown key auditors.'],
    [
      'an unknown key further in',
      GOOD.replace('    owner:', '    ownr:'),
      'line 14, column 5: unknown key ownr in waivers.0.',
    ],
    [
      'a day that does not exist',
      GOOD.replace('2027-03-31', '2027-02-30'),
      'line 16, column 5: waivers.0.expires: expected a day',
    ],
    [
      'an unknown control',
      GOOD.replace('control: vpc-changes', 'control: vpn-changes'),
      'line 11, column 5: there is no control vpn-changes.',
    ],
    [
      'a note on an unknown control',
      GOOD.replace('  vpc-changes:', '  moon-phases:'),
      'line 9, column 3: there is no control moon-phases.',
    ],
    [
      'an attestation from the future',
      GOOD.replace('2026-11-02\n', '2026-12-24\n'),
      'line 21, column 5: 2026-12-24 is still to come.',
    ],
    ['a digest that is none', GOOD.replace('a'.repeat(64), 'abc'), 'expected a SHA-256'],
    ['no reason', GOOD.replace('    reason: The network is rebuilt in spring.\n', ''), 'waivers.0.reason'],
    ['broken YAML', 'client: [', 'line 1, column'],
    ['a list', '- a\n- b\n', 'line 1, column 1'],
  ])('is refused with line and column for %s', (_title, text, expected) => {
    expect(refusal(text)).toContain(expected);
    expect(refusal(text)).toMatch(/^engagement\.yaml, line \d+, column \d+: [^\n]+\.$/);
  });
});
