import { createServer, type KitServer } from '../server/create-server.js';
import type { ServerOptions } from '../server/server-options.js';
import type { XdsSupport } from './xds-support.js';

/** Options of `createXdsServer`: those of `createServer`, with xDS. */
export interface CreateXdsServerOptions extends Omit<ServerOptions, 'tls'> {
  /** What `loadXds` returns: the listener, its routes and TLS come from the control plane. Required. */
  readonly xds: XdsSupport;
}

/**
 * `createServer({ xds, … })` by another name: a server whose listener, routes and TLS come from the control plane. Give it
 * a `healthAddress`, where probes reach it in plain.
 * @throws GrpcKitError `ERR_XDS` when there is only a fallback, `ERR_XDS_BOOTSTRAP` without a server listener template.
 */
export function createXdsServer(options: CreateXdsServerOptions): KitServer {
  return createServer(options);
}
