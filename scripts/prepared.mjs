// `node scripts/prepared.mjs FOLDER PROGRAM [ARG …]`: installs, builds and runs a TypeScript program of the workspace.
import { join } from 'node:path';
import { prepare, root, run } from './pnpm.mjs';

const [folder, program, ...args] = process.argv.slice(2);
await prepare();
const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
process.exitCode = await run(process.execPath, [tsx, '--conditions=@org/source', join(folder, program), ...args]);
