import { isIP } from 'node:net';
import { GrpcKitError, quoted } from '../errors.js';
import type { Target } from '../target.js';

/** A name or an IP address (IPv6 without brackets), and a port. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

const NAME = /^(?=.{1,254}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.?$/i;
const FORM = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::([^:]*))?$/;

/**
 * Understands `name:port`, `1.2.3.4:port` and `[::1]:port`.
 * @throws GrpcKitError `ERR_TARGET_INVALID` that names the target, the part and what is allowed.
 */
export function parseHostPort(text: string, target: Target, defaultPort?: number): HostPort {
  const refuse = (why: string): never => {
    throw new GrpcKitError('ERR_TARGET_INVALID', `target ${quoted(target.text)}: ${quoted(text)} ${why}`);
  };
  if (/^\[[^\]]*%/.test(text))
    refuse('has a zone (%), which gRPC authorities cannot carry; use an address without one');
  const [, bracketed, plain = '', portText] =
    FORM.exec(text) ?? refuse('is not name:port, address:port or [IPv6]:port');
  if (bracketed === undefined ? !isHost(plain) : isIP(bracketed) !== 6) {
    refuse(
      bracketed === undefined
        ? 'does not begin with a DNS name or an IP address'
        : 'has no IPv6 address in its brackets',
    );
  }
  if (portText === undefined && defaultPort === undefined) refuse('has no port; write name:port');
  const port = portText === undefined ? (defaultPort ?? 0) : Number(portText);
  if (!/^\d+$/.test(portText ?? `${port}`) || port < 1 || port > 65_535) refuse('has no port from 1 to 65535');
  return { host: bracketed ?? plain, port };
}

/** Whether it can be looked up: a DNS name that does not look like a broken IPv4 address, or an address. */
export function isHost(text: string): boolean {
  return isIP(text) !== 0 || (NAME.test(text) && !/^[\d.]+$/.test(text));
}
