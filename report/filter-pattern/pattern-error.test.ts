import { expect, it } from 'vitest';
import { localeOf } from '../language/locale.js';
import { parse } from './parser.js';
import { formatError } from './pattern-error.js';

function printed(pattern: string, lang: 'en' | 'fr'): string {
  const result = parse(pattern);
  if (result.kind === 'parsed') throw new Error(`${pattern} is read`);
  return formatError(result.error, localeOf(lang));
}

const PATTERN = '{ $.eventName == "DeleteTrail" }';

it('says in English what the error says by itself', () => {
  const result = parse(PATTERN);
  if (result.kind === 'parsed') throw new Error('it is read');
  expect(printed(PATTERN, 'en')).toBe(result.error.format);
  expect(printed(PATTERN, 'en')).toBe(
    ['Expected an operator, found "=="; write = instead. (character 15)', `  ${PATTERN}`, `${' '.repeat(16)}^`].join(
      '\n',
    ),
  );
});

it('says it in the language of the reader, with the same caret', () => {
  expect(printed(PATTERN, 'fr')).toBe(
    [
      'Attendu\u00a0: un opérateur\u202f; trouvé\u00a0: «\u202f==\u202f»\u202f; écrire = à la place. (caractère 15)',
      `  ${PATTERN}`,
      `${' '.repeat(16)}^`,
    ].join('\n'),
  );
  expect(printed('{ $.a = 1\n && }', 'fr')).toContain('(ligne 2, colonne 5)');
});

it('quotes what it found without taking it for a sentence', () => {
  expect(printed('{ $.a = 1 } {0}', 'fr')).toContain('trouvé\u00a0: «\u202f{\u202f».');
  expect(printed('[a, b = 1 && a = 2]', 'fr')).toContain(
    'attendu\u00a0: «\u202fb\u202f»\u202f; trouvé\u00a0: «\u202fa\u202f».',
  );
});
