import { tryCall } from './errno.js';
import type { Host } from './host.js';
import { type Mount, parseMountinfo } from './mountinfo.js';
import type { PinnedDir } from './pinned-dir.js';

/** All mounts of this process; none where /proc does not tell. */
export function readMounts(host: Host): Mount[] {
  return parseMountinfo(tryCall(() => host.fs.readFileSync(`${host.procRoot}/self/mountinfo`, 'latin1')) ?? '');
}

/**
 * The mount that an open directory is on. It is asked of the descriptor: matching path prefixes goes wrong on
 * stacked mounts and symbolic links.
 */
export function mountOf(host: Host, dir: PinnedDir): Mount | undefined {
  const id = dir.fd === undefined ? undefined : mountIdOf(host, dir.fd);
  return id === undefined ? undefined : readMounts(host).find((mount) => mount.id === id);
}

/** The mount id of a descriptor, from its fdinfo. */
export function mountIdOf(host: Host, fd: number): number | undefined {
  if (!host.hasProc) return undefined;
  const info = tryCall(() => host.fs.readFileSync(`${host.procRoot}/self/fdinfo/${fd}`, 'latin1'));
  const id = info?.match(/^mnt_id:\s*(\d+)$/m)?.[1];
  return id === undefined ? undefined : Number(id);
}
