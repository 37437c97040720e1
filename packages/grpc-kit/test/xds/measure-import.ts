// How much longer a service starts for @org/grpc-kit, beyond @grpc/grpc-js itself; of what is built:
//   npm run build && npx tsx packages/grpc-kit/test/xds/measure-import.ts
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROUNDS = 15;
const GOAL_MS = 15;

/** In one process, so that both are measured under the same load. */
const PROGRAM = `
  const started = performance.now();
  await import('@grpc/grpc-js');
  const between = performance.now();
  await import('@org/grpc-kit');
  console.log(JSON.stringify([between - started, performance.now() - between]));`;

const packageFolder = fileURLToPath(new URL('../..', import.meta.url));
const samples = Array.from({ length: ROUNDS }, () => {
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', PROGRAM], { cwd: packageFolder });
  return JSON.parse(String(output)) as [number, number];
});
const [grpc, kit] = [median(samples.map(([ms]) => ms)), median(samples.map(([, ms]) => ms))];
console.log(
  `@grpc/grpc-js ${grpc.toFixed(1)} ms, @org/grpc-kit ${kit.toFixed(1)} ms more (goal ${GOAL_MS}), n=${ROUNDS}`,
);
process.exitCode = kit <= GOAL_MS ? 0 : 1;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
