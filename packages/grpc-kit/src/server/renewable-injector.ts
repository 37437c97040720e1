import type { Socket } from 'node:net';
import { type ConnectionInjector, type Server, ServerCredentials } from '@grpc/grpc-js';

const SHARES = 4;
const LONGEST_MS = 2 ** 31 - 1;
const MARGIN_MS = 1_000;

/**
 * Hands connections to grpc-js in a few shares, so that those of a certain moment can be asked to end, one share after
 * the other: grpc-js can say GOAWAY to all connections of an injector, but not to a single one.
 */
export class RenewableInjector {
  readonly #grpc: Server;
  readonly #shares: ConnectionInjector[];
  readonly #timers = new Set<NodeJS.Timeout>();
  #next = 0;

  constructor(grpc: Server) {
    this.#grpc = grpc;
    this.#shares = Array.from({ length: SHARES }, () => this.#create());
  }

  inject(socket: Socket): void {
    this.#shares[this.#next++ % SHARES]?.injectConnection(socket);
  }

  /** Asks every present connection to end within `withinMs`, a share at a time; their calls may take `graceMs` more. */
  renew(withinMs: number, graceMs: number): void {
    for (const index of this.#shares.keys()) {
      this.#later(((index + 1) * withinMs) / SHARES, () =>
        this.#replace(index, Math.min(graceMs, LONGEST_MS - MARGIN_MS)),
      );
    }
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #replace(index: number, graceMs: number): void {
    const old = this.#shares[index];
    this.#shares[index] = this.#create();
    old?.drain(graceMs);
    this.#later(graceMs + MARGIN_MS, () => old?.destroy());
  }

  #later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms).unref();
    this.#timers.add(timer);
  }

  #create(): ConnectionInjector {
    return this.#grpc.createConnectionInjector(ServerCredentials.createInsecure());
  }
}
