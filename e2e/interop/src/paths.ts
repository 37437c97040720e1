import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A folder of this suite. */
export function folder(name: string): string {
  return fileURLToPath(new URL(`../${name}/`, import.meta.url));
}

/** Foreign programs are large and slow to build: they are kept outside the repository, from run to run. */
export const cache: string = join(
  process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
  'workload-kit',
  'interop',
);

export const protoFile: string = join(folder('proto'), 'test.proto');
