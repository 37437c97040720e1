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
  silentTicks: number;
}

const LONGEST_TICK_MS = 500;
/** Ticks in the shorter of the two times: how exact they are kept. */
const RESOLUTION = 8;

/**
 * Finds connections whose peer is gone (gRFC A8): one that said nothing for `timeMs` is asked, and one that has not
 * answered `timeoutMs` later is abandoned. Any byte is an answer. One timer serves all connections of a channel.
 *
 * Silence is counted in ticks rather than on a clock: while the event loop of this process is blocked, nothing is
 * received and no tick passes, so a busy client never takes its peers for dead.
 */
export class SilenceWatch {
  readonly #whileIdle: boolean;
  readonly #tickMs: number;
  readonly #askAfter: number;
  readonly #abandonAfter: number;
  readonly #reason: string;
  readonly #connections = new Map<AskableConnection, Watched>();
  #timer: NodeJS.Timeout | undefined;

  constructor({ timeMs, timeoutMs, whileIdle }: Required<KeepalivePolicy>) {
    this.#whileIdle = whileIdle;
    this.#tickMs = Math.min(LONGEST_TICK_MS, Math.min(timeMs, timeoutMs) / RESOLUTION);
    this.#askAfter = Math.ceil(timeMs / this.#tickMs);
    this.#abandonAfter = this.#askAfter + Math.ceil(timeoutMs / this.#tickMs);
    this.#reason = `the peer was silent for ${timeMs} ms, then did not answer a keepalive question within ${timeoutMs} ms`;
  }

  /** Watches a connection until the returned function is called or the connection is abandoned. */
  add(connection: AskableConnection): () => void {
    this.#connections.set(connection, { receivedBytes: connection.receivedBytes, silentTicks: 0 });
    this.#timer ??= setInterval(() => this.#tick(), this.#tickMs);
    this.#timer.unref();
    return () => this.#remove(connection);
  }

  #remove(connection: AskableConnection): void {
    this.#connections.delete(connection);
    if (this.#connections.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    for (const [connection, watched] of this.#connections) {
      const { receivedBytes } = connection;
      const idle = !this.#whileIdle && !connection.busy;
      watched.silentTicks = idle || receivedBytes !== watched.receivedBytes ? 0 : watched.silentTicks + 1;
      watched.receivedBytes = receivedBytes;
      if (watched.silentTicks === this.#askAfter) connection.ask();
      if (watched.silentTicks < this.#abandonAfter) continue;
      this.#remove(connection);
      connection.abandon(this.#reason);
    }
  }
}
