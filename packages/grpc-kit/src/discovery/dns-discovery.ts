import { isIP } from 'node:net';
import { knownOptions } from '../known-options.js';
import type { Clock } from './clock.js';
import { dnsServerOf } from './dns-server-address.js';
import { distinct } from './endpoint-list.js';
import type { Discovery } from './endpoint-source.js';
import { fixedSource } from './fixed-source.js';
import { parseHostPort } from './host-port.js';
import { lookupByRecords, lookupBySystem, type NameLookup } from './name-lookup.js';
import { pollingSource } from './polling-source.js';
import { resolutionError } from './resolution-error.js';

/** How `dns:///` names are looked up. */
export interface DnsDiscoveryOptions {
  /**
   * `system` asks as every other program does: /etc/hosts, search domains. `records` asks for A and AAAA records by
   * c-ares: complete names only, and a TTL below the refresh interval looks again sooner. A target that names its
   * DNS server always takes `records`. Default `system`.
   */
  readonly resolver?: 'system' | 'records';
  /** Looks names up in place of both. Default: what `resolver` says. */
  readonly lookup?: NameLookup;
  /** Time and timers, as for tests. Default: the system's. */
  readonly clock?: Clock;
}

/** `dns:///name:port` and `dns://server:port/name:port`: one backend for each A and AAAA record. */
export function dnsDiscovery(settings: DnsDiscoveryOptions = {}): Discovery {
  const known = { resolver: true, lookup: true, clock: true } as const;
  const { resolver = 'system', lookup, clock } = knownOptions(settings, 'dnsDiscovery options', known);
  return {
    scheme: 'dns',
    createSource: (target, options) => {
      const server = dnsServerOf(target);
      const { host, port } = parseHostPort(target.path, target);
      if (isIP(host) !== 0) return fixedSource([{ address: host, port }]);

      const byRecords = server !== undefined || resolver === 'records';
      const addressesOf = lookup ?? (byRecords ? lookupByRecords(server) : lookupBySystem);
      const question = `look-up of ${host}${server ? ` at ${server}` : ''}`;
      return pollingSource(
        async (signal) => {
          try {
            const { addresses, ...rest } = await addressesOf(host, signal);
            return { endpoints: distinct(addresses.map((address) => ({ address, port }))), ...rest };
          } catch (cause) {
            throw resolutionError(target.text, question, cause);
          }
        },
        { ...options, target: target.text, ...(clock && { clock }) },
      );
    },
  };
}
