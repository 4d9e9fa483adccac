import { type Phrase, say } from '../language/phrase.js';
import { type PatternError, patternError } from './pattern-error.js';

/** Carries a fault of the pattern out of the recursive descent; `parse` catches it. */
export class PatternFault extends Error {
  override readonly name = 'PatternFault';

  constructor(
    /** `malformed`: AWS would refuse it. `not-understood`: we cannot say what AWS makes of it. */
    readonly fault: 'malformed' | 'not-understood',
    readonly error: PatternError,
  ) {
    super(error.message);
  }
}

/** What may stand in a value without quotes, in practice; the documentation wants quotes for all but letters, digits and `_`. */
const BARE = /[A-Za-z0-9_.*+-]/;
const BLANK = /[ \t\r\n]/;

/** A position in a pattern's text, with what every form of the language needs to read. */
export class Scanner {
  position = 0;

  constructor(readonly text: string) {}

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** The character at the position, or '' at the end. */
  peek(offset = 0): string {
    return this.text.charAt(this.position + offset);
  }

  startsWith(prefix: string): boolean {
    return this.text.startsWith(prefix, this.position);
  }

  /** Moves past `token` if it stands here. */
  take(token: string): boolean {
    if (!this.startsWith(token)) return false;
    this.position += token.length;
    return true;
  }

  /** Moves past blanks and says how many there were. */
  skipBlanks(): number {
    const from = this.position;
    while (BLANK.test(this.peek())) this.position += 1;
    return this.position - from;
  }

  /** Moves past and returns the longest run of characters that may stand unquoted; '' if there is none. */
  bareRun(): string {
    return this.run(BARE);
  }

  run(characters: RegExp): string {
    const from = this.position;
    while (!this.atEnd && characters.test(this.peek())) this.position += 1;
    return this.text.slice(from, this.position);
  }

  /**
   * `"` any text `"`, with `\"` and `\\` for those two characters.
   * Source: the escapes are those that AWS's own generator (aws-cdk `aws-logs/lib/pattern.ts`) writes.
   */
  quoted(): string {
    const open = this.position;
    this.position += 1;
    let text = '';
    for (;;) {
      if (this.atEnd) this.malformed(say`Expected a closing double quote for the text that opens here.`, open);
      const character = this.peek();
      if (character === '"') break;
      if (character === '\\') {
        const escaped = this.peek(1);
        if (escaped !== '"' && escaped !== '\\') {
          this.notUnderstood(say`Only \\" and \\\\ are known as escapes in quoted text.`);
        }
        text += escaped;
        this.position += 2;
      } else {
        text += character;
        this.position += 1;
      }
    }
    this.position += 1;
    return text;
  }

  /** What stands here, in words, for the second half of "Expected ..., found ...". */
  found(position = this.position): Phrase {
    if (position >= this.text.length) return say`the end of the pattern`;
    if (BLANK.test(this.text.charAt(position))) return say`a blank`;
    const rest = this.text.slice(position);
    const word = /^[A-Za-z0-9_$.*-]+/.exec(rest)?.[0] ?? /^(&&|\|\||[=!<>]+)/.exec(rest)?.[0];
    const first = [...rest][0] ?? '';
    // A control character must not reach a terminal, and one that cannot be seen tells nobody anything.
    const shown = word ?? (/[\p{C}\p{Z}]/u.test(first) ? codePointName(first) : first);
    if (shown.length > 30) return say`"${shown.slice(0, 30)}..."`;
    return shown === '"' ? say`a double quote` : say`"${shown}"`;
  }

  malformed(message: Phrase, position = this.position): never {
    throw new PatternFault('malformed', patternError(this.text, position, message));
  }

  notUnderstood(message: Phrase, position = this.position): never {
    throw new PatternFault('not-understood', patternError(this.text, position, message));
  }
}

function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
