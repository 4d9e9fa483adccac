// A CloudTrail record as people read it: members side by side as long as the line lasts, not one to a line.

const WIDTH = 90;

/** JSON text of a value, broken where a line would grow longer than a page's code column. */
export function recordText(value: unknown, width: number = WIDTH): string {
  return write(value, 0, width);
}

function write(value: unknown, indent: number, width: number): string {
  const flat = oneLine(value);
  if (indent + flat.length <= width || value === null || typeof value !== 'object') return flat;
  const inner = indent + 2;
  const members = Array.isArray(value)
    ? value.map((item) => write(item, inner, width))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${write(item, inner, width)}`);
  const lines: string[] = [];
  let line = '';
  for (const [index, member] of members.entries()) {
    const part = index < members.length - 1 ? `${member},` : member;
    const joined = line === '' ? part : `${line} ${part}`;
    if (line !== '' && (part.includes('\n') || inner + joined.length > width)) {
      lines.push(line);
      line = part;
    } else line = joined;
    if (part.includes('\n')) {
      lines.push(line);
      line = '';
    }
  }
  if (line !== '') lines.push(line);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const margin = ' '.repeat(inner);
  return `${open} ${lines.join(`\n${margin}`)} ${close}`;
}

function oneLine(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.map(oneLine).join(', ')} ]`;
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
