import { spawnSync } from 'node:child_process';

/** What has to be on the machine, and which Debian package brings it. */
const PROGRAMS: Readonly<Record<string, string>> = {
  runc: 'runc',
  dnsmasq: 'dnsmasq-base',
  ip: 'iproute2',
  unshare: 'util-linux',
  ldd: 'libc-bin',
};

/** Why containers cannot run here; undefined when they can. */
export function containersMissing(): string | undefined {
  if (process.platform !== 'linux') return `containers need Linux; this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'containers of their own network need root';
  const missing = Object.keys(PROGRAMS).filter((program) => spawnSync('which', [program]).status !== 0);
  if (missing.length === 0) return undefined;
  return `not installed: ${missing.join(', ')} (Debian: apt-get install ${missing.map((name) => PROGRAMS[name]).join(' ')})`;
}
