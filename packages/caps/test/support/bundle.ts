import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';

/** Builds a file of src/ from its source into one that needs nothing else, as an ESM package in `directory`. */
export async function bundle(source: string, directory: string, version = '0.0.0'): Promise<void> {
  await build({
    entry: [fileURLToPath(new URL(`../../src/${source}`, import.meta.url))],
    outDir: join(directory, 'dist'),
    format: 'esm',
    target: 'node20',
    config: false,
    silent: true,
    sourcemap: 'inline',
    noExternal: ['@org/caps'],
    esbuildOptions: (options) => {
      options.conditions = ['@org/source'];
    },
  });
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ type: 'module', version }));
}
