import { say } from '../language/phrase.js';
import type { Pattern } from './ast.js';
import { parseDelimited } from './delimited-parser.js';
import { parseJson } from './json-parser.js';
import { MAX_PATTERN_LENGTH } from './limits.js';
import { type PatternError, patternError } from './pattern-error.js';
import { parseRegex } from './regex-parser.js';
import { PatternFault, Scanner } from './scanner.js';
import { parseTerms } from './terms-parser.js';

export type { PatternError } from './pattern-error.js';

/**
 * `malformed`: AWS would refuse the pattern, so no metric filter can have it.
 * `not-understood`: whether AWS accepts it, or what it would mean, is not documented.
 */
export type ParseResult =
  | { readonly kind: 'parsed'; readonly pattern: Pattern }
  | { readonly kind: 'malformed' | 'not-understood'; readonly error: PatternError };

/** Reads a filter pattern. Never throws; time is linear in the length of the text. */
export function parse(text: string): ParseResult {
  const tooLong = lengthFault(text);
  if (tooLong !== null) return tooLong;
  try {
    return { kind: 'parsed', pattern: patternOf(new Scanner(text)) };
  } catch (fault) {
    if (fault instanceof PatternFault) return { kind: fault.fault, error: fault.error };
    throw fault;
  }
}

function lengthFault(text: string): ParseResult | null {
  if (text.length <= MAX_PATTERN_LENGTH) return null;
  const characters = [...text.slice(0, 2 * MAX_PATTERN_LENGTH + 1)].length;
  const message =
    characters > MAX_PATTERN_LENGTH
      ? say`AWS allows ${MAX_PATTERN_LENGTH} characters in a pattern; this one has ${text.length}.`
      : say`AWS allows ${MAX_PATTERN_LENGTH} characters in a pattern; how it counts the rare ones in this one is not documented.`;
  return {
    kind: characters > MAX_PATTERN_LENGTH ? 'malformed' : 'not-understood',
    error: patternError(text, MAX_PATTERN_LENGTH, message),
  };
}

/** The first character that is not blank tells the form. */
function patternOf(scanner: Scanner): Pattern {
  scanner.skipBlanks();
  switch (scanner.peek()) {
    case '':
      return { kind: 'everything' };
    case '{':
      return parseJson(scanner);
    case '[':
      return parseDelimited(scanner);
    case '%': {
      const regex = parseRegex(scanner);
      scanner.skipBlanks();
      if (!scanner.atEnd)
        scanner.notUnderstood(say`What AWS makes of text after a regular expression is not documented.`);
      return { kind: 'regex', regex };
    }
    default:
      return parseTerms(scanner);
  }
}
