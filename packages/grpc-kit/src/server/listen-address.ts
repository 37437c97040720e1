import { isIP } from 'node:net';
import { GrpcKitError, quoted } from '../errors.js';

/** Where to listen: a host (name or IP address) and a port, or the path of a Unix socket. */
export type ListenAddress = { readonly host: string; readonly port: number } | { readonly path: string };

const LARGEST_PORT = 65_535;

/**
 * Understands `host:port`, `[IPv6]:port` and `unix:path`; port 0 takes any free one.
 * @throws GrpcKitError `ERR_LISTEN` that names the address and what is allowed.
 */
export function parseListenAddress(text: string): ListenAddress {
  if (typeof text !== 'string') return refuse(text);
  const path = /^unix:(.*)$/.exec(text)?.[1]?.replace(/^\/\//, '');
  if (path) return { path };
  const [, v6, name, digits] = /^(?:\[([^\]]+)\]|([^:[\]/\s]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = v6 ?? name;
  const port = Number(digits);
  if (host === undefined || port > LARGEST_PORT || (v6 !== undefined && isIP(v6) !== 6)) return refuse(text);
  return { host, port };
}

function refuse(text: unknown): never {
  throw new GrpcKitError(
    'ERR_LISTEN',
    `listen address ${quoted(text)} is not host:port, [IPv6]:port (port 0 to ${LARGEST_PORT}) or unix:path`,
  );
}
