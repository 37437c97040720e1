// `npm run build`: every package and example.
import { pnpm } from './pnpm.mjs';

process.exitCode = await pnpm(['-r', '--if-present', 'run', 'build', ...process.argv.slice(2)]);
