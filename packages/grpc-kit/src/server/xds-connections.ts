import { type Server, ServerCredentials } from '@grpc/grpc-js';
import type { Connections } from './connections.js';

/** What a server needs of whoever accepts its connections. */
export type Acceptor = Pick<Connections, 'connected' | 'listening' | 'peer' | 'listen' | 'stopAccepting' | 'destroy'>;

/**
 * The sockets of an xDS server, which the library accepts itself: limits on connections, handshakes and peers are the
 * control plane's then.
 */
export class XdsConnections implements Acceptor {
  readonly #grpc: Server;
  #listening = false;

  constructor(grpc: Server) {
    this.#grpc = grpc;
  }

  /** The library does not tell. */
  get connected(): boolean {
    return this.#listening;
  }

  get listening(): boolean {
    return this.#listening;
  }

  peer(): undefined {
    return undefined;
  }

  /** @throws GrpcKitError `ERR_LISTEN`, `ERR_XDS`. */
  async listen(address: string): Promise<number> {
    const port = await new Promise<number>((resolve, reject) => {
      this.#grpc.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    this.#listening = true;
    return port;
  }

  stopAccepting(): Promise<void> {
    return new Promise((resolve) => this.#grpc.tryShutdown(() => resolve()));
  }

  destroy(): void {
    this.#grpc.forceShutdown();
  }
}
