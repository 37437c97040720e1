/** Runs as the only program of a container: resolves as a service at the root directory would, and prints what came of it. */
import { mkdirSync } from 'node:fs';
import { diagnose, resolveWritableDir } from '@org/fs-safe';

const plain = (() => {
  try {
    mkdirSync('app-tmp');
    return 'made';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
})();
const dry = await diagnose('app-tmp');
await using dir = await resolveWritableDir({ name: 'bff', preferred: 'app-tmp' });
const { path, source, memoryBacked, persistent, mount, attempts, warnings } = dir;
console.log(JSON.stringify({ plain, dry, path, source, memoryBacked, persistent, mount, attempts, warnings }));
