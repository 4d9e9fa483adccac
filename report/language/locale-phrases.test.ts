import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LANGS } from './languages.js';
import { localeOf } from './locale.js';
import { templatesIn } from './testing/templates-in.js';

const REPORT = join(import.meta.dirname, '..');
const LOCALES = join(REPORT, '..', 'templates', 'locales');

/** Every sentence that this room can say. */
const TEMPLATES: ReadonlySet<string> = new Set(
  readdirSync(REPORT, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !/(^|[\\/])testing[\\/]/.test(name))
    .flatMap((name) => templatesIn(readFileSync(join(REPORT, name), 'utf8'))),
);

/** Places and blanks alone are the same everywhere. */
const NEEDED = [...TEMPLATES].filter((template) => /[^\s]/.test(template.replace(/\{\d+\}/g, '')));

function placesIn(template: string): readonly string[] {
  return [...new Set(template.match(/\{\d+\}/g) ?? [])].sort();
}

/** The template that a key is for: a further plural form stands under the template with its category behind it. */
function templateOfKey(key: string): string {
  return TEMPLATES.has(key) ? key : key.replace(/ \[(?:zero|two|few|many)\]$/, '');
}

describe('the languages', () => {
  it('are those that there are files for', () => {
    const files = readdirSync(LOCALES).map((name) => name.replace(/\.json$/, ''));
    expect(files.sort()).toEqual([...LANGS].sort());
  });

  it('have hundreds of sentences to say', () => {
    expect(NEEDED.length).toBeGreaterThan(300);
  });

  it('say in English what the templates say', () => {
    expect(localeOf('en').phrases).toEqual({});
  });
});

describe.each(LANGS.filter((lang) => lang !== 'en'))('the sentences in %s', (lang) => {
  const { phrases } = localeOf(lang);
  const entries = Object.entries(phrases);

  it('are all there', () => {
    expect(NEEDED.filter((template) => !Object.hasOwn(phrases, template))).toEqual([]);
  });

  it('are all used', () => {
    expect(Object.keys(phrases).filter((key) => !TEMPLATES.has(templateOfKey(key)))).toEqual([]);
  });

  it('have the places of the English ones', () => {
    const off = entries.filter(([key, phrase]) => placesIn(templateOfKey(key)).join() !== placesIn(phrase).join());
    expect(off).toEqual([]);
  });

  it('are not the English ones', () => {
    // Units and names are the same in many languages; four letters in a row are a word.
    const same = entries.filter(([key, phrase]) => key === phrase && /\p{L}{4}/u.test(phrase.replace(/\{\d+\}/g, '')));
    expect(same).toEqual([]);
  });

  it('end as the English ones do', () => {
    const end = (template: string): string => /[.?!]$/.exec(template)?.[0] ?? '';
    // A text that ends with a place ends with whatever stands there.
    const off = entries.filter(([key, phrase]) => !key.endsWith('}') && end(templateOfKey(key)) !== end(phrase));
    expect(off).toEqual([]);
  });
});

describe('the French sentences', () => {
  it('are set as French is', () => {
    const phrases = Object.values(localeOf('fr').phrases);
    const off = phrases.filter(
      (phrase) =>
        /\p{L}'[\p{L}{\u00ab]/u.test(phrase) ||
        / [;:!?](?:\s|$)| \u00bb|\u00ab /.test(phrase) ||
        /\u00a0(?!:)|\u202f(?![;!?\u00bb]|(?<=\u00ab\u202f))/.test(phrase),
    );
    expect(off).toEqual([]);
  });
});
