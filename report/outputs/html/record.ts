// A CloudTrail record as people read it: members side by side as long as the line lasts, not one to a line.

const WIDTH = 86;

type CloudTrailRecord = Readonly<Record<string, unknown>>;

/** What a person looks at first. */
const FIRST = [
  'eventSource',
  'eventName',
  'errorCode',
  'errorMessage',
  'eventType',
  'eventTime',
  'awsRegion',
  'userIdentity',
  'requestParameters',
];

/** Numbers that are different in every record and mean nothing. */
const NUMBERS = ['eventID', 'requestID'];

/** The same record, what happened and who did it before everything else. */
export function inReadingOrder(record: CloudTrailRecord): CloudTrailRecord {
  const first = FIRST.filter((key) => Object.hasOwn(record, key));
  const rest = Object.keys(record).filter((key) => !first.includes(key));
  return Object.fromEntries([...first, ...rest].map((key) => [key, record[key]]));
}

/** What another record has differently, and what it lacks. */
export function differences(
  record: CloudTrailRecord,
  other: CloudTrailRecord,
): { readonly different: CloudTrailRecord; readonly lacking: readonly string[] } {
  const different = Object.entries(inReadingOrder(other)).filter(
    ([key, value]) => !NUMBERS.includes(key) && JSON.stringify(value) !== JSON.stringify(record[key]),
  );
  return {
    different: Object.fromEntries(different),
    lacking: Object.keys(record).filter((key) => !NUMBERS.includes(key) && !Object.hasOwn(other, key)),
  };
}

/** JSON text of a value, broken where a line would grow longer than a page's code column. */
export function recordText(value: unknown, width: number = WIDTH): string {
  return write(value, 0, 0, width);
}

/** `before` columns of the first line are taken, by the margin and a key. */
function write(value: unknown, indent: number, before: number, width: number): string {
  const flat = oneLine(value);
  if (before + flat.length + 1 <= width || value === null || typeof value !== 'object') return flat;
  const inner = indent + 2;
  const members = Array.isArray(value)
    ? value.map((item) => write(item, inner, inner, width))
    : Object.entries(value).map(([key, item]) => {
        const name = `${JSON.stringify(key)}: `;
        return `${name}${write(item, inner, inner + name.length, width)}`;
      });
  const lines: string[] = [];
  let line = '';
  for (const [index, member] of members.entries()) {
    const part = index < members.length - 1 ? `${member},` : member;
    const joined = line === '' ? part : `${line} ${part}`;
    const margin = lines.length === 0 ? before + 2 : inner;
    if (line !== '' && (part.includes('\n') || margin + joined.length > width)) {
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
