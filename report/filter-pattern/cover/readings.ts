import type { UnsettledRule } from '../unsettled-rules.js';

/** One way to settle what no source settles. */
export interface Reading {
  readonly interiorIsWildcard: boolean;
  /** `spelling`: a number equals the text it is spelled as; `value`: also every text that spells the same number. */
  readonly numberEqualsText: 'never' | 'spelling' | 'value';
  /** `text`: compared as "true" and "false"; `never`: neither = nor != is true; `unequal`: only != is true. */
  readonly booleans: 'text' | 'never' | 'unequal';
  readonly isMatchesText: boolean;
  readonly ordersText: boolean;
  readonly existsMatchesContainers: boolean;
}

/**
 * `sure`: a condition counts where every reading makes it true; `possible`: where some reading does. The language has
 * no negation over conditions, so these bound every reading from below and above.
 */
export type Mode = 'sure' | 'possible' | Reading;

/** The reading that makes = match least, and != most. */
const NARROW_EQUAL: Reading = {
  interiorIsWildcard: false,
  numberEqualsText: 'never',
  booleans: 'never',
  isMatchesText: false,
  ordersText: false,
  existsMatchesContainers: false,
};
const WIDE_EQUAL: Reading = {
  interiorIsWildcard: true,
  numberEqualsText: 'value',
  booleans: 'text',
  isMatchesText: true,
  ordersText: true,
  existsMatchesContainers: true,
};
/** For !=, more equality is less inequality, but that of booleans is said directly. */
const NARROW_UNEQUAL: Reading = { ...WIDE_EQUAL, booleans: 'never' };
const WIDE_UNEQUAL: Reading = { ...NARROW_EQUAL, booleans: 'unequal' };

/** The reading under which a condition is taken in a mode. */
export function readingFor(mode: Mode, unequal: boolean): Reading {
  if (mode === 'sure') return unequal ? NARROW_UNEQUAL : NARROW_EQUAL;
  if (mode === 'possible') return unequal ? WIDE_UNEQUAL : WIDE_EQUAL;
  return mode;
}

const CHOICES: Partial<Record<UnsettledRule, readonly Partial<Reading>[]>> = {
  'interior-asterisk': [{ interiorIsWildcard: false }, { interiorIsWildcard: true }],
  'number-and-text': [{ numberEqualsText: 'never' }, { numberEqualsText: 'spelling' }, { numberEqualsText: 'value' }],
  'boolean-equality': [{ booleans: 'text' }, { booleans: 'never' }, { booleans: 'unequal' }],
  'is-on-text': [{ isMatchesText: false }, { isMatchesText: true }],
  'ordering-of-text': [{ ordersText: false }, { ordersText: true }],
  'exists-on-container': [{ existsMatchesContainers: false }, { existsMatchesContainers: true }],
};

const MAX_READINGS = 72;

/** Every way to settle the given rules; null if one of them cannot be settled by a reading, or there are too many. */
export function readingsOf(rules: ReadonlySet<UnsettledRule>): readonly Reading[] | null {
  let readings: readonly Reading[] = [NARROW_EQUAL];
  for (const rule of rules) {
    const choices = CHOICES[rule];
    if (choices === undefined || readings.length * choices.length > MAX_READINGS) return null;
    readings = readings.flatMap((reading) => choices.map((choice) => ({ ...reading, ...choice })));
  }
  return readings;
}
