// Documents in French: nothing of ours in them is English, but for what is the same in every language.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT, trailproof } from './built-cli.js';

const LOCALES = join(ROOT, 'templates', 'locales');

interface Texts {
  readonly [key: string]: string | Texts;
}

function locale(lang: string): Texts {
  return JSON.parse(readFileSync(join(LOCALES, `${lang}.json`), 'utf8'));
}

function leaves(texts: Texts | string): readonly string[] {
  return typeof texts === 'string' ? [texts] : Object.values(texts).flatMap(leaves);
}

/** What a text looks like with values in its places; null for texts too short to be told from French or from code. */
function shapeOf(text: string): RegExp | null {
  const fixed = text.split(/\{\w+\}/).map((part) => part.replaceAll('`', ''));
  const longest = fixed.reduce((best, part) => (part.trim().length > best.trim().length ? part : best), '');
  if ((longest.match(/[A-Za-z]{2,}/g) ?? []).length < 3) return null;
  return new RegExp(longest.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
}

const fr = locale('fr');
const french = new Set(leaves(fr));
const phrases = fr['phrases'];
const english = [
  ...leaves({ ...locale('en'), phrases: '' }),
  ...Object.keys(typeof phrases === 'object' ? phrases : {}),
]
  .filter((text) => !french.has(text))
  .flatMap((text) => shapeOf(text) ?? []);

/** The text that people read; commands and records are program text in every language. */
function proseOf(html: string): string {
  return html
    .replace(/<(style|script|pre|head)\b[\s\S]*?<\/\1>/g, ' ')
    .replace(/<p class="criterion">[\s\S]*?<\/p>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ');
}

const SAMPLES = ['gaps', 'partly-read', 'all-pass'];
const folder = mkdtempSync(join(tmpdir(), 'trailproof-french-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a report in French', () => {
  it.each(SAMPLES)('has no English sentence of ours: %s', async (name) => {
    const snapshot = join(ROOT, 'samples', name, `${name}.snapshot.json`);
    const out = join(folder, name);
    const run = await trailproof([
      'report',
      snapshot,
      '--lang',
      'fr',
      '--format',
      'html,json,markdown,csv',
      '--out',
      out,
    ]);
    expect(run.stderr).toBe('');
    const files = run.stdout.match(/\S+-fr\.(?:html|json|md|csv)/g) ?? [];
    expect(files).toHaveLength(4);
    const read = (suffix: string): string => readFileSync(files.find((file) => file.endsWith(suffix)) ?? '', 'utf8');
    expect(read('.html')).toContain('<html lang="fr">');
    const report = JSON.parse(read('.json'));
    expect(report.language).toBe('fr');
    const sentences = report.controls.flatMap((control: { headline: string; reasons: { message: string }[] }) => [
      control.headline,
      ...control.reasons.map(({ message }) => message),
    ]);
    for (const text of [
      proseOf(read('.html')),
      sentences.join('\n'),
      read('.md').replace(/```[\s\S]*?```/g, ''),
      run.stdout,
    ]) {
      expect(english.filter((shape) => shape.test(text)).map(String)).toEqual([]);
    }
  });

  it('is held against shapes that find the English of the English one', async () => {
    const snapshot = join(ROOT, 'samples', 'gaps', 'gaps.snapshot.json');
    const out = join(folder, 'english');
    await trailproof(['report', snapshot, '--format', 'html', '--out', out]);
    const prose = proseOf(readFileSync(join(out, '222233334444-cis-5.0.0.html'), 'utf8'));
    expect(english.filter((shape) => shape.test(prose)).length).toBeGreaterThan(100);
  });

  it('says the same as the English one', async () => {
    const snapshot = join(ROOT, 'samples', 'gaps', 'gaps.snapshot.json');
    const judged = async (lang: string): Promise<unknown> => {
      const { controls } = JSON.parse((await trailproof(['report', snapshot, '--lang', lang, '--json'])).stdout);
      return controls.map(
        ({
          slug,
          outcome,
          reasons,
          coverage,
        }: {
          slug: string;
          outcome: string;
          reasons: { code: string }[];
          coverage: unknown;
        }) => [
          slug,
          outcome,
          reasons.map(({ code }) => code),
          (coverage as { missed?: { id: string }[] } | null)?.missed?.map(({ id }) => id),
        ],
      );
    };
    expect(await judged('fr')).toEqual(await judged('en'));
  });

  it('is not made in a language that there is not', async () => {
    const run = await trailproof(['report', 'x', '--lang', 'de']);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('en, fr');
  });
});

describe('comparisons in French', () => {
  const year = join(ROOT, 'samples', 'year', '444455556666');

  it('have no English sentence of ours', async () => {
    const diff = await trailproof([
      'diff',
      join(year, '2026-01-06T08-00-00-000Z.snapshot.json'),
      join(year, '2026-11-03T08-00-00-000Z.snapshot.json'),
      '--lang',
      'fr',
    ]);
    const history = await trailproof(['history', year, '--lang', 'fr']);
    for (const text of [diff.stdout, history.stdout]) {
      expect(text.length).toBeGreaterThan(500);
      expect(english.filter((shape) => shape.test(text.replace(/\s+/g, ' '))).map(String)).toEqual([]);
    }
  });
});
