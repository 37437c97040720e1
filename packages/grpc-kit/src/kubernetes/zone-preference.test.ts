import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ZonedEndpoint } from './ready-endpoints.js';
import { preferZone } from './zone-preference.js';

let next = 0;
const inZone = (zone: string, count: number, hintedZones: readonly string[] = []): ZonedEndpoint[] =>
  Array.from({ length: count }, () => ({ address: `10.0.${next >> 8}.${next++ & 255}`, port: 1, zone, hintedZones }));
const zones = (list: readonly { readonly zone?: string }[]): string =>
  list
    .map(({ zone }) => zone ?? '-')
    .sort()
    .join('');

test('even zones: each client stays in its own', () => {
  expect(zones(preferZone([...inZone('a', 3), ...inZone('b', 3), ...inZone('c', 3)], 'a', 1))).toBe('aaa');
});

test('a small zone is not overrun: its clients use others too', () => {
  const endpoints = [...inZone('a', 1), ...inZone('b', 5), ...inZone('c', 6)];
  const list = preferZone(endpoints, 'a', 1);
  expect(list).toHaveLength(4);
  expect(zones(list)).toMatch(/^a[bc]{3}$/);
  expect(zones(preferZone(endpoints, 'b', 1))).toBe('bbbbb');
});

test('never one backend alone while there are more', () => {
  expect(preferZone([...inZone('a', 1), ...inZone('b', 1), ...inZone('c', 1)], 'a', 1)).toHaveLength(2);
  expect(preferZone(inZone('a', 1), 'a', 1)).toHaveLength(1);
});

test('a zone without backends uses all', () => {
  expect(zones(preferZone([...inZone('a', 2), ...inZone('b', 2)], 'c', 1))).toBe('aabb');
});

test('hints decide, when every endpoint has them and one is for this zone', () => {
  const hinted = [...inZone('a', 2, ['a']), ...inZone('b', 2, ['a', 'b']), ...inZone('c', 2, ['c'])];
  expect(zones(preferZone(hinted, 'a', 1))).toBe('aabb');
  expect(zones(preferZone(hinted, 'd', 1))).toBe('aabbcc');
  expect(zones(preferZone([...hinted, ...inZone('b', 1)], 'c', 1))).toBe('cc');
});

test('no backend gets two and a half times its share when clients are spread evenly over the zones', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(sizes, (counts) => {
      const names = ['a', 'b', 'c', 'd'].slice(0, counts.length);
      const endpoints = counts.flatMap((count, index) => inZone(names[index] ?? '', count));
      if (endpoints.length < 2) return;
      const clientsPerZone = 400;
      const load = new Map<string, number>();
      for (const zone of names) {
        for (let client = 0; client < clientsPerZone; client++) {
          const list = preferZone(endpoints, zone, client * 7_919 + zone.charCodeAt(0));
          for (const { address } of list) load.set(address, (load.get(address) ?? 0) + 1 / list.length);
        }
      }
      // 1.2 times from its own zone at most; what the clients of small zones fill up with comes on top.
      const share = (clientsPerZone * names.length) / endpoints.length;
      expect(Math.max(...load.values())).toBeLessThan(share * 2.5);
    }),
    { numRuns: 40 },
  );
});
