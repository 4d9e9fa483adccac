import type { Pattern } from './ast.js';
import { type Answer, NO, YES } from './match-answer.js';
import { matchExpression } from './match-json.js';
import { matchDelimited, matchRegexOnText, matchTerms } from './match-text.js';

export type MatchResult =
  | { readonly kind: 'yes' }
  | { readonly kind: 'no' }
  /** `rules`: keys of `UNSETTLED_RULES`, or `size` where the pattern is larger than we evaluate. */
  | { readonly kind: 'unknown'; readonly rules: readonly string[] };

/**
 * What AWS would answer for one log event. `event` is the raw text of the event, or a record as parsed JSON, of which
 * the raw text (order and spacing) is then not known. Never throws.
 *
 * Shares no code with `cover` beyond the tree, because it is the witness of what `cover` says.
 */
export function match(pattern: Pattern, event: unknown): MatchResult {
  const answer = matchAny(pattern, event);
  return answer.kind === 'unknown' ? { kind: 'unknown', rules: [...answer.rules].sort() } : { kind: answer.kind };
}

function matchAny(pattern: Pattern, event: unknown): Answer {
  switch (pattern.kind) {
    case 'everything':
      return YES;
    case 'json': {
      const record = recordOf(event);
      return record === null ? NO : matchExpression(pattern.expression, record);
    }
    case 'terms':
      return matchTerms(pattern.terms, event);
    case 'regex':
      return matchRegexOnText(pattern.regex, event);
    case 'delimited':
      return matchDelimited(pattern.fields, event);
  }
}

/** JSON patterns are evaluated only against log events that are JSON objects. */
function recordOf(event: unknown): object | null {
  const value = typeof event === 'string' ? parsed(event) : event;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
