import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseEngagement, readEngagement } from './read-engagement.js';

const VERSION = '{ version: 1.0, date: 2026-11-04, author: A, change: C }';
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

/** Each list holds the one before it nine times. */
const BOMB = Array.from('abcdefgh', (name, index) => {
  const inner = index === 0 ? 'x' : `*${'abcdefgh'[index - 1]}`;
  return `${name}: &${name} [${Array.from({ length: 9 }, () => inner).join(', ')}]\n`;
}).join('');

describe('the engagement file', () => {
  it('is read, and numbers stay as they are written', () => {
    const engagement = parseEngagement(GOOD, 'engagement.yaml', NOW);
    expect(engagement.report).toEqual({ id: 'EX-2026-11', version: '1.0' });
    expect(engagement.waivers?.[0]?.account).toBe('111122223333');
  });

  it('takes people by name, or by name and role', () => {
    const { people } = parseEngagement(
      'people: { author: A. Auditor, approver: { name: P, role: Partner } }',
      'e',
      NOW,
    );
    expect(people).toEqual({ author: 'A. Auditor', approver: { name: 'P', role: 'Partner' } });
  });

  it('takes what is dated on the day of the report', () => {
    const { report } = parseEngagement(`report: { date: 2026-11-04, versions: [${VERSION}] }`, 'e', NOW);
    expect(report?.versions).toEqual([{ version: '1.0', date: '2026-11-04', author: 'A', change: 'C' }]);
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
    ['no expiry', GOOD.replace('    expires: 2027-03-31\n', ''), 'line 11, column 5: waivers.0.expires'],
    ['a key that is there twice', `client: A\nclient: B\n`, 'line 2, column 1'],
    [
      'a colour that is none',
      'colours:\n  house: navy\n',
      'line 2, column 3: colours.house: expected a colour as #rrggbb.',
    ],
    [
      'a colour with more behind it',
      'colours:\n  house: "#112233;}"\n',
      'line 2, column 3: colours.house: expected a colour as #rrggbb.',
    ],
    [
      'a colour too light to read',
      'colours:\n  house: "#112233"\n  accent: "#7799bb"\n',
      'line 3, column 3: colours.accent: text in #7799bb is hard to read on white: its contrast is 2.98, and at least 4.5 is needed.',
    ],
    [
      'a period that ends before it begins',
      'period:\n  from: 2026-10-31\n  to: 2026-08-01\n',
      'line 3, column 3: period.to: the period ends before it begins.',
    ],
    ['half a period', 'period: { from: 2026-10-31 }\n', 'line 1, column 1: period.to'],
    [
      'a document dated tomorrow',
      'report:\n  id: R\n  date: 2026-11-05\n',
      'line 3, column 3: 2026-11-05 is still to come.',
    ],
    [
      'a version dated tomorrow',
      'report:\n  versions:\n    - { version: 1, author: A, change: C, date: 2026-11-05 }\n',
      'line 3, column 43: 2026-11-05 is still to come.',
    ],
    [
      'a version that is listed twice',
      `report:\n  versions:\n    - ${VERSION}\n    - ${VERSION}\n`,
      'line 4, column 9: version 1.0 is listed twice.',
    ],
    [
      'a version that is not among those listed',
      `report:\n  version: 1.1\n  versions:\n    - ${VERSION}\n`,
      'line 2, column 3: version 1.1 is not among the versions listed.',
    ],
    [
      'a version without its change',
      'report:\n  versions:\n    - { version: 1.0, date: 2026-11-04, author: A }\n',
      'line 3, column 7: report.versions.0.change',
    ],
    [
      'an unknown key of a person',
      'people:\n  author: { name: A, title: B }\n',
      'line 2, column 22: unknown key title in people.author.',
    ],
    ['a file of our own making', 'files: { logo: x }\n', 'line 1, column 1: unknown key files.'],
    ['broken YAML', 'client: [', 'line 1, column'],
    ['an alias of nothing', 'client: *nobody\n', 'line 1, column'],
    ['aliases that multiply without end', BOMB, 'line 1, column 1: not YAML: Excessive alias count'],
    ['a list', '- a\n- b\n', 'line 1, column 1'],
  ])('is refused with line and column for %s', (_title, text, expected) => {
    expect(refusal(text)).toContain(expected);
    expect(refusal(text)).toMatch(/^engagement\.yaml, line \d+, column \d+: [^\n]+\.$/);
  });
});

const PNG = readFileSync(join(import.meta.dirname, '..', 'samples', 'engagement', 'logo.png'));
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 0xff, 0xd9]);
const EVIDENCE = 'The SIEM rang.';
const ATTESTED = `attestations:
  - control: root-account-usage
    statement: It rings.
    by: SOC
    date: 2026-11-02
    evidence:
      file: papers/siem.pdf
      sha256: ${createHash('sha256').update(EVIDENCE).digest('hex')}
`;

describe('the files that an engagement file names', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trailproof-test-'));
    path = join(folder, 'engagement.yaml');
    await mkdir(join(folder, 'papers'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function read(text: string): ReturnType<typeof readEngagement> {
    await writeFile(path, text);
    return readEngagement(path, NOW);
  }

  /** What is wrong, without the folder of this run. */
  async function fault(text: string): Promise<string> {
    const message = await read(text).then(
      () => 'none',
      (error: Error) => error.message,
    );
    return message.replace(folder, '');
  }

  it.each([
    ['image/png', PNG],
    ['image/jpeg', JPEG],
  ])('are a logo of type %s, whatever its name', async (type, bytes) => {
    await writeFile(join(folder, 'papers/logo.dat'), bytes);
    const { files } = await read('logo: papers/logo.dat');
    expect(files?.logo).toBe(`data:${type};base64,${bytes.toString('base64')}`);
  });

  it('are told from a text of another encoding, by line and column', async () => {
    await writeFile(path, Buffer.from('auditor: A\nclient: M\u00fcller\n', 'latin1'));
    const refused = readEngagement(path, NOW);
    await expect(refused).rejects.toThrow('engagement.yaml, line 2, column 10: not UTF-8.');
  });

  it('are no logo when it is missing, a folder, a picture of another kind or too big', async () => {
    await writeFile(
      join(folder, 'logo.svg'),
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    );
    await writeFile(join(folder, 'big.png'), Buffer.concat([PNG, Buffer.alloc(1024 * 1024)]));
    expect(await fault('client: " "')).toBe('/engagement.yaml, line 1, column 1: client: expected a text.');
    expect(await fault('client: A\nlogo: gone.png')).toBe(
      '/engagement.yaml, line 2, column 1: there is no file gone.png.',
    );
    expect(await fault('logo: papers')).toBe('/engagement.yaml, line 1, column 1: papers is not a file.');
    expect(await fault('logo: logo.svg')).toBe('/engagement.yaml, line 1, column 1: logo.svg is neither PNG nor JPEG.');
    expect(await fault('logo: big.png')).toBe(
      `/engagement.yaml, line 1, column 1: big.png has ${1024 * 1024 + PNG.length} bytes, and a logo may have 1048576.`,
    );
    for (const bytes of [PNG.subarray(0, -20), PNG.subarray(0, 8), JPEG.subarray(0, -1)]) {
      await writeFile(join(folder, 'part.png'), bytes);
      expect(await fault('logo: part.png')).toBe(
        '/engagement.yaml, line 1, column 1: part.png ends in the middle of the picture.',
      );
    }
  });

  it('are evidence whose digest is compared', async () => {
    await writeFile(join(folder, 'papers/siem.pdf'), EVIDENCE);
    expect((await read(ATTESTED)).files?.evidence).toEqual([true]);
    await writeFile(join(folder, 'papers/siem.pdf'), `${EVIDENCE} Twice.`);
    expect(await fault(ATTESTED)).toMatch(
      /^\/engagement\.yaml, line 8, column 7: papers\/siem\.pdf is not the file that was attested: its SHA-256 is [0-9a-f]{64}\.$/,
    );
  });

  it('are evidence that need not be here', async () => {
    expect((await read(ATTESTED)).files?.evidence).toEqual([false]);
    expect((await read(ATTESTED.replace('papers/siem.pdf', 'https://example.com/a'))).files?.evidence).toEqual([false]);
    expect(await fault(ATTESTED.replace('papers/siem.pdf', 'papers'))).toBe(
      '/engagement.yaml, line 7, column 7: papers is not a file.',
    );
  });
});
