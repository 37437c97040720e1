import { endpointKey } from './endpoint-list.js';
import type { Endpoint } from './endpoint-source.js';

/**
 * The endpoints in an order of the seed's own, cut to `size`: with another seed in each client their subsets spread
 * evenly, and a backend that comes or goes moves one place of a subset (rendezvous hashing).
 */
export function rendezvous(endpoints: readonly Endpoint[], seed: number, size = endpoints.length): readonly Endpoint[] {
  return endpoints
    .map((endpoint) => ({ endpoint, weight: hash(endpointKey(endpoint), seed) }))
    .sort((a, b) => b.weight - a.weight || (endpointKey(a.endpoint) < endpointKey(b.endpoint) ? -1 : 1))
    .slice(0, size)
    .map(({ endpoint }) => endpoint);
}

/** FNV-1a from a seeded basis, its bits mixed by MurmurHash3's finalizer so that neighbouring addresses part. */
function hash(text: string, seed: number): number {
  let h = (0x811c9dc5 ^ seed) >>> 0;
  for (let index = 0; index < text.length; index++) h = Math.imul(h ^ text.charCodeAt(index), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
