import { createServer, isIP } from 'node:net';
import { GrpcKitError, quoted } from '../errors.js';

/** An address that an xDS server can be bound to. */
export interface BindAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * `ip:port` or `[ip]:port`; the listener resource carries the same, so names and port 0 have no meaning.
 * @throws GrpcKitError `ERR_LISTEN`.
 */
export function parseBindAddress(address: string): BindAddress {
  const [, bracketed, plain = bracketed, digits] = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(address) ?? [];
  const port = Number(digits);
  if (!plain || isIP(plain) === 0 || !(port > 0 && port < 65_536)) {
    throw new GrpcKitError(
      'ERR_LISTEN',
      `an xDS server listens on ip:port with a port other than 0, such as 0.0.0.0:50051, not on ${quoted(address)}`,
    );
  }
  return { host: plain, port };
}

/** Whether the address stands for every interface, as the library listens whatever it is told. */
export function isWildcard({ host }: BindAddress): boolean {
  return host === '0.0.0.0' || /^[0:]+$/.test(host);
}

/**
 * Binds the port on every interface, as the library will, and lets it go again.
 * @throws GrpcKitError `ERR_LISTEN` when it is taken: inside of the library that is an uncaught exception.
 */
export function checkPortIsFree(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (cause) => {
      reject(new GrpcKitError('ERR_LISTEN', `cannot listen on port ${port}: ${cause.message}`, { cause }));
    });
    server.listen(port, () => server.close(() => resolve()));
  });
}
