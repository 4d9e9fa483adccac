import { templateOf } from '../phrase.js';

const SAY = /(?<![\w$.])say`/g;

/**
 * The templates of the sentences in a TypeScript source, as `say` makes them. Understands what may stand in the places
 * of a sentence: names, calls, strings, sentences; no regular expressions.
 *
 * @throws Error where it cannot follow the source.
 */
export function templatesIn(source: string): readonly string[] {
  return Array.from(
    source.matchAll(SAY),
    ({ index, 0: opening }) => templateAt(source, index + opening.length).template,
  );
}

/** The template that starts behind its opening backtick, and the position behind its closing one. */
function templateAt(source: string, start: number): { readonly template: string; readonly end: number } {
  const strings = [''];
  let at = start;
  const add = (text: string, length: number): void => {
    strings.push(`${strings.pop() ?? ''}${text}`);
    at += length;
  };
  for (;;) {
    const character = source.charAt(at);
    if (character === '') throw new Error('a template does not end');
    if (character === '`') return { template: templateOf(strings), end: at + 1 };
    if (character === '\\') add(escaped(source.slice(at, at + 2)), 2);
    else if (source.startsWith('${', at)) {
      at = behindPlace(source, at + 2);
      strings.push('');
    } else add(character, 1);
  }
}

function escaped(text: string): string {
  const character = text.charAt(1);
  if (!'\\`$"\'{'.includes(character)) throw new Error(`${text} in a sentence: write the character itself`);
  return character;
}

/** The position behind the closing brace of a place that opens before `start`. */
function behindPlace(source: string, start: number): number {
  let at = start;
  for (let depth = 1; depth > 0; ) {
    const character = source.charAt(at);
    if (character === '') throw new Error('a place does not end');
    if (character === '/' && source.charAt(at + 1) !== ' ') throw new Error('too much in a place: name it first');
    if (character === '`') at = templateAt(source, at + 1).end;
    else if (character === "'" || character === '"') at = behindString(source, at);
    else {
      if (character === '{') depth += 1;
      if (character === '}') depth -= 1;
      at += 1;
    }
  }
  return at;
}

function behindString(source: string, start: number): number {
  const quote = source.charAt(start);
  let at = start + 1;
  while (source.charAt(at) !== quote) {
    if (at >= source.length) throw new Error('a string does not end');
    at += source.charAt(at) === '\\' ? 2 : 1;
  }
  return at + 1;
}
