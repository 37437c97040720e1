import { CapabilitySet, capabilityNames, decodeMask } from '@org/caps';
import { bench, describe } from 'vitest';

// What one would write first: shift a bigint and look at its lowest bit.
function bigintLoop(hex: string): string[] {
  const mask = BigInt(`0x${hex}`);
  const names: string[] = [];
  for (let bit = 0n; bit < 64n; bit++) {
    if ((mask >> bit) & 1n) names.push(capabilityNames[Number(bit)] ?? String(bit));
  }
  return names;
}

// One call of a bench costs as much as decoding does, so each makes a thousand: 20 µs a call is 20 ns each.
function thousand(act: (i: number) => unknown): () => void {
  return () => {
    for (let i = 0; i < 1000; i++) act(i);
  };
}

for (const mask of ['a80425fb', '000001ffffffffff', '0000000000000000']) {
  describe(`names of ${mask}, 1000 times`, () => {
    bench(
      'decodeMask',
      thousand(() => decodeMask(mask).names),
    );
    bench(
      'BigInt loop',
      thousand(() => bigintLoop(mask)),
    );
  });
}

// Straight loops here: a call through a closure costs more than has() itself.
describe('has, 1000 times', () => {
  const set = CapabilitySet.fromHex('a80425fb');
  const mask = set.toBigInt();
  const results = { yes: 0 };
  bench('has(number)', () => {
    for (let i = 0; i < 1000; i++) if (set.has(i & 31)) results.yes++;
  });
  bench('has(name)', () => {
    for (let i = 0; i < 25; i++) for (const name of capabilityNames) if (set.has(name)) results.yes++;
  });
  bench('BigInt', () => {
    for (let i = 0; i < 1000; i++) if ((mask >> BigInt(i & 31)) & 1n) results.yes++;
  });
});
