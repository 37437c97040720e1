import { isIP } from 'node:net';
import { GrpcKitError, quoted } from '../errors.js';
import type { Target } from '../target.js';
import { endpointKey } from './endpoint-list.js';
import { parseHostPort } from './host-port.js';

/**
 * The DNS server that a target names between its slashes, as `address:port`; undefined when it names none.
 * @throws GrpcKitError `ERR_TARGET_INVALID` when it is not an IP address.
 */
export function dnsServerOf(target: Target): string | undefined {
  if (target.authority === '') return undefined;
  const { host, port } = parseHostPort(target.authority, target, 53);
  if (isIP(host) === 0) {
    throw new GrpcKitError(
      'ERR_TARGET_INVALID',
      `target ${quoted(target.text)}: DNS server ${quoted(host)} is not an IP address, and names need a server to be looked up`,
    );
  }
  return endpointKey({ address: host, port });
}
