import { connectivityState, type Metadata } from '@grpc/grpc-js';
import type { KitEvent, Observer } from '../observe/observer.js';
import { ClientConnection, type ConnectionOwner, type ConnectOptions } from '../transport/client-connection.js';
import type { SocketAddress } from '../transport/connect-socket.js';
import { BackOff } from './back-off.js';
import type { Backend, BackendConnection } from './backend.js';
import { BackendHealth, type Health } from './backend-health.js';
import { BackendLoad, loadReport } from './backend-load.js';
import { probeBackend } from './backend-probe.js';
import { connectError } from './connect-error.js';

/** What the subchannels of a target share. */
export interface SubchannelContext {
  /** The target as events name it. */
  readonly target: string;
  readonly observer: Observer;
  /** The `:authority` of every call. */
  readonly authority: string;
  readonly secure: boolean;
  /** Header fields by which every call proves who it is; undefined: none are needed. */
  credentialFields(method: string): Promise<readonly string[]> | undefined;
  /** As they are now: certificates may have changed. */
  connectOptions(): ConnectOptions;
  readonly minBackoffMs: number;
  readonly maxBackoffMs: number;
  /** Service to watch on every backend; undefined: health is not watched. */
  readonly healthService: string | undefined;
  /** Backends are weighted by the load that they report. */
  readonly weighted: boolean;
  /** Its state or its usability changed; `lost`: a backend may have gone. */
  changed(subchannel: Subchannel, lost: boolean): void;
}

export type SubchannelState = 'idle' | 'connecting' | 'ready' | 'transient_failure' | 'closed';

/** Connections to one backend, however few streams it allows on each. */
const MOST_CONNECTIONS = 16;

/**
 * One backend of a target, and the connections to it.
 *
 * | state | means | left by |
 * |---|---|---|
 * | `idle` | no connection is wanted | `connect` → `connecting` |
 * | `connecting` | no connection takes calls yet: it is being made, or its health is not known | SETTINGS and the first word of its health → `ready`; failure → `transient_failure` |
 * | `ready` | a connection takes calls | loss or GOAWAY of the last one → `connecting` |
 * | `transient_failure` | connecting failed; waits | the backoff → `connecting` |
 * | `closed` | no longer a backend | |
 *
 * A connection that drains is none of these: its calls end, and nothing else happens to it. A connection that is to be
 * replaced, because certificates have changed, is drained once its successor is ready.
 */
export class Subchannel implements ConnectionOwner, BackendConnection {
  readonly backend: Backend;
  readonly address: SocketAddress;
  state: SubchannelState = 'idle';
  /** It took calls over the present connection, and has only said since that it is about to leave. */
  leaving = false;
  /** It has failed to connect since it was last connected. */
  failing = false;
  lastError: string | undefined;
  /** What it reports of its load; undefined where nobody asks. */
  readonly load: BackendLoad | undefined;
  readonly #context: SubchannelContext;
  readonly #backOff: BackOff;
  #connections: ClientConnection[] = [];
  /** The connection that is being made. */
  #pending: ClientConnection | undefined;
  /** It, when it is made because the others have no room. */
  #extra: ClientConnection | undefined;
  /** After a failed one, none is made before then. */
  #noExtraBefore = 0;
  #health: BackendHealth | undefined;
  #healthy: Health | undefined;
  #backoffTimer: NodeJS.Timeout | undefined;
  #readyAt = 0;
  #shortLives = 0;
  /** Calls that wait for a stream under the peer's MAX_CONCURRENT_STREAMS. */
  #waiting: Set<() => void> | undefined;

  constructor(backend: Backend, address: SocketAddress, context: SubchannelContext) {
    this.backend = backend;
    this.address = address;
    this.#context = context;
    this.load = context.weighted ? new BackendLoad() : undefined;
    this.#backOff = new BackOff(context.minBackoffMs, context.maxBackoffMs);
    backend.connections.add(this);
  }

  /** Takes calls, by its own word and by its record. */
  get usable(): boolean {
    return this.state === 'ready' && this.#healthy !== 'not_serving' && !this.backend.ejected;
  }

  /** Connected and healthy by its own word, whatever its record. */
  get serving(): boolean {
    return this.state === 'ready' && this.#healthy !== 'not_serving';
  }

  /** Why it takes no calls. */
  get excuse(): string {
    if (this.failing) return this.lastError ?? 'it cannot be reached';
    if (this.state !== 'ready') return 'it is not connected yet';
    const { ejection } = this.backend;
    if (this.#healthy === 'not_serving' || !ejection) return 'it is unhealthy';
    return `it is ejected until ${new Date(ejection.until).toISOString()}: ${ejection.reason}`;
  }

  /** Connects, unless it is connected or about to be. */
  connect(): void {
    if (this.state === 'idle') this.#connect();
  }

  /** A connection with room for a call; undefined while there is none, and another may be on its way. */
  pick(): ClientConnection | undefined {
    for (const connection of this.#connections) if (connection.canOpen) return connection;
    this.#openExtra();
    return undefined;
  }

  /** Calls back once there may be room; returns what takes the wish back. */
  whenRoom(callback: () => void): () => void {
    this.#waiting ??= new Set();
    const waiting = this.#waiting;
    waiting.add(callback);
    return () => waiting.delete(callback);
  }

  /** Connects anew; the present connections serve until the successor is ready. */
  renew(): void {
    const former = this.#pending;
    this.#pending = undefined;
    this.#extra = undefined;
    former?.destroy('replaced');
    if (this.state === 'idle' || this.state === 'closed') return;
    clearTimeout(this.#backoffTimer);
    this.#pending = this.#open();
    if (this.state !== 'ready') this.#enter('connecting');
  }

  /** Gives up every connection, as one that is not wanted now. */
  idle(): void {
    if (this.state === 'closed' || this.state === 'idle') return;
    this.#letGo('no longer used');
    this.#enter('idle');
  }

  close(): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.#letGo('no longer a backend');
    this.backend.connections.delete(this);
    this.#wakeAll();
  }

  /** The trailers of a call. */
  reported(trailers: Metadata): void {
    if (this.load === undefined) return;
    const [bytes] = trailers.get('endpoint-load-metrics-bin');
    const report = Buffer.isBuffer(bytes) ? loadReport(bytes) : undefined;
    if (report) this.load.report(report, performance.now());
  }

  // Of BackendConnection: what the outlier detector asks and tells.

  reconsider(): void {
    this.#context.changed(this, this.backend.ejected);
  }

  async answers(withinMs: number): Promise<boolean> {
    const [connection] = this.#connections;
    return connection !== undefined && probeBackend(connection, this.#context, withinMs);
  }

  // Of ConnectionOwner.

  ready(connection: ClientConnection): void {
    const replaced = this.#connections.filter(() => connection !== this.#extra);
    this.#pending = undefined;
    this.#extra = undefined;
    if (replaced.length > 0) {
      this.#connections = [];
      for (const former of replaced) former.drain('replaced by a new connection');
    }
    this.#connections.push(connection);
    this.#readyAt = performance.now();
    this.backend.connected();
    if (this.#connections.length === 1) this.#watchHealth(connection);
    if (this.#shortLives === 0) this.#backOff.reset();
    if (this.state !== 'ready' && (this.#health === undefined || this.#healthy !== undefined)) this.#becomeReady();
    else this.room();
  }

  draining(connection: ClientConnection, why: string): void {
    this.#lose(connection, why);
  }

  room(): void {
    const waiting = this.#waiting;
    if (waiting === undefined || waiting.size === 0) return;
    for (const callback of waiting) {
      if (this.pick() === undefined) return;
      waiting.delete(callback);
      callback();
    }
  }

  closed(connection: ClientConnection, why: string): void {
    if (connection === this.#pending) {
      this.#pending = undefined;
      const extra = this.#extra === connection;
      this.#extra = undefined;
      if (this.#connections.length === 0) this.#fail(why);
      else if (extra) this.#noExtraBefore = performance.now() + this.#backOff.next();
      else this.#retryRenewal();
    } else this.#lose(connection, why);
  }

  #connect(): void {
    if (this.state === 'closed') return;
    this.#pending = this.#open();
    this.#enter('connecting');
  }

  #open(): ClientConnection {
    return new ClientConnection(this.address, this.#context.connectOptions(), this);
  }

  #openExtra(): void {
    if (this.state !== 'ready' || this.#pending || this.#connections.length >= MOST_CONNECTIONS) return;
    if (performance.now() < this.#noExtraBefore) return;
    this.#extra = this.#open();
    this.#pending = this.#extra;
  }

  #becomeReady(): void {
    this.failing = false;
    this.#enter('ready');
    this.room();
  }

  #lose(connection: ClientConnection, why: string): void {
    const at = this.#connections.indexOf(connection);
    if (at < 0) return;
    this.#connections.splice(at, 1);
    if (this.#connections.length > 0) {
      const [next] = this.#connections;
      if (at === 0 && next) this.#watchHealth(next);
      return;
    }
    this.#stopHealth();
    this.leaving = false;
    if (this.#pending) {
      this.#extra = undefined;
      this.#enter('connecting', why, true);
      return;
    }
    // A peer that accepts, speaks HTTP/2 and leaves again and again is not connected to without a pause.
    const short = !connection.useful && performance.now() - this.#readyAt < this.#context.minBackoffMs;
    this.#shortLives = short ? this.#shortLives + 1 : 0;
    if (this.#shortLives > 1) {
      this.#fail('it ends every connection as soon as it stands');
      return;
    }
    this.#pending = this.#open();
    this.#enter('connecting', why, true);
  }

  #fail(reason: string): void {
    if (this.state === 'closed') return;
    this.failing = true;
    this.lastError = connectError(reason);
    this.#backoffTimer = setTimeout(() => this.#connect(), this.#backOff.next());
    this.#backoffTimer.unref();
    this.#enter('transient_failure', this.lastError, true);
    this.#wakeAll();
  }

  #retryRenewal(): void {
    this.#backoffTimer = setTimeout(() => this.renew(), this.#backOff.next());
    this.#backoffTimer.unref();
  }

  #letGo(why: string): void {
    clearTimeout(this.#backoffTimer);
    this.#stopHealth();
    this.leaving = false;
    this.failing = false;
    const pending = this.#pending;
    const connections = this.#connections;
    this.#pending = undefined;
    this.#connections = [];
    pending?.destroy(why);
    for (const connection of connections) connection.drain(why);
  }

  #wakeAll(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) for (const callback of waiting) callback();
  }

  #watchHealth(connection: ClientConnection): void {
    const { healthService: service } = this.#context;
    // What the former connection said holds until this one says something.
    this.#health?.close();
    if (service === undefined) return;
    this.#health = new BackendHealth({
      connection,
      calls: this.#context,
      service,
      patienceMs: this.#context.connectOptions().connectTimeoutMs,
      changed: (health, why) => this.#onHealth(health, why),
    });
  }

  #stopHealth(): void {
    this.#health?.close();
    this.#health = undefined;
    this.#healthy = undefined;
  }

  #onHealth(health: Health, why: string): void {
    const before = this.backend.state;
    const wasUsable = this.usable;
    this.#healthy = health;
    this.backend.unhealthy = health === 'not_serving';
    if (this.backend.unhealthy) this.backend.lastError = why;
    if (this.state === 'ready') {
      this.leaving ||= wasUsable;
      this.#event(before, this.backend.unhealthy ? why : undefined);
      this.#context.changed(this, this.backend.unhealthy);
    } else if (this.state === 'connecting') this.#becomeReady();
  }

  #enter(state: SubchannelState, error?: string, lost = false): void {
    const { backend } = this;
    const before = backend.state;
    this.state = state;
    if (state !== 'ready') backend.unhealthy = false;
    backend.connectivity = CONNECTIVITY[state];
    if (error !== undefined) backend.lastError = error;
    if (state === 'ready' || state === 'transient_failure') backend.settled = true;
    this.#event(before, error);
    this.#context.changed(this, lost);
  }

  #event(from: Backend['state'], error: string | undefined): void {
    const { observer, target } = this.#context;
    const { state: to, address } = this.backend;
    if (from === to) return;
    const event: KitEvent = { kind: 'backend_state', target, backend: address, from, to };
    observer.event?.(error === undefined ? event : { ...event, error });
  }
}

const CONNECTIVITY: Readonly<Record<SubchannelState, connectivityState>> = {
  idle: connectivityState.IDLE,
  connecting: connectivityState.CONNECTING,
  ready: connectivityState.READY,
  transient_failure: connectivityState.TRANSIENT_FAILURE,
  closed: connectivityState.SHUTDOWN,
};
