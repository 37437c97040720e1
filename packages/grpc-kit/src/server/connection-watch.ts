import type { Socket } from 'node:net';
import { peerOf } from './peer.js';
import type { RefusedPeers } from './refused-peers.js';

/** What the watch has to know of the calls. */
export interface CallTraffic {
  /** The peers of all calls. */
  peersWithCalls(): ReadonlySet<string>;
  /** Names the peers that count as suspects until they start a call. */
  suspects: Set<string>;
}

export interface ConnectionWatchOptions {
  readonly refused: RefusedPeers;
  readonly traffic: CallTraffic;
  /** A peer that has said nothing after this long is dropped, in ms. */
  readonly handshakeTimeoutMs: number;
}

const PREFACE_BYTES = 24;
const LONGEST_LOOK_MS = 5_000;
/** 100 pings a second; a client with the busiest keepalive that gRPC allows sends one in ten seconds. */
const IDLE_BYTES_PER_SECOND = 1_700;

interface Seen {
  readonly since: number;
  /** Bytes that TLS took before HTTP/2 could begin. */
  readonly handshake: number;
  bytes: number;
}

/**
 * Drops connections that cost and give nothing: those that never speak HTTP/2, and those that send and send without
 * ever making a call (pings, settings). It goes by the byte counts of the sockets, as grpc-js shows no frames.
 */
export class ConnectionWatch {
  readonly #options: ConnectionWatchOptions;
  readonly #lookMs: number;
  readonly #seen = new Map<Socket, Seen>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ConnectionWatchOptions) {
    this.#options = options;
    this.#lookMs = Math.min(LONGEST_LOOK_MS, Math.ceil(options.handshakeTimeoutMs / 2));
  }

  add(socket: Socket): void {
    this.#seen.set(socket, { since: performance.now(), handshake: socket.bytesRead, bytes: socket.bytesRead });
    socket.once('close', () => this.#seen.delete(socket));
    this.#timer ??= setInterval(() => this.#look(), this.#lookMs).unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    // Gathered once for all busy connections: there may be many of both.
    let busy: ReadonlySet<string> | undefined;
    const isBusy = (address: string): boolean => {
      busy ??= this.#options.traffic.peersWithCalls();
      return busy.has(address);
    };
    for (const [socket, seen] of this.#seen) {
      const reason = this.#silence(socket, seen) ?? this.#noise(socket, socket.bytesRead - seen.bytes, isBusy);
      seen.bytes = socket.bytesRead;
      if (reason === undefined) continue;
      this.#options.refused.warn('protocol', { peer: peerOf(socket).address, reason }, `peer refused: ${reason}`);
      socket.destroy();
    }
  }

  #silence(socket: Socket, { since, handshake }: Seen): string | undefined {
    const { handshakeTimeoutMs } = this.#options;
    const late = performance.now() - since > handshakeTimeoutMs && socket.bytesRead - handshake < PREFACE_BYTES;
    return late ? `spoke no HTTP/2 in ${handshakeTimeoutMs} ms` : undefined;
  }

  /** Suspicious once; refused when a whole look later it has still made no call. */
  #noise(socket: Socket, bytes: number, isBusy: (address: string) => boolean): string | undefined {
    const { traffic } = this.#options;
    const lookMs = this.#lookMs;
    const limit = (IDLE_BYTES_PER_SECOND * lookMs) / 1_000;
    const { address } = peerOf(socket);
    const wasSuspect = traffic.suspects.delete(address);
    if (bytes <= limit || isBusy(address)) return undefined;
    traffic.suspects.add(address);
    return wasSuspect ? `sent ${bytes} bytes in ${lookMs} ms without a call` : undefined;
  }
}
