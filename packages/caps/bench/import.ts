// How long importing the built package takes in a fresh process, after an empty module has warmed the loader up:
//   npx tsx packages/caps/bench/import.ts
import { spawnSync } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const dist = (file: string): string => fileURLToPath(new URL(`../dist/${file}`, import.meta.url));
const ways = {
  import: `await import('data:text/javascript,import "node:fs"');
    const start = performance.now(); await import('${pathToFileURL(dist('index.js'))}'); const end = performance.now();`,
  require: `const { createRequire } = await import('node:module'); const require = createRequire('/');
    const start = performance.now(); require('${dist('index.cjs')}'); const end = performance.now();`,
};

for (const [way, code] of Object.entries(ways)) {
  const times = Array.from({ length: 15 }, () => {
    const program = `${code} process.stdout.write(String(end - start));`;
    return Number(spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }).stdout);
  }).sort((a, b) => a - b);
  console.log(`${way}: median ${times[7]?.toFixed(2)} ms, least ${times[0]?.toFixed(2)} ms`);
}
