import en from '../../../templates/locales/en.json' with { type: 'json' };

/** Every text of ours that a reader sees. A language is one file of this shape. */
export type Locale = typeof en;

const LOCALES = { en } satisfies Record<string, Locale>;

export type Lang = keyof typeof LOCALES;
export const LANGS: readonly Lang[] = ['en'];

export function localeOf(lang: Lang): Locale {
  return LOCALES[lang];
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
  const form = new Intl.PluralRules(locale.tag).select(count) === 'one' ? forms.one : forms.other;
  return fill(form, { count: figure(locale, count), ...values });
}

export function figure(locale: Locale, value: number): string {
  return new Intl.NumberFormat(locale.tag).format(value);
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
  return format(locale, time, { day: 'numeric', month: 'long', year: 'numeric' });
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
  return new Intl.DateTimeFormat(locale.tag, { ...options, timeZone: 'UTC' }).format(parsed);
}
