import type { Socket } from 'node:net';
import { type PeerCertificate, TLSSocket } from 'node:tls';
import { Http2Connection } from '../http2/connection.js';
import { ErrorCode } from '../http2/error-code.js';
import { Http2Error } from '../http2/http2-error.js';
import type { Http2Stream, StreamHandler } from '../http2/stream.js';
import { connectSocket, type PendingSocket, type SocketAddress } from './connect-socket.js';
import { Http2Transport } from './http2-transport.js';
import { Keepalive, type KeepaliveOptions, type KeepaliveSubject } from './keepalive.js';
import type { SocketSecurity } from './socket-security.js';

/** How connections are made. */
export interface ConnectOptions {
  readonly security: SocketSecurity;
  /** A peer that has not spoken HTTP/2 after this long is given up, in ms. */
  readonly connectTimeoutMs: number;
  readonly keepalive: KeepaliveOptions;
  /** Bytes that a peer may send on one stream, and on the connection, before they are consumed. */
  readonly flowControlWindowBytes: number;
}

/** Told what becomes of a connection. */
export interface ConnectionOwner {
  /** The peer speaks HTTP/2. */
  ready(connection: ClientConnection): void;
  /** It takes no new calls any more; those under way go on. */
  draining(connection: ClientConnection, why: string): void;
  /** There may be room for another call. */
  room(connection: ClientConnection): void;
  /** The last that is told. */
  closed(connection: ClientConnection, why: string): void;
}

/**
 * One connection of a client.
 *
 * | state | means | left by |
 * |---|---|---|
 * | `connecting` | TCP, TLS, or waiting for the peer's first SETTINGS | SETTINGS → `ready`; an error, `connectTimeoutMs` → `closed` |
 * | `ready` | takes calls | GOAWAY, `drain` → `draining`; loss, silence → `closed` |
 * | `draining` | its calls end, new ones go elsewhere | its last call, loss → `closed` |
 * | `closed` | gone | |
 */
export class ClientConnection implements KeepaliveSubject {
  state: 'connecting' | 'ready' | 'draining' | 'closed' = 'connecting';
  /** A call has been answered on it. */
  useful = false;
  /** Streams that watch something for the kit itself, and that nobody waits for. */
  background = 0;
  readonly #owner: ConnectionOwner;
  readonly #options: ConnectOptions;
  readonly #http2: Http2Connection;
  readonly #keepalive: Keepalive;
  readonly #pending: PendingSocket;
  readonly #timer: NodeJS.Timeout;
  #transport: Http2Transport | undefined;
  #why = 'the connection was lost';

  constructor(address: SocketAddress, options: ConnectOptions, owner: ConnectionOwner) {
    const { flowControlWindowBytes, keepalive, connectTimeoutMs } = options;
    this.#owner = owner;
    this.#options = options;
    this.#http2 = new Http2Connection(
      'client',
      {
        initialWindowSize: flowControlWindowBytes,
        connectionWindowSize: Math.max(flowControlWindowBytes, CONNECTION_WINDOW),
      },
      {
        onSettings: () => this.#onSettings(),
        onGoaway: (code, _lastStreamId, debugData) => this.#onGoaway(code, debugData),
        onStreamClosed: () => this.#onStreamClosed(),
        onClose: (error) => this.#onClose(error),
      },
    );
    this.#keepalive = new Keepalive(keepalive, this);
    this.#timer = setTimeout(() => this.destroy(this.#lateReason()), connectTimeoutMs);
    this.#timer.unref();
    this.#pending = connectSocket(address, options.security);
    this.#pending.connected.then(
      (socket) => this.#carry(socket),
      (error: Error) => this.destroy(error.message),
    );
  }

  /** Whether a call may begin here now. */
  get canOpen(): boolean {
    return this.state === 'ready' && this.#http2.canOpen;
  }

  get activeStreams(): number {
    return this.#http2.activeStreams;
  }

  get lastReceivedAt(): number {
    return this.#http2.lastReceivedAt;
  }

  get waiting(): boolean {
    return this.#http2.activeStreams > this.background;
  }

  /** What TLS knows of the peer, in the form of grpc-js. */
  get authContext(): { readonly transportSecurityType?: 'ssl'; readonly sslPeerCertificate?: PeerCertificate } {
    const socket = this.#transport?.socket;
    if (!(socket instanceof TLSSocket)) return {};
    return { transportSecurityType: 'ssl', sslPeerCertificate: socket.getPeerCertificate() };
  }

  ask(): void {
    this.#http2.ask();
  }

  dead(): void {
    const { timeMs, timeoutMs } = this.#options.keepalive;
    this.destroy(`the peer was silent for ${timeMs} ms, and for ${timeoutMs} ms more when asked`);
  }

  /** Opens a stream; look at `canOpen` first. */
  open(handler: StreamHandler): Http2Stream {
    this.#keepalive.watch();
    return this.#http2.open(handler);
  }

  /** A header block or a message came on one of its streams. */
  heard(): void {
    this.useful = true;
  }

  /** Ends it once its calls have ended. */
  drain(why: string): void {
    if (this.state === 'connecting') {
      this.destroy(why);
      return;
    }
    if (this.state !== 'ready') return;
    this.state = 'draining';
    this.#owner.draining(this, why);
    this.#onStreamClosed();
  }

  /** Ends it now; its calls fail with UNAVAILABLE. */
  destroy(why: string): void {
    if (this.state === 'closed') return;
    this.#why = why;
    const error = new Error(why);
    this.#pending.abort(error);
    if (this.#transport) this.#transport.destroy(error);
    else this.#http2.close(error);
  }

  #carry(socket: Socket): void {
    if (this.state === 'closed') {
      socket.destroy();
      return;
    }
    this.#transport = new Http2Transport(socket, this.#http2);
  }

  #lateReason(): string {
    const { connectTimeoutMs } = this.#options;
    return this.#pending.accepted
      ? `the peer accepts connections, but says nothing in ${connectTimeoutMs} ms`
      : `not connected within ${connectTimeoutMs} ms`;
  }

  #onSettings(): void {
    if (this.state !== 'connecting') {
      this.#owner.room(this);
      return;
    }
    clearTimeout(this.#timer);
    this.state = 'ready';
    this.#keepalive.watch();
    this.#owner.ready(this);
  }

  #onGoaway(code: number, debugData: string): void {
    const details = debugData === '' ? '' : `: ${JSON.stringify(debugData.slice(0, 160))}`;
    this.#why = `the server ended the connection (GOAWAY ${code}${details})`;
    if (this.state === 'connecting') this.destroy(this.#why);
    else this.drain(this.#why);
  }

  #onStreamClosed(): void {
    if (this.state === 'ready') this.#owner.room(this);
    else if (this.state === 'draining' && this.#http2.activeStreams <= this.background) this.#end();
  }

  #end(): void {
    // Not from within what closed the last stream: its caller may still write.
    queueMicrotask(() => {
      if (this.state !== 'draining') return;
      this.#http2.goaway(ErrorCode.NO_ERROR);
      this.#transport?.flush();
      this.#http2.close(new Error(this.#why));
      this.#transport?.end();
    });
  }

  #onClose(error: Error | undefined): void {
    if (this.state === 'closed') return;
    clearTimeout(this.#timer);
    this.#keepalive.close();
    if (this.state === 'connecting' && error === undefined) this.#why = NOT_BEGUN;
    const spoke = this.state === 'connecting' && error instanceof Http2Error;
    const why = spoke ? `the peer does not speak HTTP/2, or wants TLS (${error.message})` : error?.message;
    this.state = 'closed';
    this.#pending.abort(error ?? new Error(this.#why));
    this.#owner.closed(this, why ?? this.#why);
  }
}

const NOT_BEGUN = 'the peer closed the connection before HTTP/2 began; it may want TLS, or none';
const CONNECTION_WINDOW = 16_777_216;
