import { describe, expect, it } from 'vitest';
import { localeOf } from '../../language/locale.js';
import type { Imported } from '../../model.js';
import { MIXED_REPORT } from '../testing/mixed-report.js';
import { readingMeta } from './evidence-view.js';
import { LongTexts } from './text.js';

function takenFrom(imported: Imported | null): string | null {
  const [account] = MIXED_REPORT.accounts;
  if (account === undefined) throw new Error('no account');
  const locale = localeOf('en');
  const rows = readingMeta({ locale, long: new LongTexts() }, { ...account, imported });
  return rows.find(({ term }) => term === locale.appendix.imported)?.text.toHTML() ?? null;
}

describe('what a reader is told of how an account was read', () => {
  it('says that answers were fetched by somebody else, and whether they could be checked', () => {
    expect(takenFrom({ from: 'client.tar.gz', files: 40, manifest: true })).toMatch(
      /^client\.tar\.gz: 40 files .* checked against the manifest/,
    );
    expect(takenFrom({ from: '<b>', files: 1, manifest: false })).toMatch(/^&lt;b&gt;: 1 file .* without a manifest/);
  });

  it('says nothing of it where AWS was asked by us', () => {
    expect(takenFrom(null)).toBeNull();
  });
});
