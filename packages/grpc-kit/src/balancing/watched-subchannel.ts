import { connectivityState, experimental, type status } from '@grpc/grpc-js';
import type { Backend, BackendConnection } from './backend.js';
import type { BalancerContext, ConnectionHandle } from './balancer-context.js';
import type { CallTrace } from './call-trace.js';
import { connectError } from './connect-error.js';
import { type Health, HealthWatch } from './health-watch.js';
import { probe } from './probe.js';
import type { ProcessHold } from './process-hold.js';
import type { SilenceWatch } from './silence-watch.js';
import { connectionOf } from './subchannel-connection.js';
import { WatchedAttempt } from './watched-attempt.js';

type Listener = experimental.ConnectivityStateListener;

export interface WatchedSubchannelOptions {
  readonly real: experimental.SubchannelInterface;
  readonly backend: Backend;
  readonly context: BalancerContext;
  /** Undefined: health is not watched. */
  readonly healthService: string | undefined;
  readonly handle: ConnectionHandle | undefined;
  /** Of all calls of the target. */
  readonly hold: ProcessHold;
  /** Undefined: silent peers are not looked for. */
  readonly silence: SilenceWatch | undefined;
  /** Nobody uses it any more. */
  readonly released: () => void;
}

/** grpc-js itself gives up a moment earlier, where it can; its reason is the better one. */
const GRACE_MS = 500;
const FLAP_MS = 250;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/**
 * One connection to a backend, shared by whatever policies use it while they use it. It counts calls, is CONNECTING
 * until the backend has told its health, and fails when connecting takes too long.
 */
export class WatchedSubchannel extends experimental.BaseSubchannelWrapper implements BackendConnection {
  readonly backend: Backend;
  readonly #options: WatchedSubchannelOptions;
  readonly #listeners = new Set<Listener>();
  readonly #result: experimental.PickResult;
  readonly #follow: Listener;
  #refs = 0;
  #state: connectivityState = connectivityState.IDLE;
  #health: Health | undefined;
  #watch: HealthWatch | undefined;
  #late = false;
  #timer: NodeJS.Timeout | undefined;
  #readyAt: number | undefined;
  #flaps = 0;
  /** Why the kit ended the connection; grpc-js does not say why it is gone. */
  #abandoned: string | undefined;
  #inFlight = 0;

  constructor(options: WatchedSubchannelOptions) {
    super(options.real);
    this.#options = options;
    this.backend = options.backend;
    this.#result = {
      pickResultType: experimental.PickResultType.COMPLETE,
      subchannel: this,
      status: null,
      onCallStarted: () => this.started(),
      onCallEnded: (code, details) => this.ended(code, details),
    };
    this.#follow = (_real, _previous, next, keepaliveMs, error) => {
      const reason = error === undefined ? this.#abandoned : connectError(options.handle?.reason ?? error);
      this.#abandoned = undefined;
      this.#enter(next, keepaliveMs, reason);
    };
    this.setHealthy(!this.backend.ejected);
  }

  /** The child's pick of this connection, counted. */
  counted(picked: experimental.PickResult, trace: CallTrace | undefined): experimental.PickResult {
    this.backend.picked += 1;
    const { observer, target } = this.#options.context;
    const observed = observer.clientAttemptEnded !== undefined || observer.clientAttemptStarted !== undefined;
    if (picked.onCallEnded === null && picked.onCallStarted === null && !observed) return this.#result;
    return new WatchedAttempt({ subchannel: this, picked, observer, target, trace });
  }

  started(): void {
    this.#options.hold.take();
    this.#inFlight += 1;
    this.backend.started();
  }

  ended(code: status, details: string): void {
    this.#options.hold.release();
    this.#inFlight -= 1;
    this.backend.ended(code, details);
  }

  /** How long to wait before connecting again, in ms: a peer that ends each connection at once is asked ever less often. */
  get reconnectDelayMs(): number {
    return this.#flaps < 2 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** (this.#flaps - 2), LONGEST_PAUSE_MS);
  }

  /** It would take calls if its backend were not ejected. */
  get serving(): boolean {
    return this.#state === connectivityState.READY && this.#health !== 'not_serving';
  }

  reconsider(): void {
    this.setHealthy(!this.backend.ejected && this.#health !== 'not_serving');
    this.#options.context.changed();
  }

  async answers(withinMs: number): Promise<boolean> {
    return this.child.getConnectivityState() === connectivityState.READY && probe(this, withinMs);
  }

  override ref(): void {
    this.#refs += 1;
    super.ref();
    if (this.#refs > 1) return;
    this.backend.connections.add(this);
    this.child.addConnectivityStateListener(this.#follow);
    this.#enter(this.child.getConnectivityState(), -1);
  }

  override unref(): void {
    this.#refs -= 1;
    super.unref();
    if (this.#refs > 0) return;
    // Policies let go of a connection in the moment before they take it again.
    queueMicrotask(() => {
      if (this.#refs === 0) this.#release();
    });
  }

  override addConnectivityStateListener(listener: Listener): void {
    this.#listeners.add(listener);
  }

  override removeConnectivityStateListener(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  override getConnectivityState(): connectivityState {
    if (this.#refs > 0) return this.#state;
    // A connection that grpc-js kept from earlier; whoever takes it learns its health first.
    const real = this.child.getConnectivityState();
    const unknown = real === connectivityState.READY && this.#options.healthService !== undefined;
    return unknown ? connectivityState.CONNECTING : real;
  }

  #release(): void {
    this.child.removeConnectivityStateListener(this.#follow);
    this.backend.connections.delete(this);
    this.#watch?.close();
    this.#watch = undefined;
    this.#health = undefined;
    clearTimeout(this.#timer);
    this.#state = connectivityState.IDLE;
    this.#options.released();
  }

  #enter(real: connectivityState, keepaliveMs: number, error?: string): void {
    clearTimeout(this.#timer);
    this.#late = false;
    this.#countFlap(real);
    if (real === connectivityState.READY) {
      this.#watchSilence();
      if (this.#watch === undefined) this.#watchHealth(keepaliveMs);
    } else {
      this.#watch?.close();
      this.#watch = undefined;
      this.#health = undefined;
    }
    if (real === connectivityState.CONNECTING) this.#giveUpLater(keepaliveMs);
    this.#tell(keepaliveMs, error);
  }

  /** A connection that stood for a moment, and over which nothing was heard. */
  #countFlap(real: connectivityState): void {
    if (real === connectivityState.READY) this.#readyAt ??= performance.now();
    else if (this.#readyAt !== undefined) {
      const flapped = performance.now() - this.#readyAt < FLAP_MS && this.#health === undefined;
      this.#flaps = flapped ? this.#flaps + 1 : 0;
      this.#readyAt = undefined;
    }
  }

  /** For as long as the connection lasts, so that calls on one that the server drains are not forgotten. */
  #watchSilence(): void {
    const { silence } = this.#options;
    if (!silence) return;
    // grpc-js tells that it is connected a moment before it takes the connection.
    queueMicrotask(() => {
      const connection = connectionOf(this.child, {
        busy: () => this.#inFlight > 0,
        abandoned: (reason) => {
          this.#abandoned = reason;
        },
      });
      connection?.session.once('close', silence.add(connection));
    });
  }

  #watchHealth(keepaliveMs: number): void {
    const { healthService: service, context, handle } = this.#options;
    if (service === undefined) return;
    this.#watch = new HealthWatch({
      subchannel: this.child,
      service,
      patienceMs: context.connectTimeoutMs,
      said: (health, why) => {
        this.#health = health;
        this.#setUnhealthy(health === 'not_serving', why);
        this.reconsider();
        this.#tell(keepaliveMs);
      },
      // Without a watch, grpc-js holds the socket while there are calls; with one, it would for as long as that lasts.
      opened: () => handle?.unref(),
    });
  }

  #setUnhealthy(unhealthy: boolean, why: string): void {
    const before = this.backend.state;
    this.backend.unhealthy = unhealthy;
    if (unhealthy) this.backend.lastError = why;
    this.#event(before, unhealthy ? why : undefined);
  }

  #giveUpLater(keepaliveMs: number): void {
    const { connectTimeoutMs } = this.#options.context;
    this.#timer = setTimeout(() => {
      this.#late = true;
      this.#tell(keepaliveMs, `not connected within ${connectTimeoutMs} ms`);
    }, connectTimeoutMs + GRACE_MS);
    this.#timer.unref();
  }

  #apparent(): connectivityState {
    const real = this.child.getConnectivityState();
    if (real === connectivityState.READY) {
      return this.#watch && this.#health === undefined ? connectivityState.CONNECTING : real;
    }
    return real === connectivityState.CONNECTING && this.#late ? connectivityState.TRANSIENT_FAILURE : real;
  }

  #tell(keepaliveMs: number, error?: string): void {
    const previous = this.#state;
    const next = this.#apparent();
    if (next === previous) return;
    this.#state = next;
    this.#tellBackend(next, error);
    for (const listener of this.#listeners) listener(this, previous, next, keepaliveMs, error);
    this.#options.context.changed();
  }

  /** A successor speaks for the backend once it stands; until then the present connection does. */
  #tellBackend(next: connectivityState, error: string | undefined): void {
    const { backend } = this;
    const [speaker] = backend.connections;
    if (next === connectivityState.READY && speaker !== this) {
      backend.connections.delete(this);
      const others = [...backend.connections];
      backend.connections.clear();
      for (const connection of [this, ...others]) backend.connections.add(connection);
    } else if (speaker !== this) return;
    const before = backend.state;
    backend.connectivity = next;
    if (next === connectivityState.READY) backend.connected();
    if (error !== undefined) backend.lastError = error;
    if (next === connectivityState.READY || next === connectivityState.TRANSIENT_FAILURE) backend.settled = true;
    this.#event(before, error);
  }

  #event(from: Backend['state'], error: string | undefined): void {
    const { observer, target } = this.#options.context;
    const { state: to, address } = this.backend;
    if (from === to) return;
    const event = { kind: 'backend_state', target, backend: address, from, to } as const;
    observer.event?.(error === undefined ? event : { ...event, error });
  }
}
