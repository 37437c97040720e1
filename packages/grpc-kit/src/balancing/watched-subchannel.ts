import { connectivityState, experimental, type MetadataOptions, type status } from '@grpc/grpc-js';
import type { BackendState } from '../observe/observer.js';
import type { Backend } from './backend.js';
import type { BalancerContext } from './balancer-context.js';
import { CallTrace } from './call-trace.js';
import { WatchedAttempt } from './watched-attempt.js';

type Listener = experimental.ConnectivityStateListener;

/** The one connection to a backend, shared by whatever policies use it while they use it. */
export class WatchedSubchannel extends experimental.BaseSubchannelWrapper {
  readonly backend: Backend;
  readonly #context: BalancerContext;
  readonly #released: () => void;
  readonly #listeners = new Set<Listener>();
  readonly #result: experimental.PickResult;
  readonly #onReal: Listener;
  #refs = 0;

  constructor(
    real: experimental.SubchannelInterface,
    backend: Backend,
    context: BalancerContext,
    released: () => void,
  ) {
    super(real);
    this.backend = backend;
    this.#context = context;
    this.#released = released;
    this.#result = {
      pickResultType: 0,
      subchannel: this,
      status: null,
      onCallStarted: () => backend.started(),
      onCallEnded: (code: status, details: string) => backend.ended(code, details),
    };
    this.#onReal = (_real, _previous, next, keepaliveMs, error) => this.#follow(next, keepaliveMs, error);
    this.#enter(real.getConnectivityState());
  }

  /** The child's pick of this subchannel, counted. */
  counted(picked: experimental.PickResult, trace: MetadataOptions): experimental.PickResult {
    const { observer, target } = this.#context;
    const attemptObserved = observer.clientAttemptEnded !== undefined || observer.clientAttemptStarted !== undefined;
    if (picked.onCallEnded === null && picked.onCallStarted === null && !attemptObserved) return this.#result;
    const method = trace instanceof CallTrace ? trace.method : '';
    return new WatchedAttempt(this, picked, this.backend, observer, target, method);
  }

  override ref(): void {
    if (this.#refs === 0) this.child.addConnectivityStateListener(this.#onReal);
    this.#refs += 1;
    super.ref();
  }

  override unref(): void {
    this.#refs -= 1;
    super.unref();
    if (this.#refs > 0) return;
    this.child.removeConnectivityStateListener(this.#onReal);
    // Policies let go of a connection in the moment before they take it again.
    queueMicrotask(() => {
      if (this.#refs === 0) this.#released();
    });
  }

  override addConnectivityStateListener(listener: Listener): void {
    this.#listeners.add(listener);
  }

  override removeConnectivityStateListener(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  override getConnectivityState(): connectivityState {
    return this.child.getConnectivityState();
  }

  #follow(next: connectivityState, keepaliveMs: number, error: string | undefined): void {
    const previous = this.backend.connectivity;
    if (error !== undefined) this.backend.lastError = error;
    this.#enter(next, error);
    for (const listener of this.#listeners) listener(this, previous, next, keepaliveMs, error);
    this.#context.changed();
  }

  #enter(next: connectivityState, error?: string): void {
    const from: BackendState = this.backend.state;
    this.backend.connectivity = next;
    if (next === connectivityState.READY || next === connectivityState.TRANSIENT_FAILURE) this.backend.settled = true;
    const to = this.backend.state;
    if (from === to) return;
    const { observer, target } = this.#context;
    const event = { kind: 'backend_state', target, backend: this.backend.address, from, to } as const;
    observer.event?.(error === undefined ? event : { ...event, error });
  }
}
