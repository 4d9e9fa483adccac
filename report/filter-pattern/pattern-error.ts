/** Why a pattern could not be read. */
export interface PatternError {
  /** One sentence: what was expected, what was found, and where known what to write instead. */
  readonly message: string;
  /** Offset into the pattern, counted from 0 in UTF-16 code units; the pattern's length at its end. */
  readonly position: number;
  /** The message, the line of the pattern, and a caret below the place. */
  readonly format: string;
}

const CONTEXT = 60;

/** The only place where an error of this room is made, so that all speak in one voice. */
export function patternError(text: string, position: number, message: string): PatternError {
  const lineStart = text.lastIndexOf('\n', position - 1) + 1;
  const newline = text.indexOf('\n', position);
  const lineEnd = newline === -1 ? text.length : newline;
  const from = Math.max(lineStart, position - CONTEXT);
  const to = Math.min(lineEnd, position + CONTEXT);
  const before = from > lineStart ? '...' : '';
  const after = to < lineEnd ? '...' : '';
  const line = before + printable(text.slice(from, to)) + after;
  const caret = ' '.repeat(before.length + [...printable(text.slice(from, position))].length);
  const lineNumber = text.slice(0, lineStart).split('\n').length;
  const place = text.includes('\n')
    ? `line ${lineNumber}, column ${position - lineStart + 1}`
    : `character ${position + 1}`;
  return { message, position, format: `${message} (${place})\n  ${line}\n  ${caret}^` };
}

/** Control characters would move the caret, and a terminal would obey them. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ');
}
