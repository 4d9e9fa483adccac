/** How plain text is put on a terminal: what the shell hands in. */
export interface TextPen {
  /** Columns; lines are broken to fit. */
  readonly width: number;
  /** Makes text from outside safe to print. */
  readonly safe: (text: string) => string;
  readonly paint: (style: TextStyle, text: string) => string;
}

export type TextStyle = 'green' | 'red' | 'yellow' | 'dim' | 'bold';

/** Breaks text at blanks into lines of at most `width` columns; longer words are broken where the line ends. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (let word of text.split(' ')) {
    while (columns(word) > width) {
      const room = line === '' ? width : width - columns(line) - 1;
      const take = room >= width / 3 ? room : 0;
      const characters = Array.from(word);
      if (take > 0)
        line = line === '' ? characters.slice(0, take).join('') : `${line} ${characters.slice(0, take).join('')}`;
      lines.push(line);
      line = '';
      word = characters.slice(take).join('');
    }
    if (line !== '' && columns(line) + 1 + columns(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** An indented paragraph: made safe first, then broken, then painted. */
export function paragraph(
  pen: TextPen,
  indent: number,
  text: string,
  style: TextStyle | null = null,
): readonly string[] {
  const width = Math.max(20, pen.width - indent);
  return wrap(pen.safe(text), width).map(
    (line) => `${' '.repeat(indent)}${style === null ? line : pen.paint(style, line)}`,
  );
}

/** Text in a column: made safe, cut or filled up. */
export function cell(pen: TextPen, text: string, width: number): string {
  const safe = Array.from(pen.safe(text));
  const shown = safe.length > width ? `${safe.slice(0, Math.max(0, width - 1)).join('')}\u2026` : safe.join('');
  return shown + ' '.repeat(Math.max(0, width - columns(shown)));
}

function columns(text: string): number {
  return Array.from(text).length;
}
