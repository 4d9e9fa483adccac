import { inEnglish, type Language, type Phrase, say, speak } from '../language/phrase.js';

/** Why a pattern could not be read. */
export interface PatternError {
  /** One or two sentences: what was expected, what was found, and where known what to write instead. */
  readonly phrase: Phrase;
  /** Offset into the pattern, counted from 0 in UTF-16 code units; the pattern's length at its end. */
  readonly position: number;
  /** The same for people. */
  readonly place: Phrase;
  /** The line of the pattern, and a caret below the place. */
  readonly excerpt: string;
  /** The phrase in English. */
  readonly message: string;
  /** All of it in English: the message, the line of the pattern, and a caret below the place. */
  readonly format: string;
}

const CONTEXT = 60;

/** The only place where an error of this room is made, so that all speak in one voice. */
export function patternError(text: string, position: number, phrase: Phrase): PatternError {
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
    ? say`line ${lineNumber}, column ${position - lineStart + 1}`
    : say`character ${position + 1}`;
  const excerpt = `  ${line}\n  ${caret}^`;
  const error = { phrase, position, place, excerpt };
  return { ...error, message: inEnglish(phrase), format: printed(error, inEnglish) };
}

/** The error in a language: its sentences, the line of the pattern, and a caret below the place. */
export function formatError(error: PatternError, language: Language): string {
  return printed(error, (phrase) => speak(phrase, language));
}

function printed(
  { phrase, place, excerpt }: Pick<PatternError, 'phrase' | 'place' | 'excerpt'>,
  put: (phrase: Phrase) => string,
): string {
  return `${put(say`${phrase} (${place})`)}\n${excerpt}`;
}

/** Control characters would move the caret, and a terminal would obey them. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ');
}
