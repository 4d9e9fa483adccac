// Rules of the filter pattern language that no source settles. Where one decides a result, the result says so.
import { type Phrase, say } from '../language/phrase.js';

/** The rules, each with its question in words. */
export const UNSETTLED_RULES = {
  'interior-asterisk': say`whether an asterisk inside a value is a wildcard or stands for itself`,
  'number-and-text': say`whether a number equals a text of the same characters`,
  'boolean-equality': say`what = and != do with true and false`,
  'is-on-text': say`whether IS TRUE and IS FALSE match the texts "true" and "false"`,
  'ordering-of-text': say`whether <, <=, > and >= compare a text that looks like a number`,
  'exists-on-container': say`whether = "*" matches null, an object or an array`,
  'wildcard-selector': say`what !=, IS and NOT EXISTS mean on a selector with a wildcard`,
  'text-of-record': say`how CloudTrail orders and spaces the text of a record`,
  'fields-of-record': say`how a JSON record splits into fields at blanks`,
} as const satisfies Record<string, Phrase>;

export type UnsettledRule = keyof typeof UNSETTLED_RULES;
