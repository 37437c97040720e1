/** Resolves directories that are to go when the process does, prints the first, and ends with code 3. */
import { writeFileSync } from 'node:fs';
import { resolveWritableDirSync } from '@org/fs-safe';

const dirs = Array.from({ length: 20 }, () =>
  resolveWritableDirSync({ name: 'app', dir: process.argv[2] ?? '', env: {}, cleanup: 'exit' }),
);
for (const dir of dirs) writeFileSync(dir.join('data'), '');
console.log(dirs[0]?.path);
process.exitCode = 3;
