import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { type Document, isMap, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { CONTROLS } from '../report/controls/controls.js';
import { type Engagement, engagementSchema } from '../report/engagement/engagement.js';
import { FileFault, readEngagementFiles } from './engagement-files.js';
import { InputError } from './errors.js';
import { errorCode } from './write-file.js';

/**
 * Reads the auditor's own file, YAML or JSON, and the files that it names beside itself.
 *
 * @param now ISO 8601: nothing can have been attested or written after it.
 * @throws InputError with line and column of the first fault.
 */
export async function readEngagement(path: string, now: string): Promise<Engagement> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === null) throw error;
    throw new InputError(`${path}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}.`);
  }
  const text = bytes.toString('utf8');
  // Else a name would stand on the cover with a hole in it.
  if (!isUtf8(bytes)) throw atOffset(path, linesOf(text), text.indexOf('\ufffd'), 'not UTF-8');
  const { engagement, at } = parseText(text, path, now);
  try {
    return { ...engagement, files: await readEngagementFiles(engagement, path) };
  } catch (error) {
    if (error instanceof FileFault) throw at(error.place, error.message);
    throw error;
  }
}

/** The file by its text alone. @throws InputError with line and column of the first fault. */
export function parseEngagement(text: string, path: string, now: string): Engagement {
  return parseText(text, path, now).engagement;
}

interface ParsedText {
  readonly engagement: Engagement;
  /** A fault of what stands at a place. */
  readonly at: (place: Place, message: string) => InputError;
}

function parseText(text: string, path: string, now: string): ParsedText {
  const lines = new LineCounter();
  // Without a schema of its own every plain value is text: a version such as 1.0 and an account number stay as written.
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  const [fault] = document.errors;
  if (fault !== undefined) throw atOffset(path, lines, fault.pos[0], `not YAML: ${fault.message}`);
  const at = (place: Place, message: string): InputError => atOffset(path, lines, offsetOf(document, place), message);
  const parsed = engagementSchema.safeParse(followed(document, at) ?? {});
  if (!parsed.success) {
    // A misspelt key is the cause of the missing one.
    const { issues } = parsed.error;
    const issue = issues.find((one) => one.code === 'unrecognized_keys') ?? issues[0];
    if (issue === undefined) throw new InputError(`${path}: not an engagement file.`);
    const { place, message } = faultOf(issue);
    throw at(place, message);
  }
  const [wrong] = contradictionsOf(parsed.data, now.slice(0, 10));
  if (wrong !== undefined) throw at(wrong.place, wrong.message);
  return { engagement: parsed.data, at };
}

function atOffset(path: string, lines: LineCounter, offset: number, message: string): InputError {
  const { line, col } = lines.linePos(offset);
  return new InputError(`${path}, line ${line}, column ${col}: ${message}.`);
}

function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  for (let at = -1; ; ) {
    lines.addNewLine(at + 1);
    at = text.indexOf('\n', at + 1);
    if (at < 0) return lines;
  }
}

/** What the document says, with its aliases followed, unless they multiply without end. */
function followed(document: Document, at: (place: Place, message: string) => InputError): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    if (error instanceof ReferenceError) throw at([], `not YAML: ${error.message}`);
    throw error;
  }
}

interface Fault {
  readonly place: Place;
  readonly message: string;
}

/** What each part may say by itself, and not beside the others or on this day. */
function contradictionsOf(engagement: Engagement, today: string): readonly Fault[] {
  const { attestations = [], notes = {}, report, waivers = [] } = engagement;
  const known = new Set(CONTROLS.map((control) => control.slug));
  const named = [
    ...waivers.map((one, index) => ({ slug: one.control, place: ['waivers', index, 'control'] })),
    ...attestations.map((one, index) => ({ slug: one.control, place: ['attestations', index, 'control'] })),
    ...Object.keys(notes).map((slug) => ({ slug, place: ['notes', slug] })),
  ];
  const versions = report?.versions ?? [];
  const dated = [
    ...attestations.map(({ date }, index) => ({ date, place: ['attestations', index, 'date'] })),
    ...versions.map(({ date }, index) => ({ date, place: ['report', 'versions', index, 'date'] })),
    ...(report?.date === undefined ? [] : [{ date: report.date, place: ['report', 'date'] }]),
  ];
  const numbers = versions.map((one) => one.version);
  const current = report?.version;
  return [
    ...named.flatMap(({ slug, place }) => (known.has(slug) ? [] : [{ place, message: `there is no control ${slug}` }])),
    ...dated.flatMap(({ date, place }) => (date > today ? [{ place, message: `${date} is still to come` }] : [])),
    ...numbers.flatMap((number, index) =>
      numbers.indexOf(number) === index
        ? []
        : [{ place: ['report', 'versions', index, 'version'], message: `version ${number} is listed twice` }],
    ),
    ...(current === undefined || numbers.length === 0 || numbers.includes(current)
      ? []
      : [{ place: ['report', 'version'], message: `version ${current} is not among the versions listed` }]),
  ];
}

type Place = readonly PropertyKey[];

function faultOf(issue: z.core.$ZodIssue): Fault {
  const where = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return { place: [...issue.path, key], message: `unknown key ${key}${where === '' ? '' : ` in ${where}`}` };
  }
  return { place: issue.path, message: `${where === '' ? '' : `${where}: `}${issue.message}` };
}

/** Where in the text a member stands: its key where it has one, else the nearest thing around it. */
function offsetOf(document: Document, place: Place): number {
  const path = place.map((step) => (typeof step === 'number' ? step : String(step)));
  for (let length = path.length; length > 0; length -= 1) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const pair = isMap(parent) ? parent.items.find((item) => String(item.key) === String(last)) : undefined;
    const node: unknown = pair?.key ?? document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      return Number(node.range[0]);
    }
  }
  return 0;
}
