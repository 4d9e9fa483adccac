// What reaches a terminal. stdout carries the product, stderr progress and messages.
import { styleText } from 'node:util';

export interface Terminal {
  /** Writes a line of the product to stdout. */
  readonly out: (line: string) => void;
  /** Writes a line of progress to stderr; nothing under --quiet. */
  readonly progress: (line: string) => void;
  /** Writes a line to stderr in any case. */
  readonly error: (line: string) => void;
  /** Colours text for stdout, or returns it as it is where colour is off. */
  readonly paint: (style: Style, text: string) => string;
}

export type Style = 'green' | 'red' | 'yellow' | 'dim' | 'bold';

export interface TerminalOptions {
  readonly quiet: boolean;
  readonly color: boolean;
}

/** The real terminal. Colour needs `color`, a TTY and no NO_COLOR. */
export function openTerminal(options: TerminalOptions): Terminal {
  const color = options.color && !process.env['NO_COLOR'] && process.stdout.isTTY === true;
  return {
    out: (line) => void process.stdout.write(`${line}\n`),
    progress: (line) => {
      if (!options.quiet) process.stderr.write(`${printable(line)}\n`);
    },
    error: (line) => void process.stderr.write(`${printable(line)}\n`),
    paint: (style, text) => (color ? styleText(style, text, { validateStream: false }) : text),
  };
}

/**
 * Makes text from outside safe to print: control characters (escape sequences, line breaks) and the invisible
 * characters that turn text round are shown as escapes. A line break inside a message would fake a second one.
 */
export function printable(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
    /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
