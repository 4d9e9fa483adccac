// Makes dist/: templates into one module, TypeScript into JavaScript, and of EC2's client the part that is used.
import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

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

const client = join(root, 'dist/collect/ec2-client.js');
await build({
  input: client,
  platform: 'node',
  // Only the modules of the SDK's ES form can be left out one by one.
  resolve: { mainFields: ['module', 'main'] },
  external: (id) => !/^[./]/.test(id) && !id.startsWith('@aws-sdk/client-ec2'),
  output: { file: client, format: 'esm' },
  logLevel: 'warn',
});
