import type { KeyObject } from 'node:crypto';
import type { Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { checkLedger } from '../../collect/check-ledger.js';
import { canonicalJson } from '../../snapshot/canonical-json.js';
import { INDEX_KIND, indexSchema } from '../../snapshot/index-schema.js';
import { parseSnapshot } from '../../snapshot/parse-snapshot.js';
import { digestOf } from '../../snapshot/seal.js';
import { digestProblem, optionalBytes, signatureProblem } from '../collection/check-seal.js';
import { readPublicKey } from '../collection/keys.js';
import { InputError } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { printable, type Terminal } from '../terminal.js';
import { errorCode } from '../write-file.js';

export interface VerifyCommandOptions {
  readonly publicKey?: string;
  readonly json?: boolean;
}

interface Checked {
  readonly path: string;
  readonly kind: 'snapshot' | 'index' | 'report' | 'unknown';
  /** What was looked at and found in order. */
  readonly held: readonly string[];
  /** What was found to be wrong. */
  readonly problems: readonly string[];
  /** What could not be looked at. */
  readonly notes: readonly string[];
}

/** Checks files, and says of each whether it is what was written. Findings when one is not. */
export async function runVerify(
  sources: readonly string[],
  options: VerifyCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const key = await readPublicKey(options.publicKey);
  const files = await Promise.all((await expand(sources)).map(async (path) => ({ path, bytes: await bytesOf(path) })));
  const digests = new Map(files.map(({ path, bytes }) => [digestOf(bytes), path]));
  const checked: Checked[] = [];
  for (const { path, bytes } of files) checked.push(await check(path, bytes, digests, key));
  if (options.json === true) terminal.out(JSON.stringify({ files: checked }, null, 2));
  else for (const one of checked) show(one, terminal);
  return checked.every(({ problems }) => problems.length === 0) ? EXIT.ok : EXIT.findings;
}

function show({ path, kind, held, problems, notes }: Checked, terminal: Terminal): void {
  const mark = problems.length === 0 ? terminal.paint('green', 'ok ') : terminal.paint('red', 'BAD');
  terminal.out(`${mark} ${printable(`${path}: ${kind}`)}${held.length === 0 ? '' : `: ${held.join(', ')}`}`);
  for (const problem of problems) terminal.out(printable(`      ${problem}`));
  for (const note of notes) terminal.out(printable(`      (${note})`));
}

async function check(
  path: string,
  bytes: Uint8Array,
  digests: ReadonlyMap<string, string>,
  key: KeyObject | null,
): Promise<Checked> {
  if (path.endsWith('.html')) return checkReport(path, digestsInHtml(Buffer.from(bytes).toString('utf8')), digests);
  const json = jsonOf(bytes);
  const kind = member(json, 'kind');
  if (kind === INDEX_KIND) return await checkIndex(path, json);
  if (kind === undefined && member(json, 'generatedAt') !== undefined) {
    return checkReport(path, digestsInJson(json), digests);
  }
  return await checkSnapshot(path, bytes, key);
}

async function checkSnapshot(path: string, bytes: Uint8Array, key: KeyObject | null): Promise<Checked> {
  const held: string[] = [];
  const problems: string[] = [];
  const notes: string[] = [];
  const found = (problem: string | null, name: string) => {
    if (problem === null) held.push(name);
    else problems.push(problem);
  };
  found(await digestProblem(path, bytes), 'digest');
  const signature = await optionalBytes(`${path}.sig`);
  if (key !== null) found(signatureProblem(path, bytes, signature, key), 'signature');
  else if (signature !== null) notes.push('the signature was not checked: give --public-key');
  const parsed = parseSnapshot(bytes);
  found(parsed.kind === 'invalid' ? parsed.problem : null, 'schema');
  if (parsed.kind === 'invalid') return { path, kind: 'snapshot', held, problems, notes };
  const spelled = canonicalJson(parsed.snapshot) === Buffer.from(bytes).toString('utf8');
  found(
    spelled ? null : 'it is not spelled as trailproof spells it: it was edited, or written by another program',
    'form',
  );
  const faults = checkLedger(parsed.snapshot);
  if (faults.length === 0) held.push('ledger');
  problems.push(...faults.map((fault) => `ledger: ${fault}`));
  return { path, kind: 'snapshot', held, problems, notes };
}

async function checkIndex(path: string, json: unknown): Promise<Checked> {
  const parsed = indexSchema.safeParse(json);
  const none = { path, kind: 'index' as const, notes: [] };
  if (!parsed.success) return { ...none, held: [], problems: ['it does not fit the form of an index'] };
  const problems: string[] = [];
  for (const { id, snapshot } of parsed.data.accounts) {
    if (snapshot === null) continue;
    const bytes = await optionalBytes(join(path, '..', snapshot.path));
    if (bytes === null) problems.push(`account ${id}: ${snapshot.path} is not there`);
    else if (digestOf(bytes) !== snapshot.sha256) problems.push(`account ${id}: ${snapshot.path} was changed`);
  }
  return { ...none, held: problems.length === 0 ? ['schema', 'snapshots'] : ['schema'], problems };
}

function checkReport(path: string, named: readonly string[], digests: ReadonlyMap<string, string>): Checked {
  const missing = named.filter((digest) => !digests.has(digest));
  const problems = missing.map((digest) => `none of the given files is the snapshot ${digest} that it was made from`);
  if (named.length === 0) problems.push('it names no snapshot');
  return { path, kind: 'report', held: problems.length === 0 ? ['digests'] : [], problems, notes: [] };
}

function digestsInJson(json: unknown): readonly string[] {
  const accounts = member(json, 'accounts');
  if (!Array.isArray(accounts)) return [];
  return accounts.flatMap((account) => {
    const digest = member(account, 'digest');
    return typeof digest === 'string' ? [digest] : [];
  });
}

/** A page shows a digest in groups of figures; between them are tags and blanks. */
function digestsInHtml(html: string): readonly string[] {
  const shown = html.matchAll(/<span class="digest">((?:[0-9a-f]|\s|<\/?span>)+)/g);
  const digests = [...shown].map(([, text = '']) => text.replace(/<\/?span>|\s/g, ''));
  return [...new Set(digests.filter((digest) => /^[0-9a-f]{64}$/.test(digest)))];
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

// Other formats that happen to be JSON, comparisons and histories carry no digests to check.
const FITTING =
  /^(?!.*\.(?:ocsf|oscal|hdf)\.json$)(?!(?:.*[\\/])?history\.)(?!.*-diff\.).*\.(?:snapshot\.json|index\.json|html|json)$/s;

async function expand(sources: readonly string[]): Promise<readonly string[]> {
  const paths = new Set<string>();
  for (const source of sources) for (const path of await expandOne(source)) paths.add(path);
  return [...paths];
}

async function expandOne(source: string): Promise<readonly string[]> {
  const found = await statOf(source);
  if (found?.isDirectory()) {
    const below = (await readdir(source, { recursive: true })).filter((name) => FITTING.test(name)).sort();
    if (below.length === 0) throw new InputError(`${source}: nothing to verify in this folder.`);
    return below.map((name) => join(source, name));
  }
  // Whoever names a seal means what it seals.
  if (found !== null) return [source.replace(/\.(?:sha256|sig)$/, '')];
  if (!isDynamicPattern(source)) throw new InputError(`${source}: no such file or folder.`);
  const matched = (await glob(source, { absolute: isAbsolute(source), expandDirectories: false })).sort();
  if (matched.length === 0) throw new InputError(`${source}: no file fits this pattern.`);
  return matched.filter((name) => !/\.(?:sha256|sig)$/.test(name));
}

async function statOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
    throw error;
  }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    if (errorCode(error) === null) throw error;
    throw new InputError(`${path}: cannot be read (${errorCode(error)}).`, { cause: error });
  }
}
