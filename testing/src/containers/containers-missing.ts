import { spawnSync } from 'node:child_process';

/** What it takes to run a container, and which Debian package brings it. */
const PROGRAMS: Readonly<Record<string, string>> = {
  runc: 'runc',
  unshare: 'util-linux',
  mount: 'mount',
  ldd: 'libc-bin',
};

/**
 * Why containers cannot run here; undefined when they can.
 * `more` are other programs that they are to run with, each with its Debian package.
 */
export function containersMissing(more: Readonly<Record<string, string>> = {}): string | undefined {
  if (process.platform !== 'linux') return `containers need Linux; this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'containers need root';
  const missing = Object.entries({ ...PROGRAMS, ...more }).filter(
    ([program]) => spawnSync('which', [program]).status !== 0,
  );
  if (missing.length === 0) return undefined;
  const [programs, packages] = [missing.map(([program]) => program), missing.map(([, name]) => name)];
  return `not installed: ${programs.join(', ')} (Debian: apt-get install ${packages.join(' ')})`;
}
