import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  clock,
  counted,
  dateAndTime,
  fill,
  LANGS,
  type Lang,
  localeOf,
  longDate,
  numberWord,
  sentenceCase,
} from './locale.js';

const HERE = import.meta.dirname;
const PARTIALS = join(HERE, '..', '..', 'templates', 'partials');
const OUTPUTS = join(HERE, '..', 'outputs');
const en = localeOf('en');

/** Maps over a type of the model: their members are named by data. */
const MAPS = [
  'numbers',
  'outcomes',
  'links',
  'linksInSentence',
  'states',
  'groups',
  'assessed',
  'callStatus',
  'gapCauses',
  'resourceKinds',
  'decisions',
  'notes',
];

function keysOf(value: unknown, path: readonly string[] = []): readonly string[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [path.at(-1) ?? ''];
  return Object.entries(value).flatMap(([key, member]) =>
    MAPS.includes(key) || (typeof member === 'object' && 'other' in member) ? [key] : keysOf(member, [...path, key]),
  );
}

/** What a file says about itself, which is no text. */
const ABOUT_THE_FILE = 'sameAsEnglish';

/** Every text by its path. The phrases of the judgement are compared where they are made. */
function textsOf(value: unknown, path: readonly string[] = []): ReadonlyMap<string, string> {
  if (typeof value === 'string') return new Map([[path.join('.'), value]]);
  if (value === null || typeof value !== 'object') return new Map();
  return new Map(Object.entries(value).flatMap(([key, member]) => [...textsOf(member, [...path, key])]));
}

/** The places of a text; in a singular the count may be a word of the text. */
function placesOf(text: string | undefined): string {
  return [...new Set((text ?? '').match(/\{\w+\}/g))]
    .filter((place) => place !== '{word}')
    .sort()
    .join(' ');
}

/** As it is written: what is built from it has English where a text is missing. */
function fileOf(lang: Lang): unknown {
  return JSON.parse(readFileSync(join(PARTIALS, '..', 'locales', `${lang}.json`), 'utf8'));
}

const english = textsOf(fileOf('en'));
const FOREIGN = LANGS.filter((lang) => lang !== 'en');
describe('the texts of a language', () => {
  it('are all used', () => {
    const sources = [
      ...readdirSync(OUTPUTS, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
        .map((name) => join(OUTPUTS, name)),
      join(HERE, 'locale.ts'),
      join(HERE, '..', '..', 'cli', 'verdict-table.ts'),
      ...readdirSync(PARTIALS).map((name) => join(PARTIALS, name)),
      ...['page.hbs', 'diff-page.hbs', 'history-page.hbs'].map((name) => join(PARTIALS, '..', name)),
    ].map((file) => readFileSync(file, 'utf8'));
    const all = sources.join('\n');
    const unused = keysOf(en).filter((key) => !new RegExp(`[.{ ]${key}\\b`).test(all));
    expect(unused).toEqual([]);
  });

  it.each(FOREIGN)('are there in %s, each with the places of the English one', (lang) => {
    const own = textsOf(fileOf(lang));
    expect(
      [...own.keys()].filter((key) => !key.startsWith('phrases.') && !key.startsWith(`${ABOUT_THE_FILE}.`)),
    ).toEqual([...english.keys()]);
    for (const [key, text] of english) expect(`${key}: ${placesOf(own.get(key))}`).toBe(`${key}: ${placesOf(text)}`);
  });

  it.each(FOREIGN)('are not English in %s, but for those that its file names as the same', (lang) => {
    const file = fileOf(lang);
    const own = textsOf(file);
    const same = [...english].filter(
      ([key, text]) => own.get(key) === text && /[a-z]{3}/.test(text.replace(/\{\w+\}/g, '')),
    );
    expect(same.map(([key]) => key)).toEqual(Reflect.get(Object(file), ABOUT_THE_FILE) ?? []);
  });

  it('have, in French, the blanks that go with its punctuation', () => {
    // Sentences hold code, and have a test of their own.
    const texts = [...textsOf(fileOf('fr'))].filter(([key]) => !key.startsWith('phrases.'));
    const wrong = texts.filter(([, text]) => / [:;!?%\u00BB]|\u00AB |'/.test(text));
    expect(wrong).toEqual([]);
  });
});

describe('values in texts', () => {
  it('fills places, and does not look into what it filled in', () => {
    expect(fill('{a} and {b}', { a: '{b}', b: 2 })).toBe('{b} and 2');
    expect(() => fill('{c}', {})).toThrow('No value for {c}');
  });

  it('counts', () => {
    expect(counted(en, { one: '{count} page', other: '{count} pages' }, 1)).toBe('1 page');
    expect(counted(en, { one: '{count} page', other: '{count} pages' }, 1200)).toBe('1,200 pages');
    expect(numberWord(en, 0)).toBe('none');
    expect(sentenceCase(en, `${numberWord(en, 4)} of ${numberWord(en, 16)}`)).toBe('Four of sixteen');
    expect(numberWord(en, 200)).toBe('200');
  });

  it('shows times in UTC, whatever the zone they are given in', () => {
    expect(dateAndTime(en, '2026-11-03T00:14:00+02:00')).toBe('2 November 2026, 22:14 UTC');
    expect(longDate(en, '2026-11-03T09:14:00Z')).toBe('3 November 2026');
    expect(clock(en, '2026-11-03T00:04:07Z', true)).toBe('00:04:07');
  });

  it('writes the first of a month as the language does', () => {
    expect(longDate(localeOf('fr'), '2026-08-01')).toBe('1er ao\u00FBt 2026');
    expect(longDate(localeOf('fr'), '2026-08-11')).toBe('11 ao\u00FBt 2026');
    expect(longDate(en, '2026-08-01')).toBe('1 August 2026');
  });

  it('shows what is no time as it stands', () => {
    expect(dateAndTime(en, 'yesterday')).toBe('yesterday');
    expect(clock(en, '', true)).toBe('');
  });
});
