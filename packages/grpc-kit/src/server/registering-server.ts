import { Server, type ServerOptions } from '@grpc/grpc-js';

// biome-ignore lint/suspicious/noExplicitAny: grpc-js exports no name for handlers of all kinds.
type HandleCall<_Request, _Response> = any;

import type { RegisteredMethod } from './handle-call.js';

/** Where methods are registered besides. */
interface Registry {
  register(method: RegisteredMethod): void;
  unregister(path: string): void;
}

/**
 * A server of grpc-js as an address for services: whatever adds a service to one (reflection, health, channelz, plugins)
 * adds it to the registry too. It serves itself what is bound through it.
 */
export class RegisteringServer extends Server {
  readonly #registry: Registry;

  constructor(options: ServerOptions, registry: Registry) {
    super(options);
    this.#registry = registry;
  }

  override register<Request, Response>(
    path: string,
    handler: HandleCall<Request, Response>,
    serialize: (message: Response) => Buffer,
    deserialize: (bytes: Buffer) => Request,
    type: string,
  ): boolean {
    const added = super.register(path, handler, serialize, deserialize, type);
    if (added) {
      this.#registry.register({ path, type, handler, serialize, deserialize } as unknown as RegisteredMethod);
    }
    return added;
  }

  override unregister(path: string): boolean {
    this.#registry.unregister(path);
    return super.unregister(path);
  }
}
