import { addAdminServicesToServer, type ServerOptions as GrpcServerOptions, Server } from '@grpc/grpc-js';
import { healthDefinition } from '../health-protocol.js';
import { adaptHandlers } from './adapt-handlers.js';
import { Connections, type ConnectionsOptions } from './connections.js';
import { GrpcJsHost } from './grpc-js-host.js';
import type { HealthState } from './health.js';
import { healthHandlers } from './health-service.js';
import type { ServedMethods } from './served-method.js';

/** What `HealthPort` needs. */
export interface HealthPortOptions extends Omit<ConnectionsOptions, 'host' | 'tls'> {
  readonly address: string;
  readonly health: HealthState;
  /** The methods that the interceptors of `serverOptions` know. */
  readonly methods: ServedMethods;
  readonly serverOptions: GrpcServerOptions;
  /** Serve channelz, and CSDS when xDS is loaded. */
  readonly admin: boolean;
}

/** A plain port for health and admin alone, where a kubelet reaches a server that speaks mTLS or xDS. */
export class HealthPort {
  readonly #address: string;
  readonly #connections: Connections;

  constructor({ address, health, methods, serverOptions, admin, ...options }: HealthPortOptions) {
    const grpc = new Server(serverOptions);
    const definition = { ...healthDefinition };
    grpc.addService(methods.add(definition), adaptHandlers(definition, healthHandlers(health)));
    if (admin) addAdminServicesToServer(grpc);
    this.#address = address;
    this.#connections = new Connections({ ...options, host: new GrpcJsHost(grpc), tls: undefined });
  }

  /** Listens, once. @throws GrpcKitError `ERR_LISTEN`. */
  async listen(): Promise<void> {
    if (!this.#connections.listening) await this.#connections.listen(this.#address);
  }

  stopAccepting(): Promise<void> {
    return this.#connections.stopAccepting();
  }

  destroy(): void {
    this.#connections.destroy();
  }
}
