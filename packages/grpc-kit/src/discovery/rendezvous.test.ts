import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endpointKey } from './endpoint-list.js';
import type { Endpoint } from './endpoint-source.js';
import { rendezvous } from './rendezvous.js';

const backends = (count: number): Endpoint[] =>
  Array.from({ length: count }, (_, index) => ({ address: `10.0.${index >> 8}.${index & 255}`, port: 50_051 }));
const keys = (list: readonly Endpoint[]): string[] => list.map(endpointKey);

test('a backend that comes or goes moves at most one place of a subset', () => {
  const arbitrary = fc.record({
    count: fc.integer({ min: 2, max: 60 }),
    size: fc.integer({ min: 1, max: 20 }),
    seed: fc.nat(),
    gone: fc.nat(),
  });
  fc.assert(
    fc.property(arbitrary, ({ count, size, seed, gone }) => {
      const all = backends(count);
      const before = keys(rendezvous(all, seed, size));
      const left = all.filter((_, index) => index !== gone % count);
      const after = keys(rendezvous(left, seed, size));
      expect(before.filter((key) => !after.includes(key)).length).toBeLessThanOrEqual(1);
      expect(after.filter((key) => !before.includes(key)).length).toBeLessThanOrEqual(1);
    }),
  );
});

test('the answer depends on the endpoints and the seed, not on their order', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(backends(30), { minLength: 30 }), fc.nat(), (shuffled, seed) => {
      expect(rendezvous(shuffled, seed, 5)).toEqual(rendezvous(backends(30), seed, 5));
    }),
  );
});

test('many clients spread evenly', () => {
  const load = new Map<string, number>();
  for (let seed = 0; seed < 1_000; seed++) {
    for (const key of keys(rendezvous(backends(50), seed * 2_654_435_761, 10))) load.set(key, (load.get(key) ?? 0) + 1);
  }
  // 200 expected, standard deviation below 13.
  expect(Math.min(...load.values())).toBeGreaterThan(140);
  expect(Math.max(...load.values())).toBeLessThan(260);
});

test('two addresses: half of the clients begin with each, unlike shuffleAddressList', () => {
  const [first] = backends(2);
  const firsts = Array.from({ length: 1_000 }, (_, seed) => rendezvous(backends(2), seed)[0]);
  const share = firsts.filter((endpoint) => endpoint?.address === first?.address).length;
  expect(share).toBeGreaterThan(400);
  expect(share).toBeLessThan(600);
});

test('a size above the count is all of them', () => {
  expect(keys(rendezvous(backends(3), 1, 20)).sort()).toEqual(keys(backends(3)));
  expect(rendezvous([], 1, 20)).toEqual([]);
});
