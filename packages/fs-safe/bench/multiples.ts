/**
 * Prints what resolving costs with the built package, as multiples of a bare mkdtemp and rmdir: medians of interleaved
 * runs. Built, because a loader that compiles the source also slows it down.
 */
import { mkdtempSync, promises, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveWritableDir, resolveWritableDirSync } from '@org/fs-safe';

const base = mkdtempSync(join(process.argv[2] ?? tmpdir(), 'fs-safe-bench-'));
const good = { name: 'app', dir: base, env: {} };
const fallBack = { name: 'app', preferred: '/proc/nowhere/app-tmp', env: { TMPDIR: base } };

// One of each in turn: a disk that is slow for a while is then slow for all.
const contenders: Record<string, () => unknown> = {
  'mkdtempSync + rmdirSync': () => rmdirSync(mkdtempSync(join(base, 'bare-'))),
  'resolveWritableDirSync, first candidate good': () => resolveWritableDirSync(good)[Symbol.dispose](),
  'resolveWritableDirSync, one fall back': () => resolveWritableDirSync(fallBack)[Symbol.dispose](),
  'mkdtemp + rmdir': async () => promises.rmdir(await promises.mkdtemp(join(base, 'bare-'))),
  'resolveWritableDir, first candidate good': async () => (await resolveWritableDir(good)).dispose(),
  'resolveWritableDir, one fall back': async () => (await resolveWritableDir(fallBack)).dispose(),
};
const times = new Map(Object.keys(contenders).map((name) => [name, [] as number[]]));
for (let round = 0; round < 1_500; round++) {
  for (const [name, contender] of Object.entries(contenders)) {
    const start = performance.now();
    await contender();
    times.get(name)?.push(performance.now() - start);
  }
}
rmSync(base, { recursive: true });

let bare = 0;
for (const [name, durations] of times) {
  const median = durations.sort((a, b) => a - b)[durations.length / 2] ?? 0;
  if (name.startsWith('mkdtemp')) bare = median;
  console.log(`${name.padEnd(46)} ${(median * 1_000).toFixed(0).padStart(5)} µs  ${(median / bare).toFixed(1)}×`);
}
