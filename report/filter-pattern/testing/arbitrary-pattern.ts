import fc from 'fast-check';
import {
  and,
  type Condition,
  type DelimitedField,
  type Expression,
  type FieldTest,
  or,
  type Pattern,
  type Selector,
  type Step,
  type TextValue,
  type Value,
} from '../ast.js';
import { parse } from '../parser.js';

const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/);
const quotedName = fc.stringMatching(/^[a-z.: ]{1,8}$/);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: name.map((text): Step => ({ kind: 'name', name: text })) },
  { weight: 1, arbitrary: quotedName.map((text): Step => ({ kind: 'name', name: text })) },
  { weight: 2, arbitrary: fc.nat(20).map((index): Step => ({ kind: 'index', index })) },
);

const selector: fc.Arbitrary<Selector> = fc
  .tuple(
    name.map((text): Step => ({ kind: 'name', name: text })),
    fc.array(step, { maxLength: 3 }),
  )
  .map(([first, rest]) => [first, ...rest]);

const text: fc.Arbitrary<TextValue> = fc
  .oneof(
    fc.stringMatching(/^[A-Za-z0-9_.*-]{1,12}$/),
    fc.string({ maxLength: 12 }),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
  )
  .map((value) => ({ kind: 'text', text: value }));

const number: fc.Arbitrary<Value & { kind: 'number' }> = fc
  .stringMatching(/^[+-]?[0-9]{1,5}(\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?$/)
  .map((written) => ({ kind: 'number', text: written, value: Number(written) }));

function readRegex(source: string): Value {
  const result = parse(`%${source}%`);
  if (result.kind !== 'parsed' || result.pattern.kind !== 'regex') throw new Error(`not a regex: ${source}`);
  return { kind: 'regex', regex: result.pattern.regex };
}

const regexSource = fc
  .array(
    fc.tuple(
      fc.constantFrom('a', 'B', '.', '\\d', '\\W', '[a-f]', '[^x_]', '\\.', '\\x28', ' ', ':'),
      fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,3}', '{2,}', '{,2}'),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((items) => items.map((item) => item.join('')).join(''));

const regex: fc.Arbitrary<Value> = fc
  .array(fc.tuple(fc.constantFrom('', '^'), regexSource, fc.constantFrom('', '$')), { minLength: 1, maxLength: 3 })
  .map((parts) => readRegex(parts.map((part) => part.join('')).join('|')));

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .tuple(selector, fc.constantFrom('=' as const, '!=' as const), fc.oneof(text, number))
    .map(([where, operator, value]): Condition => ({ kind: 'equality', selector: where, operator, value })),
  fc
    .tuple(selector, fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const), number)
    .map(([where, operator, value]): Condition => ({ kind: 'ordering', selector: where, operator, value })),
  fc
    .tuple(selector, fc.constantFrom('NULL' as const, 'TRUE' as const, 'FALSE' as const))
    .map(([where, what]): Condition => ({ kind: 'is', selector: where, what })),
  selector.map((where): Condition => ({ kind: 'not-exists', selector: where })),
);

/** Expressions over the given conditions, as deep as people write them. */
export function expressionOver(conditions: fc.Arbitrary<Condition>, size = 3): fc.Arbitrary<Expression> {
  return fc.letrec<{ node: Expression }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      conditions,
      fc
        .tuple(tie('node'), fc.array(tie('node'), { minLength: 1, maxLength: size }))
        .map(([a, rest]) => and([a, ...rest])),
      fc
        .tuple(tie('node'), fc.array(tie('node'), { minLength: 1, maxLength: size }))
        .map(([a, rest]) => or([a, ...rest])),
    ),
  })).node;
}

const json: fc.Arbitrary<Pattern> = fc.oneof(
  expressionOver(condition).map((expression): Pattern => ({ kind: 'json', expression })),
  fc.tuple(selector, fc.constantFrom('=' as const, '!=' as const), regex).map(
    ([where, operator, value]): Pattern => ({
      kind: 'json',
      expression: { kind: 'equality', selector: where, operator, value },
    }),
  ),
  fc.tuple(name, fc.constantFrom('any-name' as const, 'any-index' as const), text).map(
    ([first, kind, value]): Pattern => ({
      kind: 'json',
      expression: { kind: 'equality', selector: [{ kind: 'name', name: first }, { kind }], operator: '=', value },
    }),
  ),
);

const term = fc.record({
  sign: fc.constantFrom('required' as const, 'optional' as const, 'excluded' as const),
  text: fc.oneof(fc.stringMatching(/^[A-Za-z0-9_]{1,8}$/), fc.string({ minLength: 1, maxLength: 8 })),
});

const terms: fc.Arbitrary<Pattern> = fc
  .array(term, { minLength: 1, maxLength: 4 })
  .map((all): Pattern => ({ kind: 'terms', terms: all }))
  .filter(
    ({ kind, ...rest }) => kind === 'terms' && JSON.stringify(rest) !== '{"terms":[{"sign":"required","text":" "}]}',
  );

const comparison: fc.Arbitrary<FieldTest> = fc
  .tuple(fc.constantFrom('=' as const, '!=' as const, '>' as const, '<=' as const), fc.oneof(text, number))
  .map(([operator, value]): FieldTest => ({ kind: 'comparison', operator, value }));

const fieldTest: fc.Arbitrary<FieldTest> = fc.oneof(
  comparison,
  fc.array(comparison, { minLength: 2, maxLength: 3 }).map((operands): FieldTest => ({ kind: 'and', operands })),
  fc.array(comparison, { minLength: 2, maxLength: 3 }).map((operands): FieldTest => ({ kind: 'or', operands })),
);

const field: fc.Arbitrary<DelimitedField> = fc.oneof(
  fc.constant<DelimitedField>({ kind: 'ellipsis' }),
  fc
    .tuple(fc.stringMatching(/^[a-z0-9_]{1,6}$/), fc.option(fieldTest))
    .map(([each, test]): DelimitedField => ({ kind: 'field', name: each, test })),
);

/** Any pattern that the grammar makes, of all five forms. */
export const pattern: fc.Arbitrary<Pattern> = fc.oneof(
  { weight: 6, arbitrary: json },
  { weight: 1, arbitrary: terms },
  {
    weight: 1,
    arbitrary: regex.map((value): Pattern => ({ kind: 'regex', regex: (value as Value & { kind: 'regex' }).regex })),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(field, { minLength: 1, maxLength: 4 })
      .map((fields): Pattern => ({ kind: 'delimited', fields })),
  },
  { weight: 1, arbitrary: fc.constant<Pattern>({ kind: 'everything' }) },
);
