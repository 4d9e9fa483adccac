// What an engagement file names beside itself: the logo and the evidence of attestations.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Engagement, EngagementFiles } from '../report/engagement/engagement.js';
import { errorCode } from './write-file.js';

const LOGO_LIMIT = 1024 * 1024;

/** How the files begin and end. SVG is not among them: it may hold script and fetch things. */
const PICTURES = [
  {
    type: 'image/png',
    start: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    end: Buffer.from([0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]),
  },
  { type: 'image/jpeg', start: Buffer.from([0xff, 0xd8, 0xff]), end: Buffer.from([0xff, 0xd9]) },
] as const;
/** Some programs leave a little behind a picture's end. */
const BEHIND_THE_END = 1024;

/** What is wrong with a file, and where it is named. */
export class FileFault extends Error {
  constructor(
    readonly place: readonly PropertyKey[],
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads the logo, and compares the digests of the evidence that is there. Paths are from the engagement file.
 *
 * @throws FileFault for a logo that cannot be used, and for evidence that is not what was attested.
 */
export async function readEngagementFiles(engagement: Engagement, path: string): Promise<EngagementFiles> {
  const from = dirname(path);
  const logo = engagement.logo === undefined ? null : await readLogo(resolve(from, engagement.logo), engagement.logo);
  const evidence: boolean[] = [];
  for (const [index, attestation] of (engagement.attestations ?? []).entries()) {
    const named = attestation.evidence;
    const place = ['attestations', index, 'evidence'];
    evidence.push(named !== undefined && (await isAsAttested(resolve(from, named.file), named, place)));
  }
  return { logo, evidence };
}

async function readLogo(path: string, name: string): Promise<string> {
  const place = ['logo'];
  const size = await sizeOf(path, name, place);
  if (size === null) throw new FileFault(place, `there is no file ${name}`);
  if (size > LOGO_LIMIT) throw new FileFault(place, `${name} has ${size} bytes, and a logo may have ${LOGO_LIMIT}`);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw unreadable(error, name, place);
  });
  const picture = PICTURES.find(({ start }) => bytes.subarray(0, start.length).equals(start));
  if (picture === undefined) throw new FileFault(place, `${name} is neither PNG nor JPEG`);
  if (!bytes.subarray(picture.start.length).subarray(-BEHIND_THE_END).includes(picture.end)) {
    throw new FileFault(place, `${name} ends in the middle of the picture`);
  }
  return `data:${picture.type};base64,${bytes.toString('base64')}`;
}

/** False where the file is not here to be looked at. */
async function isAsAttested(
  path: string,
  { file, sha256 }: { readonly file: string; readonly sha256: string },
  place: readonly PropertyKey[],
): Promise<boolean> {
  const filePlace = [...place, 'file'];
  if ((await sizeOf(path, file, filePlace)) === null) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash).catch((error: unknown) => {
    throw unreadable(error, file, filePlace);
  });
  const digest = hash.digest('hex');
  if (digest === sha256) return true;
  throw new FileFault([...place, 'sha256'], `${file} is not the file that was attested: its SHA-256 is ${digest}`);
}

/** Null where there is nothing of that name. */
async function sizeOf(path: string, name: string, place: readonly PropertyKey[]): Promise<number | null> {
  try {
    const found = await stat(path);
    if (found.isFile()) return found.size;
  } catch (error) {
    const code = errorCode(error);
    // What is no path at all, an address say, is not here either.
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return null;
    throw unreadable(error, name, place);
  }
  throw new FileFault(place, `${name} is not a file`);
}

function unreadable(error: unknown, name: string, place: readonly PropertyKey[]): unknown {
  const code = errorCode(error);
  return code === null ? error : new FileFault(place, `${name} cannot be read (${code})`);
}
