import { networkInterfaces } from 'node:os';
import type { ListenAddress } from './variable.js';

const WILDCARDS = new Set(['0.0.0.0', '::']);

/** host:port by which others reach this process: the pod's IP, else the address it listens on, else the first it has. */
export function ownAddress(listen: ListenAddress, podIp: string | undefined): string {
  const host = podIp ?? (WILDCARDS.has(listen.host) ? firstOutside() : listen.host);
  return host.includes(':') ? `[${host}]:${listen.port}` : `${host}:${listen.port}`;
}

function firstOutside(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return addresses.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? '127.0.0.1';
}
