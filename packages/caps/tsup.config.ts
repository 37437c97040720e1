import { defineConfig } from 'tsup';
import { libraryPreset } from '../../tsup.preset.ts';

export default defineConfig({
  ...libraryPreset({
    index: 'src/index.ts',
    oci: 'src/oci.ts',
    cli: 'src/cli.ts',
  }),
  // The package is mostly words; src/ is published beside it for who reads stack traces.
  minify: true,
});
