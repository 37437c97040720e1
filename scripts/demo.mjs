// `npm run demo [-- --once --json FILE …]`: installs, builds and runs the story in examples/local.
import { pnpm, run } from './pnpm.mjs';

console.log('Preparing: install and build (a minute on the first run) …');
for (const args of [
  ['install', '--frozen-lockfile'],
  ['run', 'build'],
]) {
  const code = await pnpm(args, { quiet: true });
  if (code !== 0) process.exit(code);
}
process.exitCode = await run(process.execPath, ['examples/local/dist/main.js', ...process.argv.slice(2)]);
