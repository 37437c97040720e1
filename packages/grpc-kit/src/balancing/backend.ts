import { connectivityState, status } from '@grpc/grpc-js';
import type { BackendState } from '../observe/observer.js';

/** A connection to a backend, as the backend and who judges it see it. */
export interface BackendConnection {
  /** The backend was ejected or let back in, or its health changed. */
  reconsider(): void;
  /** Resolves with whether the backend answers at all, within this time. */
  answers(withinMs: number): Promise<boolean>;
}

/** Told about calls that a backend failed, and of its new connections. */
export interface BackendJudge {
  failed(backend: Backend): void;
  reconnected(backend: Backend): void;
}

/** Why a backend gets no calls from outlier detection, and until when at least. */
export interface Ejection {
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly until: number;
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

/** With which grpc-js ends the calls of a connection that is lost. */
const LOST_CONNECTION = /^Connection dropped|ECONNRESET|EPIPE|Session closed|socket hang up/;

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
  ejection: Ejection | undefined = undefined;
  unhealthy = false;

  /** Since the judge last looked. */
  recentSuccesses = 0;
  recentFaults = 0;
  faultsInARow = 0;
  judge: BackendJudge | undefined = undefined;
  /** The calls of the present connection have counted as one fault, since it was lost. */
  #lossCounted = false;

  constructor(address: string) {
    this.address = address;
  }

  get ejected(): boolean {
    return this.ejection !== undefined;
  }

  /** It is connected and does not say NOT_SERVING. */
  get reachable(): boolean {
    return this.connectivity === connectivityState.READY && !this.unhealthy;
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
    if (LOST_CONNECTION.test(details)) {
      if (this.#lossCounted) return;
      this.#lossCounted = true;
    }
    this.recentFaults += 1;
    this.faultsInARow += 1;
    this.judge?.failed(this);
  }

  /** A new connection stands: what failed with the one before is over. */
  connected(): void {
    this.#lossCounted = false;
    this.judge?.reconnected(this);
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
