import { type Locale, locales } from '../../templates/compiled/locales.js';
import type { Lang } from './languages.js';
import { longDateIn } from './long-date.js';

export type { Locale } from '../../templates/compiled/locales.js';
export { LANGS, type Lang } from './languages.js';

export function localeOf(lang: Lang): Locale {
  return locales[lang];
}

/**
 * Puts values into the places `{name}` of a text.
 * @throws Error when a place has no value: a fault of ours, and no data of a snapshot can cause it.
 */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_place, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`No value for {${name}} in "${text}".`);
    return String(value);
  });
}

/** The form of a text that goes with a count, with the count as `{count}` and further values filled in. */
export function counted(
  locale: Locale,
  forms: { readonly one: string; readonly other: string },
  count: number,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const form = pluralRules(locale.tag).select(count) === 'one' ? forms.one : forms.other;
  return fill(form, { count: figure(locale, count), ...values });
}

export function figure(locale: Locale, value: number): string {
  return numberFormat(locale.tag).format(value);
}

/** A small number as a word, others in figures. */
export function numberWord(locale: Locale, value: number): string {
  return locale.numbers[value] ?? figure(locale, value);
}

/** First letter in upper case, for a sentence that begins with a value. */
export function sentenceCase(locale: Locale, text: string): string {
  return text.slice(0, 1).toLocaleUpperCase(locale.tag) + text.slice(1);
}

/** "3 November 2026", in UTC; a time that is none is shown as it stands. */
export function longDate(locale: Locale, time: string): string {
  const parsed = new Date(time);
  return Number.isNaN(parsed.getTime()) ? time : longDateIn(locale.tag, locale.firstDay, parsed);
}

/** "09:14", in UTC. */
export function clock(locale: Locale, time: string, seconds: boolean): string {
  return format(locale, time, {
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
  });
}

/** "3 November 2026, 09:14 UTC". */
export function dateAndTime(locale: Locale, time: string): string {
  if (Number.isNaN(Date.parse(time))) return time;
  return fill(locale.dateAndTime, { date: longDate(locale, time), time: clock(locale, time, false) });
}

function format(locale: Locale, time: string, options: Intl.DateTimeFormatOptions): string {
  const parsed = new Date(time);
  if (Number.isNaN(parsed.getTime())) return time;
  return dateFormat(JSON.stringify([locale.tag, options])).format(parsed);
}

/** Making a formatter takes longer than using it, and it holds memory that is not known to be there. */
function remembered<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}

const pluralRules = remembered((tag) => new Intl.PluralRules(tag));
const numberFormat = remembered((tag) => new Intl.NumberFormat(tag));
const dateFormat = remembered((key) => {
  const [tag, options]: [string, Intl.DateTimeFormatOptions] = JSON.parse(key);
  return new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' });
});
