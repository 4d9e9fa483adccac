// The filter pattern language of CloudWatch Logs as a tree. Parentheses, quotes and white space are not part of it.

/** The five forms of a filter pattern. */
export type Pattern = EverythingPattern | JsonPattern | TermsPattern | RegexPattern | DelimitedPattern;

/** The empty pattern, and the documented `" "`: matches every log event. */
export interface EverythingPattern {
  readonly kind: 'everything';
}

/** `{ ... }`: matches log events that are JSON objects. */
export interface JsonPattern {
  readonly kind: 'json';
  readonly expression: Expression;
}

/** Unstructured terms, looked for in the raw text of the log event. */
export interface TermsPattern {
  readonly kind: 'terms';
  readonly terms: readonly Term[];
}

/** `%...%` alone: a regular expression over the raw text of the log event. */
export interface RegexPattern {
  readonly kind: 'regex';
  readonly regex: Regex;
}

/** `[a, b = 1, ...]`: the raw text split at blanks into named fields. */
export interface DelimitedPattern {
  readonly kind: 'delimited';
  readonly fields: readonly DelimitedField[];
}

/** A Boolean combination of conditions. Operands of `and` are never `and`, those of `or` never `or`. */
export type Expression = AndExpression | OrExpression | Condition;

export interface AndExpression {
  readonly kind: 'and';
  /** Two or more. */
  readonly operands: readonly Expression[];
}

export interface OrExpression {
  readonly kind: 'or';
  /** Two or more. */
  readonly operands: readonly Expression[];
}

export type Condition = Equality | Ordering | IsCondition | NotExists;

export interface Equality {
  readonly kind: 'equality';
  readonly selector: Selector;
  readonly operator: '=' | '!=';
  readonly value: Value;
}

export interface Ordering {
  readonly kind: 'ordering';
  readonly selector: Selector;
  readonly operator: '<' | '<=' | '>' | '>=';
  readonly value: NumberValue;
}

export interface IsCondition {
  readonly kind: 'is';
  readonly selector: Selector;
  readonly what: 'NULL' | 'TRUE' | 'FALSE';
}

export interface NotExists {
  readonly kind: 'not-exists';
  readonly selector: Selector;
}

/** `$` and one or more steps. */
export type Selector = readonly Step[];

export type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'any-name' }
  | { readonly kind: 'any-index' };

export type Value = TextValue | NumberValue | RegexValue;

/** Quoted and bare text are the same value. An asterisk is kept as it is written. */
export interface TextValue {
  readonly kind: 'text';
  readonly text: string;
}

/** An unquoted number, as it is written and as what it means. */
export interface NumberValue {
  readonly kind: 'number';
  readonly text: string;
  readonly value: number;
}

export interface RegexValue {
  readonly kind: 'regex';
  readonly regex: Regex;
}

/** AWS allows no groups, so a regular expression is a list of alternatives, each a plain sequence. */
export interface Regex {
  /** What stands between the percent signs. */
  readonly source: string;
  readonly alternatives: readonly (readonly RegexItem[])[];
}

export type RegexItem =
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | {
      readonly kind: 'characters';
      readonly ranges: readonly CharacterRange[];
      readonly min: number;
      /** Null: without bound. */
      readonly max: number | null;
    };

/** Code points, both ends included. Ranges of one item are sorted and do not touch. */
export interface CharacterRange {
  readonly from: number;
  readonly to: number;
}

export interface Term {
  readonly sign: 'required' | 'optional' | 'excluded';
  readonly text: string;
}

export type DelimitedField =
  | { readonly kind: 'ellipsis' }
  | { readonly kind: 'field'; readonly name: string; readonly test: FieldTest | null };

/** What one field must be; every comparison is about that field. */
export type FieldTest =
  | { readonly kind: 'and'; readonly operands: readonly FieldTest[] }
  | { readonly kind: 'or'; readonly operands: readonly FieldTest[] }
  | {
      readonly kind: 'comparison';
      readonly operator: '=' | '!=' | '<' | '<=' | '>' | '>=';
      readonly value: Value;
    };

/** The highest code point. */
export const MAX_CODE_POINT = 0x10ffff;

/** Joins with `&&`; one operand stays itself, nested `and` is taken apart. Needs at least one operand. */
export function and(operands: readonly [Expression, ...Expression[]]): Expression {
  const flat = operands.flatMap((operand) => (operand.kind === 'and' ? operand.operands : [operand]));
  return operands.length === 1 ? operands[0] : { kind: 'and', operands: flat };
}

/** Joins with `||`; one operand stays itself, nested `or` is taken apart. Needs at least one operand. */
export function or(operands: readonly [Expression, ...Expression[]]): Expression {
  const flat = operands.flatMap((operand) => (operand.kind === 'or' ? operand.operands : [operand]));
  return operands.length === 1 ? operands[0] : { kind: 'or', operands: flat };
}
