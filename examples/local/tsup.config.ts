import { defineConfig } from 'tsup';
import { programPreset } from '../../tsup.preset.ts';

export default defineConfig({
  ...programPreset({
    main: 'src/main.ts',
    'plain-bff': 'src/plain-bff.ts',
    'exit-with-parent': 'src/exit-with-parent.ts',
  }),
  // The DNS server and the mounted Secret are tools of the tests: they have no build of their own.
  noExternal: ['@org/testing'],
  // Its DNS packets are CommonJS, which asks for `require`.
  banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
});
