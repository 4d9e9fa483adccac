// Sentences before they are in a language: a template of ours with the values that stand in it. What judges makes
// phrases, and never text; only at the end of judging are they put into words.

import { longDateIn } from './long-date.js';

/** Text of ours, written in English, in which values stand at `{0}`, `{1}` and so on. */
export interface Sentence {
  readonly kind: 'sentence';
  /** The English text, and the key under which a language has its own. */
  readonly template: string;
  readonly values: readonly Value[];
}

/** What may stand in a sentence. A string is shown as it is: mostly a name from AWS, which is nobody's to read as text. */
export type Value = string | number | Phrase;

/** Something that can be said in any language. */
export type Phrase =
  | Sentence
  /** By the number: each language has its own rule for which of the two (or of more) is right. */
  | { readonly kind: 'plural'; readonly count: number; readonly one: Sentence; readonly other: Sentence }
  /** "a, b and c". */
  | { readonly kind: 'list'; readonly items: readonly (string | Phrase)[] }
  /** Whole sentences, one after the other. */
  | { readonly kind: 'text'; readonly parts: readonly Phrase[] }
  /** With a capital at its start. For phrases that begin with a word of ours. */
  | { readonly kind: 'capital'; readonly of: Phrase }
  /** The day of a time, in UTC. */
  | { readonly kind: 'day'; readonly time: string };

/** A language as far as sentences go: its BCP 47 tag, and its own templates by the English ones. */
export interface Language {
  readonly tag: string;
  /** How it writes the first of a month, where that is not "1". */
  readonly firstDay?: string;
  /** A form for a further plural category of a template stands under the template with ` [category]` after it. */
  readonly phrases: Readonly<Record<string, string>>;
}

const ENGLISH: Language = { tag: 'en-GB', phrases: {} };

/** `{0}`, `{1}`: where a value stands. Other braces in a template are plain characters. */
const PLACE = /\{(\d+)\}/g;

const made = new WeakMap<TemplateStringsArray, string>();

/**
 * A sentence, as a tagged template. Every one must be in the catalog of every language (a test sees to it), so that text
 * of ours goes into the template and names go into its places.
 */
export function say(strings: TemplateStringsArray, ...values: readonly Value[]): Sentence {
  let template = made.get(strings);
  if (template === undefined) {
    template = templateOf(strings);
    made.set(strings, template);
  }
  return { kind: 'sentence', template, values };
}

/** The English template of the texts between the places. */
export function templateOf(strings: readonly string[]): string {
  if (strings.some((part) => part.search(PLACE) >= 0)) {
    throw new Error(`"${strings.join('...')}": what looks like a place must be a value`);
  }
  return strings.reduce((before, part, index) => `${before}{${index - 1}}${part}`);
}

/** The one or the other by the number. Both say the number, where it is to be said. */
export function plural(count: number, forms: { readonly one: Sentence; readonly other: Sentence }): Phrase {
  return { kind: 'plural', count, ...forms };
}

/** "a, b and c". */
export function listOf(items: readonly (string | Phrase)[]): Phrase {
  return { kind: 'list', items };
}

/** Whole sentences, one after the other. */
export function text(...parts: readonly Phrase[]): Phrase {
  const [only, ...more] = parts;
  return only !== undefined && more.length === 0 ? only : { kind: 'text', parts };
}

/** The phrase as it stands at the start of a line. */
export function capital(of: Phrase): Phrase {
  return { kind: 'capital', of };
}

/** The day of an ISO 8601 time. */
export function day(time: string): Phrase {
  return { kind: 'day', time };
}

/** The items joined two by two: `join` says how, in the words or marks of a language. */
export function joined(items: readonly [Phrase, ...Phrase[]], join: (before: Phrase, next: Phrase) => Phrase): Phrase {
  const [first, ...rest] = items;
  return rest.reduce(join, first);
}

/** Each phrase once, whatever it says in whichever language. */
export function distinct(phrases: readonly Phrase[]): readonly Phrase[] {
  return [...new Map(phrases.map((phrase) => [JSON.stringify(phrase), phrase])).values()];
}

/** The phrase in a language; what a language does not have is said in English. */
export function speak(phrase: Phrase, language: Language): string {
  switch (phrase.kind) {
    case 'sentence':
      return sentenceText(phrase, language);
    case 'plural':
      return pluralText(phrase, language);
    case 'list':
      return new Intl.ListFormat(language.tag).format(phrase.items.map((item) => valueText(item, language)));
    case 'text':
      return phrase.parts.map((part) => speak(part, language)).join(' ');
    case 'capital': {
      const [first = '', ...rest] = speak(phrase.of, language);
      return first.toLocaleUpperCase(language.tag) + rest.join('');
    }
    case 'day':
      return dayText(phrase.time, language);
  }
}

/** The phrase in English: for commands, scripts and messages, which are in English whatever a document is in. */
export function inEnglish(phrase: Phrase): string {
  return speak(phrase, ENGLISH);
}

function pluralText({ count, one, other }: Extract<Phrase, { kind: 'plural' }>, language: Language): string {
  const category = rulesOf(language.tag).select(count);
  if (category === 'one') return sentenceText(one, language);
  const further = `${other.template} [${category}]`;
  return sentenceText(other, language, Object.hasOwn(language.phrases, further) ? further : other.template);
}

function sentenceText({ template, values }: Sentence, language: Language, key = template): string {
  const own = Object.hasOwn(language.phrases, key) ? language.phrases[key] : undefined;
  // One pass over the template alone: nothing in a value is ever taken for a place.
  return (own ?? template).replace(PLACE, (place, index: string) => {
    const value = values[Number(index)];
    return value === undefined ? place : valueText(value, language);
  });
}

function valueText(value: Value, language: Language): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? figure(value, language.tag) : speak(value, language);
}

/** "1024", "10,000", "0.5"; what is too large or too small for that as JavaScript writes it. */
function figure(value: number, tag: string): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  return size < 1e-6 || size >= 1e21 || Number.isNaN(size) ? String(value) : numbersOf(tag).format(value);
}

/** Other spellings mean another time on another machine. */
const ISO_TIME = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?$/;

/** "3 November 2026". What is no ISO 8601 time is shown as it stands. */
function dayText(time: string, { tag, firstDay }: Language): string {
  const parsed = new Date(ISO_TIME.test(time) ? time : Number.NaN);
  return Number.isNaN(parsed.getTime()) ? time : longDateIn(tag, firstDay, parsed);
}

const rulesOf = perTag((tag) => new Intl.PluralRules(tag));
const numbersOf = perTag((tag) => new Intl.NumberFormat(tag, { useGrouping: 'min2', maximumFractionDigits: 20 }));

/** Formats take longer to make than to use. */
function perTag<T>(make: (tag: string) => T): (tag: string) => T {
  const kept = new Map<string, T>();
  return (tag) => {
    const known = kept.get(tag) ?? make(tag);
    kept.set(tag, known);
    return known;
  };
}
