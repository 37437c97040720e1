// publint and attw on every published package, as `npm publish` would pack it.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pnpm, root } from './pnpm.mjs';

let failed = 0;
for (const name of readdirSync(join(root, 'packages'))) {
  const directory = join('packages', name);
  for (const args of [
    ['exec', 'publint', '--strict', directory],
    ['exec', 'attw', '--pack', directory, '--profile', 'node16'],
  ]) {
    if ((await pnpm(args, { quiet: true })) !== 0) failed++;
  }
}
process.exitCode = failed > 0 ? 1 : 0;
