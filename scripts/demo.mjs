// `npm run demo [-- --once --json FILE …]`: installs, builds and runs the story in examples/local.
import { prepare, run } from './pnpm.mjs';

await prepare();
process.exitCode = await run(process.execPath, ['examples/local/dist/main.js', ...process.argv.slice(2)]);
