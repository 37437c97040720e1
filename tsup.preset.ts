import type { Options } from 'tsup';

/** How every published package is built: ESM + CJS with types, one copy of shared code per format. */
export function libraryPreset(entry: Record<string, string>): Options {
  return {
    entry,
    format: ['esm', 'cjs'],
    target: 'node20',
    // tsup shares chunks for ESM only; without this, require('.') and require('./sub') hold two copies of a class.
    splitting: true,
    sourcemap: false,
    clean: true,
    // tsup injects baseUrl, which TypeScript 6 reports as deprecated (egoist/tsup#1388).
    dts: { compilerOptions: { ignoreDeprecations: '6.0', noEmit: false } },
  };
}

/** How a runnable example is built: one ESM program, dependencies left outside. */
export function programPreset(entry: Record<string, string>): Options {
  return { entry, format: ['esm'], target: 'node20', splitting: true, sourcemap: true, clean: true, dts: false };
}
