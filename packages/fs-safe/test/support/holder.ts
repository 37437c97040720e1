/** Resolves a directory with the options given as JSON, prints its path, and holds it until a signal comes. */
import { writeFileSync } from 'node:fs';
import { resolveWritableDir } from '@org/fs-safe';

const dir = await resolveWritableDir(JSON.parse(process.argv[2] ?? '{}'));
writeFileSync(dir.join('data'), 'of this run');
console.log(dir.path);
setInterval(() => {}, 60_000);
