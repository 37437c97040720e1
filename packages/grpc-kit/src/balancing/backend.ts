import { connectivityState, status } from '@grpc/grpc-js';
import type { BackendState } from '../observe/observer.js';

/** A connection to a backend, as the backend and who judges it see it. */
export interface BackendConnection {
  /** The backend was ejected or let back in, or its health changed. */
  reconsider(): void;
  /** Resolves with whether the backend answers at all, within this time. */
  answers(withinMs: number): Promise<boolean>;
}

/** Told about calls that a backend failed. */
export interface BackendJudge {
  failed(backend: Backend): void;
}

/** Statuses that may be the backend's fault; what is left says something about the request or the caller. */
const FAULTS: ReadonlySet<status> = new Set([
  status.UNKNOWN,
  status.DEADLINE_EXCEEDED,
  status.RESOURCE_EXHAUSTED,
  status.INTERNAL,
  status.UNAVAILABLE,
  status.DATA_LOSS,
]);

/** One address of a target: what it is doing and what became of the calls it got. */
export class Backend {
  /** `address:port` as grpc-js writes it, also the key in snapshots and events. */
  readonly address: string;
  readonly connections = new Set<BackendConnection>();
  /** Calls that were started and have not ended. */
  inFlight = 0;
  /** Calls that were given to it and have not started. */
  picked = 0;
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

  /** Since the judge last looked. */
  recentSuccesses = 0;
  recentFaults = 0;
  faultsInARow = 0;
  judge: BackendJudge | undefined = undefined;

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

  /** How busy it is, for who compares. */
  get load(): number {
    return this.inFlight + this.picked;
  }

  started(): void {
    this.inFlight += 1;
    this.calls += 1;
    if (this.picked > 0) this.picked -= 1;
  }

  ended(code: status, details: string): void {
    this.inFlight -= 1;
    // A call that is cancelled between pick and start is never told of; an idle backend has none.
    if (this.inFlight === 0) this.picked = 0;
    if (code === status.OK) {
      this.recentSuccesses += 1;
      this.faultsInARow = 0;
      return;
    }
    this.failures += 1;
    this.lastError = `${status[code]}: ${details}`;
    if (!FAULTS.has(code) || this.ejected) return;
    this.recentFaults += 1;
    this.faultsInARow += 1;
    this.judge?.failed(this);
  }

  forgetRecent(): void {
    this.recentSuccesses = 0;
    this.recentFaults = 0;
    this.faultsInARow = 0;
  }
}

const STATES: Readonly<Partial<Record<connectivityState, BackendState>>> = {
  [connectivityState.CONNECTING]: 'connecting',
  [connectivityState.TRANSIENT_FAILURE]: 'transient_failure',
};
