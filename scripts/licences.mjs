// `node scripts/licences.mjs`: licences of all dependencies that ship or build, as Markdown on stdout.
// Ends with 1 when one is not on the list of licences that need no thought.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { root } from './pnpm.mjs';

const ALLOWED =
  /^\(?(MIT|MIT-0|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-[34]\.0|Python-2\.0|MPL-2\.0|Unlicense|WTFPL)\b/;

/** Packages that name no licence in their manifest, and the one in their LICENSE file. */
const FOUND_IN_FILE = { spawndamnit: 'MIT' };

const { packageManager } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const listed = execFileSync('npx', ['-y', packageManager, '-r', 'licenses', 'list', '--json'], {
  cwd: root,
  encoding: 'utf8',
});
const licences = Object.entries(JSON.parse(listed)).sort(([a], [b]) => a.localeCompare(b));

console.log('| Licence | Packages |\n|---|---|');
for (const [licence, packages] of licences) {
  console.log(`| ${licence} | ${packages.map(({ name, versions }) => `${name} ${versions.join(', ')}`).join(' · ')} |`);
}
const unknown = licences
  .map(([licence, packages]) => [licence, packages.filter(({ name }) => !ALLOWED.test(FOUND_IN_FILE[name] ?? licence))])
  .filter(([, packages]) => packages.length > 0);
for (const [licence, packages] of unknown) {
  console.error(`not on the list: ${licence} (${packages.map(({ name }) => name).join(', ')})`);
}
process.exitCode = unknown.length > 0 ? 1 : 0;
