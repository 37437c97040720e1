import { defineConfig } from 'tsup';
import { libraryPreset } from '../../tsup.preset.ts';

export default defineConfig({
  ...libraryPreset({
    index: 'src/index.ts',
    oci: 'src/oci.ts',
    cli: 'src/cli.ts',
  }),
  // The command and ./oci use the package by its name, as anyone does, so there is nothing to share in chunks,
  // which tsup can make for CJS only by rewriting the code a second time.
  external: ['@org/caps'],
  splitting: false,
  removeNodeProtocol: false,
  // Most of the package is words; src/ is published beside it for who reads stack traces.
  minify: true,
});
