// `npm run mutation [-- --mutate FILES]`: changes the code in small ways, in a copy, and says which changes no test noticed.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const copy = mkdtempSync(join(tmpdir(), 'mutation-'));
const parts = [
  'packages',
  'testing',
  'scripts',
  'package.json',
  'tsconfig.json',
  'tsconfig.base.json',
  'stryker.config.mjs',
];

try {
  for (const part of [...parts, 'vitest.mutation.ts']) {
    const filter = (path) => !/\/(dist|coverage)$/.test(path);
    cpSync(join(root, part), join(copy, part), { recursive: true, verbatimSymlinks: true, filter });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const stryker = join(root, 'node_modules/.bin/stryker');
  const { status } = spawnSync(stryker, ['run', ...process.argv.slice(2)], { cwd: copy, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}
