import type { Socket } from 'node:net';
import type { Server } from '@grpc/grpc-js';
import { RenewableInjector } from './renewable-injector.js';
import type { SocketHost } from './socket-host.js';

/** A server of grpc-js behind sockets that are accepted elsewhere. */
export class GrpcJsHost implements SocketHost {
  readonly #grpc: Server;
  readonly #injector: RenewableInjector;
  readonly #sockets = new Set<Socket>();

  constructor(grpc: Server) {
    this.#grpc = grpc;
    this.#injector = new RenewableInjector(grpc);
  }

  take(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    this.#injector.inject(socket);
  }

  renew(withinMs: number, graceMs: number): void {
    this.#injector.renew(withinMs, graceMs);
  }

  async stop(): Promise<void> {
    this.#injector.close();
    await new Promise<void>((resolve) => this.#grpc.tryShutdown(() => resolve()));
    // Since Node 24 an HTTP/2 server that closes asks its sessions to, and grpc-js takes those that were asked for gone.
    await Promise.all([...this.#sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))));
  }

  destroy(): void {
    this.#grpc.forceShutdown();
    this.#injector.close();
  }
}
