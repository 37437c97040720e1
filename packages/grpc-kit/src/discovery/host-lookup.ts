import { isIP } from 'node:net';
import { distinct } from './endpoint-list.js';
import type { HostPort } from './host-port.js';
import { inTurns } from './in-turns.js';
import type { NameLookup } from './name-lookup.js';
import type { Found } from './polling-source.js';
import { causeCode, resolutionError } from './resolution-error.js';

/** Looks up many hosts at once, remembering what it found. */
export type HostLookup = (hosts: readonly HostPort[], signal: AbortSignal) => Promise<Found>;

/**
 * A host whose look-up fails keeps its last addresses, unless its name is gone; the whole fails only when there is
 * no address at all.
 */
export function hostLookup(target: string, lookup: NameLookup): HostLookup {
  let remembered = new Map<string, readonly string[]>();

  return async (hosts, signal) => {
    const names = [...new Set(hosts.map(({ host }) => host))];
    const found = new Map<string, readonly string[]>();
    let ttlMs = Number.POSITIVE_INFINITY;
    let failure: Error | undefined;

    await inTurns(names, async (name) => {
      if (isIP(name) !== 0) return void found.set(name, [name]);
      try {
        const answer = await lookup(name, signal);
        found.set(name, answer.addresses);
        ttlMs = Math.min(ttlMs, answer.ttlMs ?? ttlMs);
      } catch (cause) {
        failure ??= resolutionError(target, `look-up of ${name}`, cause);
        const last = remembered.get(name);
        if (last && causeCode(cause) !== 'ENOTFOUND') found.set(name, last);
      }
    });

    const endpoints = hosts.flatMap(({ host, port }) => (found.get(host) ?? []).map((address) => ({ address, port })));
    if (endpoints.length === 0 && failure) throw failure;
    remembered = found;
    return { endpoints: distinct(endpoints), ...(Number.isFinite(ttlMs) && { ttlMs }) };
  };
}
