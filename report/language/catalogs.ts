import { locales } from '../../templates/compiled/locales.js';
import type { Lang } from './languages.js';
import type { Language } from './phrase.js';

/** The sentences of a language. */
export function languageOf(lang: Lang): Language {
  return locales[lang];
}
