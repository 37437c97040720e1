import type { SrvRecord } from 'node:dns';
import { GrpcKitError, quoted } from '../errors.js';
import { knownOptions } from '../known-options.js';
import type { Target } from '../target.js';
import type { Clock } from './clock.js';
import { dnsServerOf } from './dns-server-address.js';
import type { Discovery } from './endpoint-source.js';
import { hostLookup } from './host-lookup.js';
import { isHost } from './host-port.js';
import { lookupByRecords, lookupBySystem, type NameLookup, resolverFor } from './name-lookup.js';
import { pollingSource } from './polling-source.js';
import { causeCode, resolutionError } from './resolution-error.js';

/** Finds the SRV records of a name; rejects with the error of the DNS library. */
type SrvLookup = (name: string, signal: AbortSignal) => Promise<readonly SrvRecord[]>;

/** How `srv:///` names are looked up. */
export interface SrvDiscoveryOptions {
  /** Looks SRV records up. Default: c-ares, by Node's resolver. */
  readonly lookupSrv?: SrvLookup;
  /** Looks up the hosts that the records name. Default: the target's DNS server, else the system's look-up. */
  readonly lookup?: NameLookup;
  /** Time and timers, as for tests. Default: the system's. */
  readonly clock?: Clock;
}

/**
 * `srv:///_grpc._tcp.name` and `srv://server:port/…`: hosts and ports from SRV records (RFC 2782). Of several
 * priorities the best is used; weights are left to the balancing policy. Names must be complete: c-ares knows no
 * search domains.
 */
export function srvDiscovery(settings: SrvDiscoveryOptions = {}): Discovery {
  const known = { lookupSrv: true, lookup: true, clock: true } as const;
  const { lookupSrv, lookup, clock } = knownOptions(settings, 'srvDiscovery options', known);
  return {
    scheme: 'srv',
    createSource: (target, options) => {
      const server = dnsServerOf(target);
      const name = serviceName(target);
      const services = lookupSrv ?? ((asked, signal) => resolverFor(server, signal).resolveSrv(asked));
      const hosts = hostLookup(
        target.text,
        lookup ?? (server === undefined ? lookupBySystem : lookupByRecords(server)),
      );
      const records = async (signal: AbortSignal): Promise<readonly SrvRecord[]> => {
        try {
          return await services(name, signal);
        } catch (cause) {
          if (causeCode(cause) === 'ENODATA') return [];
          throw resolutionError(target.text, `SRV look-up of ${name}${server ? ` at ${server}` : ''}`, cause);
        }
      };
      return pollingSource(
        async (signal) => {
          const wanted = bestPriority(await records(signal));
          return hosts(
            wanted.map(({ name: host, port }) => ({ host, port })),
            signal,
          );
        },
        { ...options, target: target.text, ...(clock && { clock }) },
      );
    },
  };
}

function serviceName(target: Target): string {
  if (isHost(target.path)) return target.path;
  const why = target.path.includes(':') ? 'has a port, but ports come from the SRV records' : 'is not a DNS name';
  throw new GrpcKitError(
    'ERR_TARGET_INVALID',
    `target ${quoted(target.text)}: ${quoted(target.path)} ${why}; write srv:///_grpc._tcp.name`,
  );
}

/** A record that points to the root says that the service is decidedly not there. */
function bestPriority(records: readonly SrvRecord[]): readonly SrvRecord[] {
  const real = records.filter(({ name, port }) => name !== '' && name !== '.' && port > 0);
  const best = Math.min(...real.map(({ priority }) => priority));
  return real.filter(({ priority }) => priority === best);
}
