import type { KeepalivePolicy } from '../policy/channel-policy.js';

/** A connection whose peer can be asked whether it is still there. */
export interface AskableConnection {
  /** Bytes received since the connection was made. */
  readonly receivedBytes: number;
  /** Calls are in flight on it. */
  readonly busy: boolean;
  /** Sends something that the peer has to answer. */
  ask(): void;
  /** The peer did not answer: ends its calls with UNAVAILABLE and lets a new connection take its place. */
  abandon(reason: string): void;
}

interface Watched {
  receivedBytes: number;
  silentMs: number;
  /** How long it had been silent when it was asked; undefined: it was not. */
  askedAfterMs: number | undefined;
}

const LONGEST_TICK_MS = 500;
/** Ticks in the shorter of the two times: how exact they are kept. */
const RESOLUTION = 8;

/**
 * Finds connections whose peer is gone (gRFC A8): one that said nothing for `timeMs` is asked, and one that has not
 * answered `timeoutMs` later is abandoned. Any byte is an answer. One timer serves all connections of a channel.
 *
 * A tick adds at most two ticks to the silence, however long it took to come: while the event loop of this process is
 * blocked nothing is received, and a busy client must not take its peers for dead.
 */
export class SilenceWatch {
  readonly #policy: Required<KeepalivePolicy>;
  readonly #tickMs: number;
  readonly #connections = new Map<AskableConnection, Watched>();
  #timer: NodeJS.Timeout | undefined;
  #tickedAt = 0;

  constructor(policy: Required<KeepalivePolicy>) {
    this.#policy = policy;
    this.#tickMs = Math.min(LONGEST_TICK_MS, Math.min(policy.timeMs, policy.timeoutMs) / RESOLUTION);
  }

  /** Watches a connection until the returned function is called or the connection is abandoned. */
  add(connection: AskableConnection): () => void {
    const { receivedBytes } = connection;
    this.#connections.set(connection, { receivedBytes, silentMs: 0, askedAfterMs: undefined });
    if (this.#timer === undefined) {
      this.#tickedAt = performance.now();
      this.#timer = setInterval(() => this.#tick(), this.#tickMs).unref();
    }
    return () => this.#remove(connection);
  }

  #remove(connection: AskableConnection): void {
    this.#connections.delete(connection);
    if (this.#connections.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    const now = performance.now();
    const passedMs = Math.min(now - this.#tickedAt, 2 * this.#tickMs);
    this.#tickedAt = now;
    for (const [connection, watched] of this.#connections) this.#look(connection, watched, passedMs);
  }

  #look(connection: AskableConnection, watched: Watched, passedMs: number): void {
    const { timeMs, timeoutMs, whileIdle } = this.#policy;
    const { receivedBytes } = connection;
    if (receivedBytes !== watched.receivedBytes || !(whileIdle || connection.busy)) {
      watched.receivedBytes = receivedBytes;
      watched.silentMs = 0;
      watched.askedAfterMs = undefined;
      return;
    }
    watched.silentMs += passedMs;
    // The nearest tick: timers may come a moment early.
    const silentMs = watched.silentMs + this.#tickMs / 2;
    if (watched.askedAfterMs === undefined) {
      if (silentMs < timeMs) return;
      watched.askedAfterMs = watched.silentMs;
      connection.ask();
    } else if (silentMs >= watched.askedAfterMs + timeoutMs) {
      this.#remove(connection);
      connection.abandon(
        `the peer was silent for ${timeMs} ms, then did not answer a keepalive question within ${timeoutMs} ms`,
      );
    }
  }
}
