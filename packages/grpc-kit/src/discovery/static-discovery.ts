import { isIP } from 'node:net';
import { GrpcKitError, quoted } from '../errors.js';
import { knownOptions } from '../known-options.js';
import type { Clock } from './clock.js';
import { distinct } from './endpoint-list.js';
import type { Discovery } from './endpoint-source.js';
import { fixedSource } from './fixed-source.js';
import { hostLookup } from './host-lookup.js';
import { parseHostPort } from './host-port.js';
import { lookupBySystem, type NameLookup } from './name-lookup.js';
import { pollingSource } from './polling-source.js';

/** How the hosts of `static:///` are looked up. */
export interface StaticDiscoveryOptions {
  /** Looks up hosts that are names. Default: the system's look-up. */
  readonly lookup?: NameLookup;
  /** Time and timers, as for tests. Default: the system's. */
  readonly clock?: Clock;
}

/** `static:///1.2.3.4:80,[::1]:80,name:80`: these backends; names among them are looked up as `dns:///` does. */
export function staticDiscovery(settings: StaticDiscoveryOptions = {}): Discovery {
  const known = { lookup: true, clock: true } as const;
  const { lookup = lookupBySystem, clock } = knownOptions(settings, 'staticDiscovery options', known);
  return {
    scheme: 'static',
    createSource: (target, options) => {
      if (target.authority !== '') {
        throw new GrpcKitError(
          'ERR_TARGET_INVALID',
          `target ${quoted(target.text)}: ${quoted(target.authority)} stands where nothing may; write static:///host:port,host:port`,
        );
      }
      const hosts = target.path.split(',').map((part) => parseHostPort(part, target));
      if (hosts.every(({ host }) => isIP(host) !== 0)) {
        return fixedSource(distinct(hosts.map(({ host, port }) => ({ address: host, port }))));
      }
      const resolve = hostLookup(target.text, lookup);
      return pollingSource((signal) => resolve(hosts, signal), {
        ...options,
        target: target.text,
        ...(clock && { clock }),
      });
    },
  };
}
