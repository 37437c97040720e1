import { randomBytes } from 'node:crypto';
import { type Metadata, status } from '@grpc/grpc-js';
import { LogBudget } from '../observe/log-budget.js';
import type { Logger, Observer } from '../observe/observer.js';
import { type Authorize, ask } from './authorizer.js';
import type { CallTraffic } from './connection-watch.js';
import type { Peer } from './peer.js';
import type { ServedCall } from './served-call.js';
import { type StatusError, statusError } from './status-error.js';

/** What may not be served, as the peer is told. */
export type Refusal = Pick<StatusError, 'code' | 'details'>;

/** A call that was ended for the peer because the server could not wait any longer. */
export interface CutCall {
  /** `/pkg.Service/Method`. */
  readonly method: string;
  /** `address:port`. */
  readonly peer: string;
  /** How long it had been served, in ms. */
  readonly durationMs: number;
}

export interface CallDeskOptions {
  readonly observers: readonly Observer[];
  readonly logger: Logger | undefined;
  readonly authorize: Authorize | undefined;
  /** The peer by its address, as grpc-js writes it. */
  readonly peer: (address: string) => Peer | undefined;
  readonly maxConcurrentCalls: number;
  readonly maxConcurrentCallsPerConnection: number;
  readonly maxMetadataBytes: number;
  /** Sent by calls without metadata of their own; null leaves it to grpc-js. */
  readonly noMetadata: Metadata | null;
}

/** Streams of health and reflection of one connection at once: a client has one. */
const MOST_WATCHES = 100;

/** Where every call of a server reports: the rules that it is admitted by, and who is told how it went. */
export class CallDesk implements CallTraffic {
  readonly suspects = new Set<string>();
  readonly noMetadata: Metadata | null;
  readonly #options: CallDeskOptions;
  /** Every call, health and reflection included. */
  readonly #calls = new Set<ServedCall>();
  /** Calls by peer, where they are limited; and health watches, which always are. */
  readonly #ofPeer = new Map<string, number>();
  readonly #watchesOfPeer = new Map<string, number>();
  readonly #whenIdle = new Set<() => void>();
  readonly #logs: Readonly<Record<'unreadable' | 'abandoned' | 'failed' | 'authorize', LogBudget>>;
  #inFlight = 0;
  #shed = 0;
  #leaving: StatusError | undefined;

  constructor(options: CallDeskOptions) {
    this.#options = options;
    this.noMetadata = options.noMetadata;
    const { logger } = options;
    // A budget for each, so that no peer can hide one kind of line behind another.
    this.#logs = {
      unreadable: new LogBudget(logger, 'more requests could not be read'),
      abandoned: new LogBudget(logger, 'more calls ended without their handlers'),
      failed: new LogBudget(logger, 'more handlers failed'),
      authorize: new LogBudget(logger, 'more calls could not be authorized'),
    };
  }

  /** Calls of services; health and reflection do not count. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Calls refused because the server was full, since its start. */
  get shed(): number {
    return this.#shed;
  }

  /** Why streams should stop, once the server leaves. */
  get leaving(): StatusError | undefined {
    return this.#leaving;
  }

  /** Counts the call in; a refusal when the server is full. */
  admit(call: ServedCall): Refusal | undefined {
    const { path, alwaysServed } = call.method;
    for (const observer of this.#options.observers) observer.serverCallStarted?.(path);
    const refusal = alwaysServed ? this.#tooManyWatches(call) : this.#tooManyCalls(call);
    this.#calls.add(call);
    this.#count(call, 1);
    if (this.suspects.size > 0) this.suspects.delete(call.peer);
    if (!refusal) return undefined;
    this.#shed++;
    for (const observer of this.#options.observers) observer.event?.({ kind: 'shed', method: path });
    return { code: status.RESOURCE_EXHAUSTED, details: refusal };
  }

  #tooManyCalls(call: ServedCall): string | undefined {
    const { maxConcurrentCalls, maxConcurrentCallsPerConnection: share } = this.#options;
    if (this.#inFlight >= maxConcurrentCalls) return `the server has ${maxConcurrentCalls} calls in hand already`;
    if (share === Number.POSITIVE_INFINITY || (this.#ofPeer.get(call.peer) ?? 0) < share) return undefined;
    return `the connection has ${share} calls in hand already`;
  }

  #tooManyWatches({ method, peer }: ServedCall): string | undefined {
    if (!method.streams || (this.#watchesOfPeer.get(peer) ?? 0) < MOST_WATCHES) return undefined;
    return `the connection has ${MOST_WATCHES} streams of health or reflection already`;
  }

  #count(call: ServedCall, change: 1 | -1): void {
    const { method } = call;
    if (method.alwaysServed) {
      if (method.streams) add(this.#watchesOfPeer, call.peer, change);
      return;
    }
    this.#inFlight += change;
    if (this.#options.maxConcurrentCallsPerConnection !== Number.POSITIVE_INFINITY) {
      add(this.#ofPeer, call.peer, change);
    }
  }

  /** A refusal when the peer may not make this call. */
  authorize(call: ServedCall, metadata: Metadata): Refusal | undefined | Promise<Refusal | undefined> {
    const { authorize, maxMetadataBytes, peer } = this.#options;
    if (maxMetadataBytes !== Number.POSITIVE_INFINITY) {
      const bytes = metadataBytes(metadata);
      if (bytes > maxMetadataBytes) {
        const details = `metadata of ${bytes} bytes; at most ${maxMetadataBytes} are accepted`;
        return { code: status.RESOURCE_EXHAUSTED, details };
      }
    }
    if (!authorize || call.method.alwaysServed) return undefined;
    const failed = (error: unknown): void =>
      this.#logs.authorize.log('error', { ...about(call), err: error }, 'authorize failed');
    const who = peer(call.peer) ?? { address: call.peer, certificate: undefined, spiffeId: undefined };
    return ask(authorize, who, call.method.path, metadata, failed);
  }

  /** A request that its own decoder refuses. */
  unreadable(call: ServedCall, error: unknown): void {
    this.#logs.unreadable.warn({ ...about(call), err: error }, 'request could not be read');
  }

  /** An error nobody meant for the peer: it gets an id, the log gets the rest. */
  uncaught(call: ServedCall, error: unknown): StatusError {
    const id = randomBytes(6).toString('hex');
    const { logger } = this.#options;
    if (this.#calls.has(call)) this.#logs.failed.log('error', { ...about(call), id, err: error }, 'handler failed');
    else logger?.debug({ ...about(call), id, err: error }, 'handler failed after its call had ended');
    return statusError(status.INTERNAL, `internal error, id ${id}`);
  }

  ended(call: ServedCall, code: status, details: string, answered: boolean): void {
    if (!this.#calls.delete(call)) return;
    this.#count(call, -1);
    const { observers } = this.#options;
    const { sentBytes, receivedBytes } = call;
    const durationMs = performance.now() - call.startedAt;
    if (observers.length > 0) {
      const { peer } = call;
      const ended = { method: call.method.path, status: code, details, durationMs, sentBytes, receivedBytes, peer };
      for (const observer of observers) observer.serverCallEnded?.(ended);
    }
    if (!answered && code !== status.CANCELLED) {
      this.#logs.abandoned.warn({ ...about(call), status: status[code], details }, 'call ended without its handler');
    }
    if (this.#calls.size === 0) for (const resolve of this.#whenIdle) resolve();
  }

  /** Asks every stream, present and future, to stop. */
  tellStreams(reason: StatusError): void {
    this.#leaving = reason;
    for (const call of this.#calls) {
      // Reflection listens to no signal, and nobody waits for it.
      if (call.method.alwaysServed && !call.method.codec) call.cut(reason);
      else if (call.method.streams) call.tell(reason);
    }
  }

  /** Ends every call for its peer and says which they were. */
  cutAll(reason: StatusError): CutCall[] {
    const cut = [...this.#calls];
    for (const call of cut) call.cut(reason);
    return cut.map((call) => about(call));
  }

  peersWithCalls(): ReadonlySet<string> {
    return new Set([...this.#calls].map(({ peer }) => peer));
  }

  /** Resolves when no call is in hand. */
  idle(): Promise<void> {
    if (this.#calls.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.#whenIdle.delete(done);
        resolve();
      };
      this.#whenIdle.add(done);
    });
  }
}

function add(counts: Map<string, number>, key: string, change: number): void {
  const count = (counts.get(key) ?? 0) + change;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}

function about(call: ServedCall): CutCall {
  const durationMs = Math.round(performance.now() - call.startedAt);
  return { method: call.method.path, peer: call.peer, durationMs };
}

/** As HTTP/2 counts a header list (RFC 9113, 6.5.2). */
function metadataBytes(metadata: Metadata): number {
  let bytes = 0;
  for (const [key, values] of Object.entries(metadata.toJSON())) {
    for (const value of values) bytes += key.length + value.length + 32;
  }
  return bytes;
}
