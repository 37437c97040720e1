// The whole gate, from a fresh clone: `npm test`. Every step runs even when an earlier one failed,
// so that one run shows everything that is wrong. Closes with `N passed, N failed, N skipped`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pnpm } from './pnpm.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'gate-'));
const total = { passed: 0, failed: 0, skipped: 0 };

const prepare = [
  ['install', ['install', '--frozen-lockfile'], { quiet: true }],
  ['build', ['run', 'build'], { quiet: true }],
];
const checks = [
  ['types', ['run', 'typecheck']],
  ['lint', ['run', 'lint']],
  ['tests', ['run', 'unit']],
  ['unused code', ['run', 'check:knip']],
  ['packages', ['run', 'check:packages'], { quiet: true }],
  ['size', ['run', 'check:size']],
];

async function step(name, args, options = {}) {
  const started = performance.now();
  const counts = join(scratch, `${name.replaceAll(' ', '-')}.json`);
  console.log(`\n=== ${name}`);
  const code = await pnpm(args, { ...options, env: { TEST_COUNTS: counts } });
  console.log(
    `=== ${name}: ${code === 0 ? 'ok' : `FAILED (exit ${code})`}, ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  const counted = name === 'tests' ? countsFrom(counts) : undefined;
  if (counted) for (const key of Object.keys(total)) total[key] += counted[key];
  else total[code === 0 ? 'passed' : 'failed']++;
  // Tests that all passed while the runner failed (an unhandled rejection, say) are not a pass.
  if (counted && code !== 0 && counted.failed === 0) total.failed++;
  return code === 0;
}

function countsFrom(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

let ready = true;
for (const [name, args, options] of prepare) ready &&= await step(name, args, options);
if (ready) for (const [name, args, options] of checks) await step(name, args, options);
rmSync(scratch, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
