// publint and attw on every published package, as `npm publish` would pack it.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './pnpm.mjs';

let failed = 0;
for (const name of readdirSync(join(root, 'packages'))) {
  const directory = join('packages', name);
  for (const args of [
    ['publint', '--strict', directory],
    ['attw', '--pack', directory, '--profile', 'node16'],
  ]) {
    if ((await run('npx', args, { quiet: true })) !== 0) failed++;
  }
}
process.exitCode = failed > 0 ? 1 : 0;
