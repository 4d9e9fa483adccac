import { describe, expect, it } from 'vitest';
import { applyEngagement } from '../../engagement/apply-engagement.js';
import type { Engagement } from '../../engagement/engagement.js';
import type { Report } from '../../model.js';
import { renderHtml } from '../html.js';
import { MIXED_REPORT, TWO_ACCOUNTS } from '../testing/mixed-report.js';

const LOGO = 'data:image/png;base64,iVBORw0KGgo=';
const ENGAGEMENT: Engagement = {
  client: 'Example Holdings',
  auditor: 'Example Assurance LLP',
  classification: 'Confidential',
  period: { from: '2026-08-01', to: '2026-10-31' },
  report: {
    id: 'EX-2026-11',
    version: '1.0',
    date: '2026-11-04',
    versions: [
      { version: '0.9', date: '2026-11-03', author: 'Ada Auditor', change: 'Draft for review.' },
      { version: '1.0', date: '2026-11-04', author: 'Pat Partner', change: 'Issued.' },
    ],
  },
  people: {
    author: { name: 'Ada Auditor', role: 'Senior auditor' },
    approver: 'Pat Partner',
    distribution: ['Board', { name: 'Cleo Client', role: 'Head of security' }],
  },
  files: { logo: LOGO, evidence: [] },
};

function htmlOf(engagement: Engagement, report: Report = MIXED_REPORT): string {
  return renderHtml(applyEngagement(report, engagement));
}

/** The part of a page between two marks, as text. */
function textOf(html: string, from: string, to: string): string {
  const start = html.indexOf(from);
  expect(start, from).toBeGreaterThan(-1);
  return html
    .slice(start, html.indexOf(to, start))
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const coverOf = (html: string): string => textOf(html, '<header class="cover">', '</header>');
const controlOf = (html: string): string => textOf(html, '<section class="part document-control">', '</section>');

describe('the cover', () => {
  it('names client, classification, account, period, report, assessor and evidence', () => {
    const cover = coverOf(htmlOf(ENGAGEMENT));
    const [account] = MIXED_REPORT.accounts;
    expect(cover).toMatch(
      /^Example Holdings \u00b7 Confidential Monitoring of AWS account activity Assessment against/,
    );
    expect(cover).toContain(`${account?.alias} 1111 2222 3333`);
    expect(cover).toContain('Period under review 1 August 2026 to 31 October 2026');
    expect(cover).toContain('Report EX-2026-11 \u00b7 version 1.0 \u00b7 4 November 2026 ');
    expect(cover).toContain('Assessor Example Assurance LLP');
    expect(cover.replaceAll(' ', '')).toContain(account?.digest);
  });

  it('has the logo, named for the assessor', () => {
    const src = LOGO.replace('=', '&#x3D;');
    expect(htmlOf(ENGAGEMENT)).toContain(`<img class="logo" src="${src}" alt="Example Assurance LLP">`);
  });

  it.each([
    'https://example.com/logo.png',
    'data:image/svg+xml;base64,PHN2Zz4=',
    'data:text/html;base64,PHN2Zz4=',
    'data:image/png;base64,"onerror="x',
    'javascript:alert(1)',
  ])('shows no picture for %s', (logo) => {
    expect(htmlOf({ ...ENGAGEMENT, files: { logo, evidence: [] } })).not.toContain('<img');
  });

  it('does without an engagement', () => {
    const html = renderHtml(MIXED_REPORT);
    expect(coverOf(html)).toMatch(/^Audit report Monitoring of AWS account activity/);
    expect(coverOf(html)).toContain('Report 4 November 2026, 08:00 UTC');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('id="document-control"');
  });

  it('counts accounts where there are more than it has room for', () => {
    const [account] = TWO_ACCOUNTS.accounts;
    if (account === undefined) throw new Error('no account');
    const ids = ['111111111111', '222222222222', '333333333333', '444444444444'];
    const accounts = ids.map((id) => ({ ...account, id, alias: null }));
    const cover = coverOf(htmlOf(ENGAGEMENT, { ...TWO_ACCOUNTS, accounts, controls: [] }));
    expect(cover).toContain('Accounts 4 accounts, in the list of accounts');
    expect(cover).not.toContain('1111 1111 1111');
  });

  it('has room for names of 10,000 characters, which stand in full elsewhere', () => {
    const long = 'n'.repeat(10_000);
    const html = htmlOf({ ...ENGAGEMENT, client: long, auditor: long, classification: long });
    expect(coverOf(html).length).toBeLessThan(1_500);
    expect(html).toContain(long);
  });
});

describe('document control', () => {
  it('lists what the document is, its versions, who has signed it off, and who gets it', () => {
    expect(controlOf(htmlOf(ENGAGEMENT))).toBe(
      [
        '1 Document control Client Example Holdings Assessor Example Assurance LLP',
        'Report EX-2026-11 \u00b7 version 1.0 Date 4 November 2026 Classification Confidential',
        'Period under review 1 August 2026 to 31 October 2026',
        'Versions Version Date Author Change 0.9 3 November 2026 Ada Auditor Draft for review.',
        '1.0 4 November 2026 Pat Partner Issued.',
        'People Sign-off Name Role Author Ada Auditor Senior auditor Approved by Pat Partner',
        'Distribution Board Cleo Client Head of security',
      ].join(' '),
    );
  });

  it('is there for its parts alone', () => {
    expect(controlOf(htmlOf({ people: { distribution: ['Board'] } }))).toContain('Distribution Board');
    expect(htmlOf({ colours: { house: '#112233' } })).not.toContain('id="document-control"');
  });
});

describe('attestations', () => {
  it('say of their evidence whether it was compared', () => {
    const evidence = { file: 'siem.pdf', sha256: 'ab'.repeat(32) };
    const attestation = {
      control: 'root-account-usage',
      statement: 'It rings.',
      by: 'SOC',
      date: '2026-11-02',
      evidence,
    };
    const shown = (checked: boolean): string =>
      textOf(
        htmlOf({ attestations: [attestation], files: { logo: null, evidence: [checked] } }),
        '<dl class="attestations">',
        '</dl>',
      );
    expect(shown(true)).toContain('siem.pdf SHA-256 abab');
    expect(shown(true)).toContain('The file has this digest');
    expect(shown(false)).toContain('Not checked here');
  });
});
