import type { TextPen } from '../report/outputs/text-pen.js';
import { printable, type Terminal } from './terminal.js';

/** Where the terminal does not tell its width, or there is none. */
const USUAL_WIDTH = 100;

/** The pen that writes on this terminal. */
export function penOf(terminal: Terminal): TextPen {
  return { width: process.stdout.columns ?? USUAL_WIDTH, safe: printable, paint: terminal.paint };
}

/** The pen for a file: no colour. */
export const FILE_PEN: TextPen = { width: USUAL_WIDTH, safe: printable, paint: (_style, text) => text };
