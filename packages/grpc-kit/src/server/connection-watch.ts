import type { Socket } from 'node:net';
import { peerOf } from './peer.js';
import type { RefusedPeers } from './refused-peers.js';

/** What the watch has to know of the calls. */
export interface CallTraffic {
  /** Whether the peer has a call in hand. */
  hasCallFrom(peer: string): boolean;
  /** Names the peers that count as suspects until they start a call. */
  suspects: Set<string>;
}

export interface ConnectionWatchOptions {
  readonly refused: RefusedPeers;
  readonly traffic: CallTraffic;
  /** Default 10,000. */
  readonly prefaceTimeoutMs?: number;
  /** Default 5,000. */
  readonly lookMs?: number;
}

const PREFACE_BYTES = 24;
/** 100 pings a second; a client with the busiest keepalive that gRPC allows sends one in ten seconds. */
const IDLE_BYTES_PER_SECOND = 1_700;

/**
 * Drops connections that cost and give nothing: those that never speak HTTP/2, and those that send and send without
 * ever making a call (pings, settings). It goes by the byte counts of the sockets, as grpc-js shows no frames.
 */
export class ConnectionWatch {
  readonly #options: Required<ConnectionWatchOptions>;
  readonly #seen = new Map<Socket, { readonly since: number; bytes: number }>();
  #timer: NodeJS.Timeout | undefined;

  constructor({ prefaceTimeoutMs = 10_000, lookMs = 5_000, ...rest }: ConnectionWatchOptions) {
    this.#options = { prefaceTimeoutMs, lookMs, ...rest };
  }

  add(socket: Socket): void {
    this.#seen.set(socket, { since: performance.now(), bytes: socket.bytesRead });
    socket.once('close', () => this.#seen.delete(socket));
    this.#timer ??= setInterval(() => this.#look(), this.#options.lookMs).unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    for (const [socket, seen] of this.#seen) {
      const reason = this.#silence(socket, seen.since) ?? this.#noise(socket, socket.bytesRead - seen.bytes);
      seen.bytes = socket.bytesRead;
      if (reason === undefined) continue;
      this.#options.refused.note(peerOf(socket).address, reason);
      socket.destroy();
    }
  }

  #silence(socket: Socket, since: number): string | undefined {
    const { prefaceTimeoutMs } = this.#options;
    const late = performance.now() - since > prefaceTimeoutMs && socket.bytesRead < PREFACE_BYTES;
    return late ? `said nothing for ${prefaceTimeoutMs} ms` : undefined;
  }

  /** Suspicious once; refused when a whole look later it has still made no call. */
  #noise(socket: Socket, bytes: number): string | undefined {
    const { traffic, lookMs } = this.#options;
    const limit = (IDLE_BYTES_PER_SECOND * lookMs) / 1_000;
    const { address } = peerOf(socket);
    const wasSuspect = traffic.suspects.delete(address);
    if (bytes <= limit || traffic.hasCallFrom(address)) return undefined;
    traffic.suspects.add(address);
    return wasSuspect ? `sent ${bytes} bytes in ${lookMs} ms without a call` : undefined;
  }
}
