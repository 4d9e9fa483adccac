import type { Expression, Pattern } from '../filter-pattern/ast.js';
import type { Requirement } from '../filter-pattern/requirement.js';
import type { FoundFilter } from './metric-filter-link.js';

/**
 * Whether a filter looks as if it were made for a control. It decides which filters are worth showing, and which may be
 * changed to mend the control; what a filter sees is decided elsewhere and not from its words.
 *
 * `own`: it names what the control is about and nothing else. `named`: it names it among other things.
 */
export type Relation = 'own' | 'named' | 'none';

export function relationOf({ filter, parsed }: FoundFilter, requirement: Requirement): Relation {
  const wanted = wantedBy(requirement);
  if (parsed.kind !== 'parsed') {
    return [...wanted].some((word) => filter.filterPattern?.includes(word)) ? 'named' : 'none';
  }
  const isWanted = (word: string): boolean => wanted.has(word) || [...wanted].some((one) => fits(word, one));
  const words = wordsOf(parsed.pattern);
  if (!words.some(isWanted)) return 'none';
  return words.every(isWanted) ? 'own' : 'named';
}

const kept = new WeakMap<Requirement, ReadonlySet<string>>();

function wantedBy(requirement: Requirement): ReadonlySet<string> {
  const known = kept.get(requirement);
  if (known !== undefined) return known;
  const wanted = new Set(requirement.alternatives.flatMap(wordsOf));
  kept.set(requirement, wanted);
  return wanted;
}

/** Whether a value, with wildcards at its ends, is meant to take in the wanted one. */
function fits(word: string, wanted: string): boolean {
  if (!word.startsWith('*') && !word.endsWith('*')) return wanted === word;
  const core = word.replace(/^\*|\*$/g, '');
  return core !== '' && wanted.includes(core);
}

/** The values that the pattern asks for, less the services, which many controls have in common. */
function wordsOf(pattern: Pattern): readonly string[] {
  let words = wordsKept.get(pattern);
  if (words === undefined) {
    words = pattern.kind === 'json' ? wordsOfExpression(pattern.expression) : [];
    wordsKept.set(pattern, words);
  }
  return words;
}

const wordsKept = new WeakMap<Pattern, readonly string[]>();

function wordsOfExpression(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands.flatMap(wordsOfExpression);
    case 'equality': {
      const [step, ...more] = expression.selector;
      const isSource = step?.kind === 'name' && step.name === 'eventSource' && more.length === 0;
      return expression.operator === '=' && expression.value.kind === 'text' && !isSource
        ? [expression.value.text]
        : [];
    }
    case 'ordering':
    case 'is':
    case 'not-exists':
      return [];
  }
}
