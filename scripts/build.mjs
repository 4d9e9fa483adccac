// Makes dist/: templates into one module, then TypeScript into JavaScript.
import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

rmSync(join(root, 'dist'), { recursive: true, force: true });
run('scripts/build-templates.mjs', '--out', 'templates/compiled', '--out', 'dist/templates/compiled');
run(tsc, '-p', 'tsconfig.build.json');
chmodSync(join(root, 'dist/cli/main.js'), 0o755);
