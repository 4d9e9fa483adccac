// Runs every benchmark in bench/, or those whose names hold one of the words given.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../bench', import.meta.url));
const words = process.argv.slice(2);
const files = readdirSync(folder).filter((name) => name.endsWith('.mjs') && !name.startsWith('_'));
let failed = false;
for (const file of files.filter((name) => words.length === 0 || words.some((word) => name.includes(word)))) {
  console.log(`\n# ${file.replace(/\.mjs$/, '')}`);
  failed = spawnSync(process.execPath, [join(folder, file)], { stdio: 'inherit' }).status !== 0 || failed;
}
process.exitCode = failed ? 1 : 0;
