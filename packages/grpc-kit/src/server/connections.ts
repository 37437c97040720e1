import type { Server, Socket } from 'node:net';
import { createServer as createSocketServer } from 'node:net';
import { type ConnectionInjector, type Server as GrpcServer, ServerCredentials } from '@grpc/grpc-js';
import { type Bound, bindAll } from './bind.js';
import { parseListenAddress } from './listen-address.js';

/**
 * The sockets of a server. The kit accepts them itself and hands them to grpc-js: that is what makes clear listen
 * errors, refused TLS peers and silent connections visible.
 */
export class Connections {
  readonly #grpc: GrpcServer;
  readonly #open = new Set<Socket>();
  readonly #bound: Bound[] = [];
  #injector: ConnectionInjector | undefined;
  #closed = false;

  constructor(grpc: GrpcServer) {
    this.#grpc = grpc;
  }

  /** Listens and resolves with the port. @throws GrpcKitError `ERR_LISTEN`. */
  async listen(text: string): Promise<number> {
    const bound = await bindAll(parseListenAddress(text), () => this.#createServer());
    this.#bound.push(...bound);
    return bound[0]?.port ?? 0;
  }

  get listening(): boolean {
    return this.#bound.length > 0;
  }

  /** Takes no more connections and asks those that are open to end; resolves when all have. */
  async stopAccepting(): Promise<void> {
    this.#closed = true;
    for (const { server } of this.#bound) server.close();
    await new Promise<void>((resolve) => this.#grpc.tryShutdown(() => resolve()));
  }

  destroy(): void {
    this.#grpc.forceShutdown();
    for (const socket of this.#open) socket.destroy();
  }

  #createServer(): Server {
    return createSocketServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  #accept(socket: Socket): void {
    if (this.#closed) return void socket.destroy();
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    this.#injector ??= this.#grpc.createConnectionInjector(ServerCredentials.createInsecure());
    this.#injector.injectConnection(socket);
  }
}
