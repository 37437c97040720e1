// What a subset does to load and churn, with the kit's own choice of backends: clients × backends in memory, no network.
// `npx tsx --conditions=@org/source bench/simulate-subsetting.ts [--clients 10000] [--backends 10000]`
import { parseArgs } from 'node:util';
import type { Endpoint } from '@org/grpc-kit';
import { rendezvous } from '../packages/grpc-kit/src/discovery/rendezvous.js';
import { replaceSection, writeDocument } from './src/documents.js';
import { histogramSvg } from './src/scale/histogram-svg.js';
import { percentileOf } from './src/statistics.js';

const { values } = parseArgs({
  options: { clients: { type: 'string', default: '10000' }, backends: { type: 'string', default: '10000' } },
});
const [clientCount, backendCount] = [Number(values.clients), Number(values.backends)];
const SIZES = [10, 20, 50, 100] as const;

const backends: Endpoint[] = Array.from({ length: backendCount }, (_, index) => ({
  address: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
  port: 50051,
}));
// One pod of the 10,000 is replaced by a new one with another address.
const replaced = [...backends.slice(1), { address: '10.200.0.1', port: 50051 }];
const indexOf = new Map(backends.map(({ address }, index) => [address, index]));

const largest = SIZES.at(-1) ?? 0;
const perBackend = new Map(SIZES.map((size) => [size, new Float64Array(backendCount)]));
const moved = new Map<number, number>(SIZES.map((size) => [size, 0]));
for (let client = 0; client < clientCount; client++) {
  // A seed as a client draws it: 32 random bits.
  const seed = Math.floor(Math.random() * 2 ** 32);
  const before = rendezvous(backends, seed, largest).map(({ address }) => address);
  const after = rendezvous(replaced, seed, largest).map(({ address }) => address);
  for (const size of SIZES) {
    const load = perBackend.get(size) as Float64Array;
    const chosen = before.slice(0, size);
    // Round robin over the subset: every backend of it gets an equal part of the client's one unit of load.
    for (const address of chosen) {
      const index = indexOf.get(address) ?? 0;
      load[index] = (load[index] ?? 0) + 1 / size;
    }
    const kept = new Set(chosen);
    moved.set(size, (moved.get(size) ?? 0) + after.slice(0, size).filter((address) => !kept.has(address)).length);
  }
  if (client % 1000 === 999) console.error(`${client + 1} of ${clientCount} clients`);
}

const mean = clientCount / backendCount;
const rows = SIZES.map((size) => {
  const load = [...(perBackend.get(size) as Float64Array)].map((units) => units / mean).sort((a, b) => a - b);
  const spread = [0, 0.01, 0.5, 0.99, 1].map((part) => percentileOf(load, part).toFixed(2));
  const connections = ((clientCount * size) / backendCount).toFixed(0);
  return `| ${size} | ${connections} | ${(clientCount * size).toLocaleString('en')} | ${spread.join(' | ')} | ${moved.get(size)} |`;
});
const table = [
  `${clientCount.toLocaleString('en')} clients × ${backendCount.toLocaleString('en')} backends; load of a backend as a multiple of the mean; the last column counts the connections that one replaced backend moves, over all clients.`,
  '',
  '| subsetSize | connections per backend | connections in all | least | p1 | median | p99 | most | moved |',
  '|---|---|---|---|---|---|---|---|---|',
  ...rows,
  `| all (full mesh) | ${clientCount.toLocaleString('en')} | ${(clientCount * backendCount).toLocaleString('en')} | 1.00 | 1.00 | 1.00 | 1.00 | 1.00 | ${clientCount} |`,
].join('\n');

console.log(table);
replaceSection('scaling.md', 'subsetting', table);
writeDocument(
  'subsetting.svg',
  histogramSvg({
    title: `Load per backend, ${clientCount.toLocaleString('en')} clients × ${backendCount.toLocaleString('en')} backends`,
    xLabel: 'load as a multiple of the mean',
    series: SIZES.map((size) => ({
      label: `subset of ${size}`,
      values: [...(perBackend.get(size) as Float64Array)].map((units) => units / mean),
    })),
  }),
);
