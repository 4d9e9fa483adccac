// Rules of the filter pattern language that no source settles. Where one decides a result, the result says so.

/** The rules, each with its question in words. */
export const UNSETTLED_RULES = {
  'interior-asterisk': 'whether an asterisk inside a value is a wildcard or stands for itself',
  'number-and-text': 'whether a number equals a text of the same characters',
  'boolean-equality': 'what = and != do with true and false',
  'is-on-text': 'whether IS TRUE and IS FALSE match the texts "true" and "false"',
  'ordering-of-text': 'whether <, <=, > and >= compare a text that looks like a number',
  'exists-on-container': 'whether = "*" matches null, an object or an array',
  'wildcard-selector': 'what !=, IS and NOT EXISTS mean on a selector with a wildcard',
  'text-of-record': 'how CloudTrail orders and spaces the text of a record',
  'fields-of-record': 'how a JSON record splits into fields at blanks',
} as const satisfies Record<string, string>;

export type UnsettledRule = keyof typeof UNSETTLED_RULES;
