import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clock, counted, dateAndTime, fill, LANGS, localeOf, longDate, numberWord, sentenceCase } from './locale.js';

const HERE = import.meta.dirname;
const PARTIALS = join(HERE, '..', '..', '..', 'templates', 'partials');
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
  'resourceKinds',
  'notes',
];

function keysOf(value: unknown, path: readonly string[] = []): readonly string[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [path.at(-1) ?? ''];
  return Object.entries(value).flatMap(([key, member]) =>
    MAPS.includes(key) || (typeof member === 'object' && 'other' in member) ? [key] : keysOf(member, [...path, key]),
  );
}

describe('the texts of a language', () => {
  it('are all used', () => {
    const sources = [
      ...readdirSync(join(HERE, '..'), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
        .map((name) => join(HERE, '..', name)),
      ...readdirSync(PARTIALS).map((name) => join(PARTIALS, name)),
      ...['page.hbs', 'diff-page.hbs', 'history-page.hbs'].map((name) => join(PARTIALS, '..', name)),
    ].map((file) => readFileSync(file, 'utf8'));
    const all = sources.join('\n');
    const unused = keysOf(en).filter((key) => !new RegExp(`[.{ ]${key}\\b`).test(all));
    expect(unused).toEqual([]);
  });

  it('are there for every language', () => {
    for (const lang of LANGS) expect(keysOf(localeOf(lang))).toEqual(keysOf(en));
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

  it('shows what is no time as it stands', () => {
    expect(dateAndTime(en, 'yesterday')).toBe('yesterday');
    expect(clock(en, '', true)).toBe('');
  });
});
