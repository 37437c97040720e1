import { cpSync } from 'node:fs';
import { defineConfig } from 'tsup';
import { programPreset } from '../../tsup.preset.ts';

export default defineConfig([
  // The page is built beside: clearing it here would race with its own build.
  { ...programPreset({ main: 'src/main.ts', index: 'src/index.ts' }), clean: ['!page/**'] },
  {
    entry: { main: 'page/main.ts', style: 'page/style.css' },
    outDir: 'dist/page',
    platform: 'browser',
    format: ['esm'],
    target: 'es2022',
    minify: true,
    noExternal: [/.*/],
    // The page's own folder: the other build must not clear it.
    clean: true,
    onSuccess: async () => {
      for (const file of ['index.html', 'icon.svg']) cpSync(`page/${file}`, `dist/page/${file}`);
    },
  },
]);
