/**
 * The `fieldSelectionCriteria` of a metric filter: which source accounts and regions it looks at. Source: API reference
 * of PutMetricFilter and user guide "Creating metric filters":
 *
 *   criteria  = and { "OR" and }
 *   and       = primary { "AND" primary }
 *   primary   = "(" criteria ")" | field comparison
 *   field     = "@aws.account" | "@aws.region"
 *   comparison= ( "=" | "!=" ) text | [ "NOT" ] "IN" "[" text { "," text } "]"
 *   text      = in double quotes
 */
export interface SourceOfEvent {
  readonly account: string;
  readonly region: string;
}

const MAX_LENGTH = 2_000;
const MAX_DEPTH = 100;

type Test = (source: SourceOfEvent) => boolean;

/** A test for events of a source, or null when the criteria are not understood. */
export function parseSelectionCriteria(text: string): Test | null {
  if (text.length > MAX_LENGTH) return null;
  const reader = new CriteriaReader(text);
  const test = reader.or(0);
  return test !== null && reader.take(/\s*$/y) !== null ? test : null;
}

class CriteriaReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  or(depth: number): Test | null {
    const tests = this.#list(/\s*OR\b/y, () => this.#and(depth));
    return tests === null ? null : (source) => tests.some((test) => test(source));
  }

  #and(depth: number): Test | null {
    const tests = this.#list(/\s*AND\b/y, () => this.#primary(depth));
    return tests === null ? null : (source) => tests.every((test) => test(source));
  }

  #list(separator: RegExp, part: () => Test | null): readonly Test[] | null {
    const tests: Test[] = [];
    do {
      const test = part();
      if (test === null) return null;
      tests.push(test);
    } while (this.take(separator) !== null);
    return tests;
  }

  #primary(depth: number): Test | null {
    if (depth > MAX_DEPTH) return null;
    if (this.take(/\s*\(/y) !== null) {
      const test = this.or(depth + 1);
      return this.take(/\s*\)/y) === null ? null : test;
    }
    const field = this.take(/\s*@aws\.(account|region)\b/y)?.[1];
    if (field !== 'account' && field !== 'region') return null;
    const equality = this.take(/\s*(!?=)\s*"([^"]*)"/y);
    if (equality !== null) {
      const wanted = equality[1] === '=';
      return (source) => (source[field] === equality[2]) === wanted;
    }
    const list = this.take(/\s*(NOT\s+)?IN\s*\[((?:\s*"[^"]*"\s*,)*\s*"[^"]*")\s*\]/y);
    if (list === null) return null;
    const values = [...(list[2] ?? '').matchAll(/"([^"]*)"/g)].map(([, value]) => value);
    const wanted = list[1] === undefined;
    return (source) => values.includes(source[field]) === wanted;
  }

  take(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#text);
    if (found !== null) this.#at = sticky.lastIndex;
    return found;
  }
}
