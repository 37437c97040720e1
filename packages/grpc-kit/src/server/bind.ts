import { lookup } from 'node:dns/promises';
import type { Server } from 'node:net';
import { GrpcKitError } from '../errors.js';
import type { ListenAddress } from './listen-address.js';

/** A listening socket server. */
export interface Bound {
  readonly server: Server;
  /** The port it listens on; 0 for a Unix socket. */
  readonly port: number;
}

/**
 * Listens on every address that the host stands for, all on one port.
 * @throws GrpcKitError `ERR_LISTEN` with the reason and what to do about it; nothing is left listening.
 */
export async function bindAll(address: ListenAddress, create: () => Server): Promise<Bound[]> {
  const bound: Bound[] = [];
  try {
    for (const place of await places(address)) {
      const port = bound[0]?.port ?? ('port' in place ? place.port : 0);
      bound.push(await bind(create(), 'path' in place ? place : { ...place, port }));
    }
  } catch (error) {
    for (const { server } of bound) server.close();
    throw explained(error as NodeJS.ErrnoException, address);
  }
  return bound;
}

async function places(address: ListenAddress): Promise<ListenAddress[]> {
  if ('path' in address) return [address];
  const found = await lookup(address.host, { all: true });
  return found.map((entry) => ({ host: entry.address, port: address.port }));
}

function bind(server: Server, place: ListenAddress): Promise<Bound> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(place, () => {
      server.off('error', reject);
      const at = server.address();
      resolve({ server, port: typeof at === 'object' && at !== null ? at.port : 0 });
    });
  });
}

const ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: 'it is taken; stop the other process or choose another port (0 takes any free one)',
  EACCES: 'not permitted; ports below 1024 need CAP_NET_BIND_SERVICE, a socket needs a writable directory',
  EADDRNOTAVAIL: 'this machine does not have that address; 0.0.0.0 or [::] listen on all of them',
  ENOTFOUND: 'the host name does not resolve',
};

function explained(cause: NodeJS.ErrnoException, address: ListenAddress): GrpcKitError {
  const where = 'path' in address ? address.path : `${address.host}:${address.port}`;
  const advice = ADVICE[cause.code ?? ''] ?? cause.message;
  return new GrpcKitError('ERR_LISTEN', `cannot listen on ${where}: ${advice} (${cause.code})`, { cause });
}
