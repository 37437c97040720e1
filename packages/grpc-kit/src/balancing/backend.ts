import { connectivityState, status } from '@grpc/grpc-js';
import type { BackendState } from '../observe/observer.js';

/** One address of a target: what it is doing and what became of the calls it got. */
export class Backend {
  /** `address:port` as grpc-js writes it, also the key in snapshots and events. */
  readonly address: string;
  /** Calls that were started and have not ended. */
  inFlight = 0;
  calls = 0;
  /** Calls that ended with another status than OK. */
  failures = 0;
  /** Why it last failed to connect, or what its last failed call said. */
  lastError: string | undefined = undefined;
  connectivity: connectivityState = connectivityState.IDLE;
  /** It has been connected or has failed once: it had its chance. */
  settled = false;
  ejected = false;
  unhealthy = false;

  constructor(address: string) {
    this.address = address;
  }

  get state(): BackendState {
    if (this.connectivity === connectivityState.READY) {
      if (this.unhealthy) return 'unhealthy';
      return this.ejected ? 'ejected' : 'ready';
    }
    return STATES[this.connectivity] ?? 'idle';
  }

  started(): void {
    this.inFlight += 1;
    this.calls += 1;
  }

  ended(code: status, details: string): void {
    this.inFlight -= 1;
    if (code === status.OK) return;
    this.failures += 1;
    this.lastError = `${status[code]}: ${details}`;
  }
}

const STATES: Readonly<Partial<Record<connectivityState, BackendState>>> = {
  [connectivityState.CONNECTING]: 'connecting',
  [connectivityState.TRANSIENT_FAILURE]: 'transient_failure',
};
