import { readFile } from 'node:fs/promises';
import { type Document, isMap, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { CONTROLS } from '../report/controls/controls.js';
import { type Engagement, engagementSchema } from '../report/engagement/engagement.js';
import { InputError } from './errors.js';
import { errorCode } from './write-file.js';

/**
 * Reads the auditor's own file, YAML or JSON.
 *
 * @param now ISO 8601: nothing can have been attested after it.
 * @throws InputError with line and column of the first fault.
 */
export async function readEngagement(path: string, now: string): Promise<Engagement> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === null) throw error;
    throw new InputError(`${path}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}.`);
  }
  return parseEngagement(text, path, now);
}

export function parseEngagement(text: string, path: string, now: string): Engagement {
  const lines = new LineCounter();
  // Without a schema of its own every plain value is text: a version such as 1.0 and an account number stay as written.
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  const [fault] = document.errors;
  if (fault !== undefined) throw at(path, lines, fault.pos[0], `not YAML: ${fault.message}`);
  const parsed = engagementSchema.safeParse(document.toJS({ maxAliasCount: 100 }) ?? {});
  if (!parsed.success) {
    // A misspelt key is the cause of the missing one.
    const { issues } = parsed.error;
    const issue = issues.find((one) => one.code === 'unrecognized_keys') ?? issues[0];
    if (issue === undefined) throw new InputError(`${path}: not an engagement file.`);
    const { place, message } = faultOf(issue);
    throw at(path, lines, offsetOf(document, place), message);
  }
  const known = new Set(CONTROLS.map((control) => control.slug));
  const named = [
    ...(parsed.data.waivers ?? []).map((one, index) => ({ slug: one.control, place: ['waivers', index, 'control'] })),
    ...(parsed.data.attestations ?? []).map((one, index) => ({
      slug: one.control,
      place: ['attestations', index, 'control'],
    })),
    ...Object.keys(parsed.data.notes ?? {}).map((slug) => ({ slug, place: ['notes', slug] })),
  ];
  for (const { slug, place } of named) {
    if (!known.has(slug)) throw at(path, lines, offsetOf(document, place), `there is no control ${slug}`);
  }
  for (const [index, { date }] of (parsed.data.attestations ?? []).entries()) {
    if (date <= now.slice(0, 10)) continue;
    throw at(path, lines, offsetOf(document, ['attestations', index, 'date']), `${date} is still to come`);
  }
  return parsed.data;
}

type Place = readonly PropertyKey[];

function faultOf(issue: z.core.$ZodIssue): { readonly place: Place; readonly message: string } {
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

function at(path: string, lines: LineCounter, offset: number, message: string): InputError {
  const { line, col } = lines.linePos(offset);
  return new InputError(`${path}, line ${line}, column ${col}: ${message}.`);
}
