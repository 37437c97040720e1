// publint and attw on every published package, as `npm publish` would pack it.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from './pnpm.mjs';

const folder = mkdtempSync(join(tmpdir(), 'packed-'));
let failed = 0;
for (const name of readdirSync(join(root, 'packages'))) {
  await check('npm', 'pack', join(root, 'packages', name), '--ignore-scripts', '--pack-destination', folder);
}
for (const name of readdirSync(folder)) {
  const tarball = join(folder, name);
  await check('npx', 'publint', 'run', tarball, '--strict');
  await check('npx', 'attw', tarball, '--profile', 'node16', '--no-color');
}
rmSync(folder, { recursive: true });
process.exitCode = failed > 0 ? 1 : 0;

async function check(command, ...args) {
  if ((await run(command, args, { quiet: true })) !== 0) failed++;
}
