// The golden set: every document of every sample is what the code makes today. `npm run samples` rebuilds it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORMATS } from '../report/outputs/formats.js';
import { SAMPLES } from '../samples/accounts.js';
import { ROOT } from './built-cli.js';

const AGAIN = 'it differs from what is committed: npm run samples, and look at the difference';
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailproof-samples-'));
  const { status, stderr } = spawnSync(process.execPath, ['scripts/samples.mjs', '--into', folder], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(SAMPLES.map((sample) => sample.name))('samples/%s', (name) => {
  it('holds the snapshot and every document made from it, and nothing else', () => {
    const files = readdirSync(join(ROOT, 'samples', name)).sort();
    expect(files, AGAIN).toEqual(readdirSync(join(folder, name)).sort());
    const formats = Object.values(name === 'gaps' ? FORMATS : [FORMATS.html, FORMATS.pdf, FORMATS.json]);
    const documents = formats.map(({ extension }) => expect.stringMatching(`^\\d{12}-cis-5\\.0\\.0\\.${extension}$`));
    const french = name === 'gaps' ? ['html', 'pdf', 'md'] : [];
    expect(files).toEqual(
      expect.arrayContaining([
        `${name}.snapshot.json`,
        `${name}.snapshot.json.sha256`,
        ...documents,
        ...french.map((suffix) => `222233334444-cis-5.0.0-fr.${suffix}`),
      ]),
    );
    expect(files).toHaveLength(2 + documents.length + french.length);
  });
});

describe('samples/several', () => {
  it('holds a document about all accounts, and one about each', () => {
    const files = filesOf(join(ROOT, 'samples'), 'several');
    expect(files, AGAIN).toEqual(filesOf(folder, 'several'));
    const names = ['3-accounts', '111122223333', '222233334444', '333344445555'];
    expect(files).toEqual(names.flatMap((one) => [`${one}-cis-5.0.0.html`, `${one}-cis-5.0.0.pdf`]).sort());
  });
});

describe('samples/year', () => {
  it('holds twelve snapshots, the history in every format, and a comparison', () => {
    const files = filesOf(join(ROOT, 'samples'), 'year');
    expect(files, AGAIN).toEqual(filesOf(folder, 'year'));
    expect(files.filter((file) => file.endsWith('.snapshot.json'))).toHaveLength(12);
    const suffixes = ['html', 'json', 'md', 'pdf', 'txt'];
    expect(files).toEqual(
      expect.arrayContaining(suffixes.flatMap((suffix) => [`history.${suffix}`, `444455556666-diff.${suffix}`])),
    );
    expect(files).toHaveLength(2 * 12 + 2 * suffixes.length);
  });
});

describe.each([...SAMPLES.map((sample) => sample.name), 'several', 'year'])('samples/%s', (name) => {
  it('is unchanged, byte for byte', () => {
    for (const file of filesOf(folder, name).filter((one) => !one.endsWith('.pdf'))) {
      const now = readFileSync(join(folder, name, file), 'utf8');
      const then = readFileSync(join(ROOT, 'samples', name, file), 'utf8');
      // Not one assertion on both texts: the report of a difference in 200 kB of fonts helps nobody.
      expect(firstDifference(then, now), `${file}: ${AGAIN}`).toBeNull();
    }
  });

  it('has a PDF with the same text', async () => {
    for (const file of filesOf(folder, name).filter((one) => one.endsWith('.pdf'))) {
      const [then, now] = await Promise.all(
        [join(ROOT, 'samples'), folder].map((base) => read(join(base, name, file))),
      );
      expect(now?.pages.length).toBeGreaterThan(name === 'year' ? 1 : 3);
      // Another browser may break lines and pages elsewhere, and repeat the heads of tables elsewhere.
      const comparable = now?.producer === then?.producer ? (one: Pdf) => one.pages : words;
      expect(now === undefined ? [] : comparable(now), `${file}: ${AGAIN}`).toEqual(
        then === undefined ? null : comparable(then),
      );
    }
  });
});

/** Paths below the sample's folder. */
function filesOf(base: string, name: string): readonly string[] {
  return readdirSync(join(base, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(join(base, name), join(entry.parentPath, entry.name)))
    .sort();
}

function firstDifference(then: string, now: string): string | null {
  if (then === now) return null;
  const at = [...then].findIndex((character, index) => character !== now[index]);
  const from = Math.max(0, at - 60);
  return `...${then.slice(from, at + 60)}... is now ...${now.slice(from, at + 60)}...`;
}

interface Pdf {
  readonly producer: string;
  /** The text of each page, white space folded. */
  readonly pages: readonly string[];
}

/** The distinct words, but for page numbers. */
function words(pdf: Pdf): readonly string[] {
  return [...new Set(pdf.pages.flatMap((text) => text.replace(/Page \d+ (?:of|sur) \d+/g, '').split(' ')))].sort();
}

async function read(path: string): Promise<Pdf> {
  const document = await getDocument({ data: new Uint8Array(readFileSync(path)), verbosity: 0 }).promise;
  const texts: string[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const content = await (await document.getPage(number)).getTextContent();
    texts.push(
      content.items
        .map((item) => ('str' in item ? item.str : ''))
        .join(' ')
        .replace(/\s+/g, ' ')
        .trim(),
    );
  }
  const { info } = await document.getMetadata();
  await document.destroy();
  return { producer: 'Producer' in info ? String(info.Producer) : '', pages: texts };
}
