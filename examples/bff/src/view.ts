import type { Failure } from './caller.js';
import type { Greeter } from './greeter.js';
import type { Load } from './load.js';
import type { Reachability } from './reachability.js';
import type { Interval, Traffic } from './traffic.js';

/** One backend as the API and the page show it. */
export interface BackendView {
  readonly address: string;
  readonly state: string;
  readonly reason: string;
  /** The signing key of its last reply; empty before the first. */
  readonly keyId: string;
}

/** What happened until `at`, since the time before. */
export interface TimedInterval extends Interval {
  /** ms since 1970. */
  readonly at: number;
}

/** What the page learns twice a second. */
export interface Tick extends TimedInterval {
  readonly backends: readonly BackendView[];
  readonly problem: Failure | null;
  readonly rps: number;
}

/** The parts of this service that its routes show. */
export interface Parts {
  readonly greeter: Greeter;
  readonly traffic: Traffic;
  readonly load: Load;
  readonly reachability: Reachability;
}

export function backendViews({ greeter, traffic }: Pick<Parts, 'greeter' | 'traffic'>): BackendView[] {
  return greeter
    .backends()
    .map(({ address, state, reason }) => ({
      address,
      state,
      reason: reason ?? '',
      keyId: traffic.keyId(address) ?? '',
    }))
    .sort((a, b) => a.address.localeCompare(b.address, 'en', { numeric: true }));
}
