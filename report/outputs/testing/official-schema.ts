import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../../shared/schemas/', import.meta.url));

/**
 * The text of an official schema, which is not ours to copy into the project. Null where the folder beside the project
 * is not there: the tests that need it are skipped then, and this says so.
 */
export function officialSchema(name: string): string | null {
  try {
    return readFileSync(`${FOLDER}${name}`, 'utf8');
  } catch {
    process.stderr.write(
      `\nNOT VALIDATED: ../shared/schemas/${name} is not there, so no document is checked against it.\n`,
    );
    return null;
  }
}
