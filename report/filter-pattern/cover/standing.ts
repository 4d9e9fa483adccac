import type { Expression, Pattern } from '../ast.js';
import type { Scene, Tie } from './event-model.js';
import { translate } from './formula.js';
import { effortFor } from './node-state.js';
import type { Mode } from './readings.js';
import type { Branch } from './required-events.js';
import { isPlainlyImpossible } from './solve.js';

const NO_TIES: ReadonlySet<Tie> = new Set();

type Translated = ReturnType<typeof translate>;
const TRANSLATIONS = new WeakMap<Pattern, Map<string, Translated>>();

/** Translations are kept with the tree they come from. */
export function translated(pattern: Pattern, mode: Mode, wanted: boolean): Translated {
  const key = `${typeof mode === 'string' ? mode : JSON.stringify(mode)} ${wanted}`;
  const kept = TRANSLATIONS.get(pattern) ?? new Map<string, Translated>();
  TRANSLATIONS.set(pattern, kept);
  const result = kept.get(key) ?? translate(pattern, mode, wanted);
  kept.set(key, result);
  return result;
}

/** What a pattern does to a branch at first sight: surely match all of it, surely none of it, or neither is plain. */
export type Standing = 'always' | 'never' | 'open';

interface Sight {
  readonly branch: Branch;
  readonly scene: Scene;
}

const STANDINGS = new WeakMap<Branch, Map<string, WeakMap<Pattern, Standing>>>();

/** Kept with the tree: it depends on nothing but the branch, the service and the pattern. */
export function standingOf({ branch, scene }: Sight, pattern: Pattern): Standing {
  const names = eventNamesOf(pattern);
  if (scene.eventName !== null && names !== null && !names.has(scene.eventName)) return 'never';
  const scenes = STANDINGS.get(branch) ?? new Map<string, WeakMap<Pattern, Standing>>();
  STANDINGS.set(branch, scenes);
  const key = scene.eventSource ?? '';
  const kept = scenes.get(key) ?? new WeakMap<Pattern, Standing>();
  scenes.set(key, kept);
  const known = kept.get(pattern);
  if (known !== undefined) return known;
  // Without the account, so that it holds for every account.
  const anywhere = { ...scene, account: null, partition: null };
  const world = { identity: 'any', signIn: 'any' } as const;
  // Of its own, so that the answer does not depend on what was asked before.
  const effort = effortFor(1);
  const glance = (mode: Mode, wanted: boolean): boolean => {
    const { necessary } = translated(pattern, mode, wanted);
    return branch.cases.every((each) => {
      const formulas = [translated(each, 'sure', true).formula, necessary];
      return isPlainlyImpossible({ scene: anywhere, world, relaxed: NO_TIES, formulas }, effort);
    });
  };
  const standing = glance('possible', true) ? 'never' : glance('sure', false) ? 'always' : 'open';
  kept.set(pattern, standing);
  return standing;
}

const NAMES = new WeakMap<Pattern, { readonly names: ReadonlySet<string> | null }>();

/** The only event names that a pattern can match, or null where it can match any. */
function eventNamesOf(pattern: Pattern): ReadonlySet<string> | null {
  const known = NAMES.get(pattern);
  if (known !== undefined) return known.names;
  const names = pattern.kind === 'json' ? namesIn(pattern.expression) : null;
  NAMES.set(pattern, { names });
  return names;
}

function namesIn(expression: Expression): ReadonlySet<string> | null {
  switch (expression.kind) {
    case 'and': {
      const bounds = expression.operands.map(namesIn).filter((names) => names !== null);
      return bounds[0] ?? null;
    }
    case 'or': {
      const parts = expression.operands.map(namesIn);
      return parts.includes(null) ? null : new Set(parts.flatMap((names) => [...(names ?? [])]));
    }
    case 'equality': {
      const [step, ...rest] = expression.selector;
      const isName = step?.kind === 'name' && step.name === 'eventName' && rest.length === 0;
      const { value, operator } = expression;
      const isExact = isName && operator === '=' && value.kind === 'text' && !value.text.includes('*');
      return isExact ? new Set([value.text]) : null;
    }
    default:
      return null;
  }
}
