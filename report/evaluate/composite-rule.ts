/**
 * The rule of a composite alarm. Source: API reference of PutCompositeAlarm, AlarmRule:
 *
 *   rule    = and { "OR" and }
 *   and     = not { "AND" not }
 *   not     = [ "NOT" ] primary
 *   primary = "(" rule ")" | "TRUE" | "FALSE" | state "(" name ")"
 *   state   = "ALARM" | "OK" | "INSUFFICIENT_DATA"
 *   name    = alarm name or ARN, bare or in single or double quotes
 */
export type CompositeRule =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'state'; readonly state: AlarmState; readonly alarm: string }
  | { readonly kind: 'not'; readonly rule: CompositeRule }
  | { readonly kind: 'and' | 'or'; readonly rules: readonly CompositeRule[] };

export type AlarmState = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';

/** AWS allows 10,240 characters; nesting is bounded so that a hostile rule cannot exhaust the stack. */
const MAX_LENGTH = 10_240;
const MAX_DEPTH = 200;

/** Null when the rule is not understood. */
export function parseCompositeRule(text: string): CompositeRule | null {
  if (text.length > MAX_LENGTH) return null;
  const parser = new RuleParser(text);
  const rule = parser.or(0);
  return rule !== null && parser.atEnd() ? rule : null;
}

/** The rule's value when `stateOf` tells each alarm's state. */
export function evaluateRule(rule: CompositeRule, stateOf: (alarm: string) => AlarmState): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'not':
      return !evaluateRule(rule.rule, stateOf);
    case 'and':
      return rule.rules.every((part) => evaluateRule(part, stateOf));
    case 'or':
      return rule.rules.some((part) => evaluateRule(part, stateOf));
  }
}

/** The names and ARNs of the alarms that the rule looks at. */
export function alarmsOfRule(rule: CompositeRule): readonly string[] {
  switch (rule.kind) {
    case 'constant':
      return [];
    case 'state':
      return [rule.alarm];
    case 'not':
      return alarmsOfRule(rule.rule);
    case 'and':
    case 'or':
      return rule.rules.flatMap(alarmsOfRule);
  }
}

class RuleParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    return this.#take(/\s*$/y) !== null;
  }

  or(depth: number): CompositeRule | null {
    return this.#list('or', /\s*OR\b/y, () => this.#and(depth));
  }

  #and(depth: number): CompositeRule | null {
    return this.#list('and', /\s*AND\b/y, () => this.#not(depth));
  }

  #list(kind: 'and' | 'or', separator: RegExp, part: () => CompositeRule | null): CompositeRule | null {
    const first = part();
    if (first === null) return null;
    const rules = [first];
    while (this.#take(separator) !== null) {
      const next = part();
      if (next === null) return null;
      rules.push(next);
    }
    return rules.length === 1 ? first : { kind, rules };
  }

  #not(depth: number): CompositeRule | null {
    if (depth > MAX_DEPTH) return null;
    if (this.#take(/\s*NOT\b/y) === null) return this.#primary(depth);
    const rule = this.#not(depth + 1);
    return rule === null ? null : { kind: 'not', rule };
  }

  #primary(depth: number): CompositeRule | null {
    const constant = this.#take(/\s*(TRUE|FALSE)\b/y);
    if (constant !== null) return { kind: 'constant', value: constant[1] === 'TRUE' };
    const state = this.#take(/\s*(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]+)"|'([^']+)'|([^\s()"']+))\s*\)/y);
    if (state !== null) {
      const alarm = state[2] ?? state[3] ?? state[4];
      if (alarm === undefined || !isState(state[1])) return null;
      return { kind: 'state', state: state[1], alarm };
    }
    if (this.#take(/\s*\(/y) === null) return null;
    const rule = this.or(depth + 1);
    return rule !== null && this.#take(/\s*\)/y) !== null ? rule : null;
  }

  #take(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#text);
    if (found !== null) this.#at = sticky.lastIndex;
    return found;
  }
}

function isState(text: string | undefined): text is AlarmState {
  return text === 'ALARM' || text === 'OK' || text === 'INSUFFICIENT_DATA';
}
