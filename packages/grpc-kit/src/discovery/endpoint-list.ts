import type { Endpoint } from './endpoint-source.js';

/** Each endpoint once, in an order that does not depend on that of the answer. */
export function distinct(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const byKey = new Map(endpoints.map((endpoint) => [endpointKey(endpoint), endpoint]));
  return [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []);
}

/** `1.2.3.4:80` or `[::1]:80`. */
export function endpointKey({ address, port }: Pick<Endpoint, 'address' | 'port'>): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
