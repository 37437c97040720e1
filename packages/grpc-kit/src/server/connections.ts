import { createServer as createSocketServer, type Server, type Socket } from 'node:net';
import type { Observer } from '../observe/observer.js';
import { type Bound, bindAll } from './bind.js';
import { type CallTraffic, ConnectionWatch } from './connection-watch.js';
import { parseListenAddress } from './listen-address.js';
import { type Peer, peerOf, UNKNOWN } from './peer.js';
import type { RefusedPeers } from './refused-peers.js';
import { type ServerTls, ServerTlsListeners } from './server-tls.js';
import type { SocketHost } from './socket-host.js';

export interface ConnectionsOptions {
  readonly host: SocketHost;
  readonly tls: ServerTls | undefined;
  readonly maxConnections: number;
  readonly observers: readonly Observer[];
  readonly refused: RefusedPeers;
  readonly handshakeTimeoutMs: number;
  readonly maxConnectionAgeGraceMs: number;
  readonly traffic: CallTraffic;
}

/** Connections that were made with old certificates are asked to come again within this time. */
const RENEWAL_MS = 8_000;

/**
 * The sockets of a server. The kit accepts them itself and hands them to what speaks HTTP/2: that is what makes clear
 * listen errors, refused TLS peers and silent connections visible.
 */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #tls: ServerTlsListeners | undefined;
  readonly #watch: ConnectionWatch;
  readonly #peers = new Map<string, Peer>();
  readonly #open = new Set<Socket>();
  readonly #bound: Bound[] = [];
  #closed = false;

  /** @throws GrpcKitError `ERR_TLS` when the certificate files cannot be used. */
  constructor(options: ConnectionsOptions) {
    this.#options = options;
    const { host, tls } = options;
    this.#tls =
      tls &&
      new ServerTlsListeners(tls, {
        ...options,
        accept: (socket) => this.#accept(socket),
        renewed: () => host.renew(RENEWAL_MS, options.maxConnectionAgeGraceMs),
      });
    this.#watch = new ConnectionWatch(options);
  }

  /** Whether any peer is connected. */
  get connected(): boolean {
    return this.#open.size > 0;
  }

  get listening(): boolean {
    return this.#bound.length > 0;
  }

  /** The peer by `address:port`; undefined for connections that were not accepted here. */
  peer(address: string): Peer | undefined {
    return this.#peers.get(address);
  }

  /** Listens and resolves with the port. @throws GrpcKitError `ERR_LISTEN`. */
  async listen(text: string): Promise<number> {
    const bound = await bindAll(parseListenAddress(text), () => this.#createServer());
    this.#bound.push(...bound);
    return bound[0]?.port ?? 0;
  }

  /** Takes no more connections and asks those that are open to end; resolves when all have. */
  async stopAccepting(): Promise<void> {
    this.#closed = true;
    for (const { server } of this.#bound) server.close();
    await this.#options.host.stop();
  }

  destroy(): void {
    this.#closed = true;
    this.#options.host.destroy();
    for (const socket of this.#open) socket.destroy();
    this.#watch.close();
    this.#tls?.close();
  }

  #createServer(): Server {
    const server = this.#tls?.create() ?? createSocketServer({ noDelay: true }, (socket) => this.#accept(socket));
    server.on('connection', (socket) => this.#count(socket));
    return server;
  }

  /** Counts a connection from its first moment, so that handshakes are limited and dropped like everything else. */
  #count(socket: Socket): void {
    const { maxConnections, refused } = this.#options;
    if (this.#closed || this.#open.size >= maxConnections) {
      const fields = { peer: peerOf(socket).address, maxConnections };
      if (!this.#closed) refused.warn('connections', fields, 'peer refused: too many connections');
      socket.destroy();
      return;
    }
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
  }

  #accept(socket: Socket): void {
    if (this.#closed) {
      socket.destroy();
      return;
    }
    if (socket.destroyed) return;
    this.#remember(peerOf(socket), socket);
    this.#watch.add(socket);
    this.#options.host.take(socket);
  }

  #remember(peer: Peer, socket: Socket): void {
    if (peer.address === UNKNOWN) return;
    this.#peers.set(peer.address, peer);
    socket.once('close', () => this.#peers.delete(peer.address));
  }
}
