import { isIP } from 'node:net';

/** Names that no stranger can have point here: this machine, and what only a cluster's DNS resolves. */
const LOCAL = /^(localhost|[^.]+|.+\.(localhost|svc|internal|local))$/;

/**
 * Whether a `Host` (or the host of an `Origin`) is one of this service. A name of somebody else's that leads to its address
 * (DNS rebinding) would make their page one of the same origin.
 * @param allowed Names besides addresses, localhost and names of the cluster; `*.example.com` stands for one label more, `*` for any name.
 */
export function isKnownHost(host: string | undefined, allowed: readonly string[]): boolean {
  const name = hostname(host);
  if (name === undefined) return false;
  if (isIP(name) !== 0 || LOCAL.test(name) || allowed.includes('*')) return true;
  return allowed.some((known) => known === name || (known.startsWith('*.') && name.replace(/^[^.]+/, '*') === known));
}

/** Without its port and brackets, in lower case; undefined when it is no host. */
function hostname(host: string | undefined): string | undefined {
  const [, bracketed, plain] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(host ?? '') ?? [];
  return (bracketed ?? plain)?.toLowerCase().replace(/\.$/, '');
}
