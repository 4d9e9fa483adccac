import { say } from '../language/phrase.js';
import { type CharacterRange, MAX_CODE_POINT, type Regex, type RegexItem } from './ast.js';
import type { Scanner } from './scanner.js';

const LITERAL = /[A-Za-z0-9:_#=@/;, -]/;
const OPERATOR = /[\^$?[\]{}|\\*+.]/;
const DIGITS: readonly CharacterRange[] = [{ from: 0x30, to: 0x39 }];
const WORD: readonly CharacterRange[] = [
  { from: 0x30, to: 0x39 },
  { from: 0x41, to: 0x5a },
  { from: 0x5f, to: 0x5f },
  { from: 0x61, to: 0x7a },
];
const SPACE: readonly CharacterRange[] = [
  { from: 0x09, to: 0x0d },
  { from: 0x20, to: 0x20 },
];
const ANY: readonly CharacterRange[] = [{ from: 0, to: MAX_CODE_POINT }];

/**
 * `%` regex `%`, the opening sign standing at the scanner's position.
 *
 *     regex       = alternative { "|" alternative } ;
 *     alternative = { "^" | "$" | character [ quantifier ] } ;
 *     quantifier  = "?" | "*" | "+" | "{" [ m ] [ "," [ n ] ] "}" ;
 *
 * Source: "Using regular expressions to match terms" in the CloudWatch Logs page on filter pattern syntax.
 */
export function parseRegex(scanner: Scanner): Regex {
  const open = scanner.position;
  scanner.position += 1;
  const from = scanner.position;
  if (!scanner.text.includes('%', from)) {
    scanner.malformed(say`Expected a closing % for the regular expression that opens here.`, open);
  }
  const alternatives: RegexItem[][] = [[]];
  while (scanner.peek() !== '%') {
    if (scanner.take('|')) alternatives.push([]);
    else alternatives.at(-1)?.push(item(scanner));
  }
  const source = scanner.text.slice(from, scanner.position);
  if (source === '') scanner.notUnderstood(say`Expected a regular expression between the percent signs.`);
  scanner.position += 1;
  return { source, alternatives };
}

function item(scanner: Scanner): RegexItem {
  if (scanner.take('^')) return anchor(scanner, 'start');
  if (scanner.take('$')) return anchor(scanner, 'end');
  return { kind: 'characters', ranges: character(scanner), ...quantifier(scanner) };
}

function anchor(scanner: Scanner, kind: 'start' | 'end'): RegexItem {
  if (/[?*+{]/.test(scanner.peek())) scanner.malformed(say`A quantifier cannot follow ^ or $.`);
  return { kind };
}

function character(scanner: Scanner): readonly CharacterRange[] {
  const here = scanner.peek();
  if (here === '(' || here === ')') {
    scanner.malformed(
      say`AWS allows no parentheses in a regular expression; write the alternatives out, e.g. %^A$|^B$%, or \\x28 and \\x29 for the characters.`,
    );
  }
  if (here === '\\') return escaped(scanner);
  if (here === '[') return characterClass(scanner);
  if (here === '?' || here === '*' || here === '+' || here === '{') {
    scanner.malformed(say`Expected a character before the quantifier "${here}".`);
  }
  if (here === ']' || here === '}') {
    scanner.notUnderstood(
      say`Whether AWS takes "${here}" as a plain character here is not documented; write \\${here}.`,
    );
  }
  scanner.position += 1;
  if (here === '.') return ANY;
  if (LITERAL.test(here)) return single(here);
  scanner.position -= 1;
  return refuse(scanner, here);
}

function refuse(scanner: Scanner, here: string): never {
  if (here === '') scanner.malformed(say`Expected a character, found the end of the pattern.`);
  const code = here.charCodeAt(0);
  const found = scanner.found();
  if (code >= 0x100) return scanner.malformed(say`AWS does not allow ${found} in a regular expression.`);
  const hex = code.toString(16).padStart(2, '0');
  return scanner.malformed(say`AWS does not allow ${found} in a regular expression; write \\x${hex}.`);
}

function escaped(scanner: Scanner): readonly CharacterRange[] {
  const letter = scanner.peek(1);
  const shorthand = shorthandOf(letter);
  if (shorthand !== null) {
    scanner.position += 2;
    return shorthand;
  }
  if (letter === 'x') {
    const hex = /^[0-9A-Fa-f]{2}/.exec(scanner.text.slice(scanner.position + 2))?.[0];
    if (hex === undefined) scanner.malformed(say`Expected two hexadecimal digits after \\x.`, scanner.position + 2);
    scanner.position += 4;
    const code = Number.parseInt(hex, 16);
    return [{ from: code, to: code }];
  }
  if (letter === '(' || letter === ')') {
    const hex = letter.charCodeAt(0).toString(16);
    scanner.malformed(say`AWS refuses \\${letter} in a regular expression; write \\x${hex}.`);
  }
  if (!OPERATOR.test(letter) && !(LITERAL.test(letter) && !/[A-Za-z0-9]/.test(letter))) {
    scanner.notUnderstood(say`Only \\d \\D \\s \\S \\w \\W \\xhh and escaped operators are documented.`);
  }
  scanner.position += 2;
  return single(letter);
}

function shorthandOf(letter: string): readonly CharacterRange[] | null {
  switch (letter) {
    case 'd':
      return DIGITS;
    case 'D':
      return complement(DIGITS);
    case 's':
      return SPACE;
    case 'S':
      return complement(SPACE);
    case 'w':
      return WORD;
    case 'W':
      return complement(WORD);
    default:
      return null;
  }
}

function characterClass(scanner: Scanner): readonly CharacterRange[] {
  const open = scanner.position;
  scanner.position += 1;
  const negated = scanner.take('^');
  const ranges: CharacterRange[] = [];
  while (scanner.peek() !== ']') {
    if (scanner.atEnd || scanner.peek() === '%') {
      scanner.malformed(say`Expected a closing ] for the class that opens here.`, open);
    }
    const low = classMember(scanner);
    const start = low.length === 1 ? low[0] : undefined;
    if (start === undefined || start.from !== start.to || scanner.peek() !== '-' || scanner.peek(1) === ']') {
      ranges.push(...low);
      continue;
    }
    const dash = scanner.position;
    scanner.position += 1;
    const high = classMember(scanner);
    const end = high.length === 1 ? high[0] : undefined;
    if (end === undefined || end.from !== end.to || end.from < start.from) {
      scanner.malformed(say`Expected a range from a lower to a higher character.`, dash);
    }
    ranges.push({ from: start.from, to: end.to });
  }
  if (ranges.length === 0) scanner.notUnderstood(say`Expected at least one character in the class.`, open);
  scanner.position += 1;
  return negated ? complement(normalise(ranges)) : normalise(ranges);
}

function classMember(scanner: Scanner): readonly CharacterRange[] {
  const here = scanner.peek();
  if (here === '\\') return escaped(scanner);
  if (here === '[') scanner.notUnderstood(say`What AWS makes of "[" inside a class is not documented; write \\[.`);
  if (!LITERAL.test(here) && !OPERATOR.test(here)) refuse(scanner, here);
  scanner.position += 1;
  return single(here);
}

function quantifier(scanner: Scanner): { readonly min: number; readonly max: number | null } {
  const bounds = quantifierBounds(scanner);
  if (bounds === null) return { min: 1, max: 1 };
  if (/[?*+{]/.test(scanner.peek())) scanner.notUnderstood(say`A second quantifier is not documented.`);
  return bounds;
}

function quantifierBounds(scanner: Scanner): { readonly min: number; readonly max: number | null } | null {
  if (scanner.take('?')) return { min: 0, max: 1 };
  if (scanner.take('*')) return { min: 0, max: null };
  if (scanner.take('+')) return { min: 1, max: null };
  if (scanner.peek() !== '{') return null;
  const match = /^\{(\d*)(,?)(\d*)\}/.exec(scanner.text.slice(scanner.position));
  if (match === null || (match[1] === '' && match[3] === '')) {
    scanner.malformed(say`Expected a repetition such as ${'{2}'}, {2,}, {,5} or {2,5}.`);
  }
  const [whole, low = '', comma, high = ''] = match;
  const min = low === '' ? 0 : Number(low);
  const max = comma === '' ? min : high === '' ? null : Number(high);
  if (max !== null && max < min) scanner.malformed(say`Expected the lower bound of the repetition first.`);
  scanner.position += whole.length;
  return { min, max };
}

function single(character: string): readonly CharacterRange[] {
  const code = character.charCodeAt(0);
  return [{ from: code, to: code }];
}

function normalise(ranges: readonly CharacterRange[]): readonly CharacterRange[] {
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last.to + 1) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

function complement(ranges: readonly CharacterRange[]): readonly CharacterRange[] {
  const gaps: CharacterRange[] = [];
  let next = 0;
  for (const { from, to } of ranges) {
    if (from > next) gaps.push({ from: next, to: from - 1 });
    next = to + 1;
  }
  if (next <= MAX_CODE_POINT) gaps.push({ from: next, to: MAX_CODE_POINT });
  return gaps;
}
