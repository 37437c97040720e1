import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transform } from 'esbuild';
import type { Options } from 'tsup';

/** How every published package is built: ESM + CJS with types, one copy of shared code per format. */
export function libraryPreset(entry: Record<string, string>): Options {
  return {
    entry,
    format: ['esm', 'cjs'],
    target: 'node20',
    // Without shared chunks, require('.') and require('./sub') would hold two copies of a class.
    splitting: true,
    sourcemap: false,
    clean: true,
    // tsup injects baseUrl, which TypeScript 6 reports as deprecated (egoist/tsup#1388).
    dts: { compilerOptions: { ignoreDeprecations: '6.0', noEmit: false } },
    onSuccess: () => commonJsFromModules('dist'),
  };
}

/** How a runnable example is built: one ESM program, dependencies left outside. */
export function programPreset(entry: Record<string, string>): Options {
  return { entry, format: ['esm'], target: 'node20', splitting: true, sourcemap: true, clean: true, dts: false };
}

/**
 * Writes each module of the folder as CommonJS too, in place of what tsup wrote: to split CommonJS, tsup compiles it a
 * second time for engines of ten years ago, where every `?.` and `??` is a call.
 */
async function commonJsFromModules(directory: string): Promise<void> {
  const files = await readdir(directory);
  for (const file of files.filter((name) => name.endsWith('.cjs'))) await rm(join(directory, file));
  for (const file of files.filter((name) => name.endsWith('.js'))) {
    const { code } = await transform(await readFile(join(directory, file), 'utf8'), {
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      define: { 'import.meta.filename': '__filename' },
    });
    const siblings = code.replaceAll(/require\("(\.\/[^"]+)\.js"\)/g, 'require("$1.cjs")');
    await writeFile(join(directory, file.replace(/\.js$/, '.cjs')), siblings);
  }
}
