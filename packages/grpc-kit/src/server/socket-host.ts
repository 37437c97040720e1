import type { Socket } from 'node:net';

/** What speaks HTTP/2 over the sockets that a server accepts. */
export interface SocketHost {
  take(socket: Socket): void;
  /** Asks every present connection to end within `withinMs`; their calls may take `graceMs` more. */
  renew(withinMs: number, graceMs: number): void;
  /** Takes no more calls; resolves when every connection has ended. */
  stop(): Promise<void>;
  /** Drops what is left. */
  destroy(): void;
}
