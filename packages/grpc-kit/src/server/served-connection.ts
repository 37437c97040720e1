import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { ServerInterceptingCallInterface } from '@grpc/grpc-js';
import { Http2Connection } from '../http2/connection.js';
import type { HeaderList } from '../http2/header-list.js';
import { Http2Error } from '../http2/http2-error.js';
import type { Http2Options } from '../http2/options.js';
import type { Http2Stream, StreamHandler } from '../http2/stream.js';
import { Http2Transport } from '../transport/http2-transport.js';
import { UNKNOWN } from './peer.js';

type Interface = ServerInterceptingCallInterface;

export interface ServedConnectionOptions {
  readonly http2: Http2Options;
  /** In ms; Infinity for never. */
  readonly maxConnectionAgeMs: number;
  readonly maxConnectionAgeGraceMs: number;
  readonly maxConnectionIdleMs: number;
  readonly keepaliveTimeMs: number;
  readonly keepaliveTimeoutMs: number;
  /** A request. */
  accept(connection: ServedConnection, stream: Http2Stream, list: HeaderList, endStream: boolean): StreamHandler;
  /** @param broken What the peer did wrong, or what failed here. */
  closed(connection: ServedConnection, broken: Http2Error | undefined): void;
}

/** Connections that were made together must not all be asked to leave together. */
const JITTER = 0.1;
/** A peer that does not answer the PING of a shutdown by then is not waited for. */
const SHUTDOWN_PING_MS = 1_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The connection of a client: how old and how idle it may become, whether it is alive, and how it leaves. */
export class ServedConnection {
  /** `address:port`, or `unknown`. */
  readonly peerText: string;
  readonly authContext: ReturnType<Interface['getAuthContext']>;
  readonly info: ReturnType<Interface['getConnectionInfo']>;
  readonly #options: ServedConnectionOptions;
  readonly #connection: Http2Connection;
  readonly #transport: Http2Transport;
  readonly #timers = new Set<NodeJS.Timeout>();
  #idle: NodeJS.Timeout | undefined;
  #draining = false;
  /** The client knows that no stream is taken any more. */
  #settled = false;
  #closed = false;

  constructor(socket: Socket, options: ServedConnectionOptions) {
    const { localAddress, localPort, remoteAddress, remotePort } = socket;
    this.#options = options;
    this.peerText = remoteAddress === undefined ? UNKNOWN : `${remoteAddress}:${remotePort}`;
    this.info = { localAddress, localPort, remoteAddress, remotePort };
    this.authContext =
      socket instanceof TLSSocket
        ? { transportSecurityType: 'ssl', sslPeerCertificate: socket.getPeerCertificate() }
        : {};
    this.#connection = new Http2Connection('server', options.http2, {
      onStream: (stream, list, endStream) => {
        clearTimeout(this.#idle);
        this.#idle = undefined;
        return options.accept(this, stream, list, endStream);
      },
      onStreamClosed: () => this.#streamClosed(),
      onClose: (error) => this.#close(error instanceof Http2Error ? error : undefined),
    });
    this.#transport = new Http2Transport(socket, this.#connection);
    const { maxConnectionAgeMs, maxConnectionAgeGraceMs, keepaliveTimeMs } = options;
    const jitter = 1 + JITTER * (2 * Math.random() - 1);
    this.#after(maxConnectionAgeMs * jitter, () => this.drain(maxConnectionAgeGraceMs));
    this.#after(keepaliveTimeMs, () => this.#keepAlive());
    this.#streamClosed();
  }

  /** Takes no more streams, lets those that are open end, and drops what is left after `graceMs`. */
  drain(graceMs: number): void {
    if (this.#draining) return;
    this.#draining = true;
    const settle = (): void => {
      this.#settled = true;
      this.#endIfDone();
    };
    this.#connection.shutdown(settle);
    this.#after(SHUTDOWN_PING_MS, () => {
      if (this.#settled) return;
      this.#connection.goaway(0);
      settle();
    });
    this.#after(graceMs, () => this.destroy());
  }

  destroy(): void {
    this.#transport.destroy();
  }

  #streamClosed(): void {
    const { activeStreams } = this.#connection ?? { activeStreams: 0 };
    if (activeStreams > 0 || this.#closed) return;
    if (this.#draining) this.#endIfDone();
    else if (this.#options.maxConnectionIdleMs <= LONGEST_TIMER_MS) {
      this.#idle ??= setTimeout(
        () => this.drain(this.#options.maxConnectionAgeGraceMs),
        this.#options.maxConnectionIdleMs,
      );
      this.#idle.unref();
    }
  }

  #endIfDone(): void {
    if (this.#settled && this.#connection.activeStreams === 0) this.#transport.end();
  }

  /** A PING after a time in which nothing came, and the end when nothing comes after that. */
  #keepAlive(): void {
    const { keepaliveTimeMs, keepaliveTimeoutMs } = this.#options;
    const silentMs = performance.now() - this.#connection.lastReceivedAt;
    if (silentMs < keepaliveTimeMs) {
      this.#after(keepaliveTimeMs - silentMs, () => this.#keepAlive());
      return;
    }
    const asked = performance.now();
    this.#connection.ping();
    this.#after(keepaliveTimeoutMs, () => {
      if (this.#connection.lastReceivedAt < asked) this.destroy();
      else this.#keepAlive();
    });
  }

  #after(ms: number, act: () => void): void {
    if (ms > LONGEST_TIMER_MS || this.#closed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    timer.unref();
    this.#timers.add(timer);
  }

  #close(broken: Http2Error | undefined): void {
    this.#closed = true;
    clearTimeout(this.#idle);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#options.closed(this, broken);
  }
}
