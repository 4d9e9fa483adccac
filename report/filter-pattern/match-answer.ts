/** A truth value with its cause where it is not known. */
export type Answer =
  | { readonly kind: 'yes' }
  | { readonly kind: 'no' }
  | { readonly kind: 'unknown'; readonly rules: ReadonlySet<string> };

export const YES: Answer = { kind: 'yes' };
export const NO: Answer = { kind: 'no' };

export function unknown(rule: string): Answer {
  return { kind: 'unknown', rules: new Set([rule]) };
}

export function yesIf(condition: boolean): Answer {
  return condition ? YES : NO;
}

export function not(answer: Answer): Answer {
  if (answer.kind === 'unknown') return answer;
  return answer.kind === 'yes' ? NO : YES;
}

/** Kleene's conjunction: a `no` decides, whatever is not known. */
export function allOf<T>(items: Iterable<T>, test: (item: T) => Answer): Answer {
  const rules = new Set<string>();
  for (const item of items) {
    const answer = test(item);
    if (answer.kind === 'no') return NO;
    if (answer.kind === 'unknown') for (const rule of answer.rules) rules.add(rule);
  }
  return rules.size === 0 ? YES : { kind: 'unknown', rules };
}

/** Kleene's disjunction: a `yes` decides, whatever is not known. */
export function anyOf<T>(items: Iterable<T>, test: (item: T) => Answer): Answer {
  return not(allOf(items, (item) => not(test(item))));
}
