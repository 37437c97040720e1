// A server under attack, ours beside plain grpc-js: `npm run attack [-- --only 'rapid reset,gzip bombs' --targets kit --seconds 8]`.
// Good: every good call is served, p99 ≤ 10 × at rest, stalls ≤ 100 ms, memory ≤ +64 MiB, and all is well afterwards.
import { parseArgs } from 'node:util';
import { machine } from '../documents.js';
import { attacks } from './attacks/index.js';
import { figures, missedGoals } from './goals.js';
import { type TargetName, targets } from './targets.js';
import { underAttack } from './under-attack.js';

const REST_MS = 2_000;
const TARGETS = Object.keys(targets) as TargetName[];

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    targets: { type: 'string', default: TARGETS.join(',') },
    seconds: { type: 'string', default: '8' },
  },
});

/** Those of the list that are named, or all of it. */
function chosen<T>(
  option: string,
  names: string | undefined,
  all: readonly T[],
  nameOf: (one: T) => string,
): readonly T[] {
  if (names === undefined) return all;
  return names.split(',').map((name) => {
    const found = all.find((one) => nameOf(one) === name.trim());
    if (found !== undefined) return found;
    console.error(`attack: --${option} takes ${all.map(nameOf).join(', ')}; not "${name}"`);
    return process.exit(2);
  });
}

const played = chosen('only', values.only, attacks, ({ name }) => name);
const attacked = chosen('targets', values.targets, TARGETS, (name) => name);
const attackMs = 1_000 * Number(values.seconds);
if (!(attackMs > 0)) {
  console.error(`attack: --seconds takes a number above 0; not "${values.seconds}"`);
  process.exit(2);
}

const stood = Object.fromEntries(attacked.map((target) => [target, 0]));
for (const attack of played) {
  console.log(`\n${attack.name}`);
  for (const target of attacked) {
    const outcome = await underAttack(target, attack, { restMs: REST_MS, attackMs });
    const missed = missedGoals(outcome);
    if (missed.length === 0) stood[target] = (stood[target] ?? 0) + 1;
    console.log(`  ${target.padEnd(15)} ${missed.length === 0 ? 'stood ' : 'missed'} ${figures(outcome)}`);
    for (const goal of missed) console.log(`                  - ${goal}`);
  }
}
console.log(`\n${machine()}`);
for (const target of attacked) console.log(`${target} stood ${stood[target]} of ${played.length} attacks`);
process.exitCode = (stood['kit'] ?? played.length) < played.length ? 1 : 0;
