// The whole gate, from a fresh clone: `npm test`. Every check runs even when an earlier one failed,
// so that one run shows everything that is wrong. Closes with `N passed, N failed, N skipped`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pnpm, run } from './pnpm.mjs';

const preparation = [
  ['install', () => pnpm(['install', '--frozen-lockfile'], { quiet: true })],
  ['build', () => pnpm(['-r', '--if-present', 'run', 'build'], { quiet: true })],
];
const checks = [
  ['types', script('typecheck')],
  ['lint', script('lint')],
  ['tests', script('unit')],
  ["tests on the kit's engine", script('unit:kit-engine')],
  ['unused code', script('check:knip')],
  ['packages', script('check:packages')],
  ['size', script('check:size')],
];

function script(name) {
  return (env) => run('npm', ['run', '--silent', name], { env });
}

const scratch = mkdtempSync(join(tmpdir(), 'gate-'));
const counts = join(scratch, 'counts.json');
const total = { passed: 0, failed: 0, skipped: 0 };

/** Each step counts as one; the tests count one by one. */
async function step([name, action]) {
  console.log(`\n=== ${name}`);
  const started = performance.now();
  const code = await action({ TEST_COUNTS: counts });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`=== ${name}: ${code === 0 ? 'ok' : `FAILED (exit ${code})`}, ${seconds} s`);
  const tested = name.startsWith('tests') ? readCounts() : undefined;
  if (tested) for (const key of Object.keys(total)) total[key] += tested[key];
  // Tests that all passed while the runner failed (an unhandled rejection, say) are not a pass.
  if (code !== 0 && !tested?.failed) total.failed++;
  else if (!tested) total.passed++;
  return code === 0;
}

function readCounts() {
  try {
    return JSON.parse(readFileSync(counts, 'utf8'));
  } catch {
    return undefined;
  }
}

let prepared = true;
for (const entry of preparation) prepared &&= await step(entry);
if (prepared) for (const entry of checks) await step(entry);
rmSync(scratch, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
