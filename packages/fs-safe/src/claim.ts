import { tryCall } from './errno.js';
import { isServed } from './filesystem-type.js';
import type { Host } from './host.js';
import type { PinnedDir } from './pinned-dir.js';

/** The directories that this process has made and not yet let go of, where others may exchange entries. */
const claimed = new Set<string>();

/** When a directory last changed, by the clock of its file system; before anything new is made in it. */
export function timeOf(host: Host, { fd }: PinnedDir): bigint {
  return fd === undefined ? 0n : host.fs.fstatSync(fd, { bigint: true }).mtimeNs;
}

/**
 * Whether `dir`, found under the name that was just given to a new directory, is that directory and not one that
 * somebody put in its place: this user's (unless a server decides on owners), empty, not older than `since`, and not already in use by this process.
 */
export function claim(host: Host, dir: PinnedDir, since: bigint): boolean {
  if (dir.fd === undefined) return dir.stat().uid === host.identity().uid;
  const { dev, ino, uid, birthtimeNs } = host.fs.fstatSync(dir.fd, { bigint: true });
  const own = Number(uid) === host.identity().uid || isServed(dir.statfs().type);
  if (!own || (birthtimeNs > 0n && birthtimeNs < since)) return false;
  if (!isEmpty(host, dir)) return false;
  const key = `${dev}:${ino}`;
  if (claimed.has(key)) return false;
  claimed.add(key);
  return true;
}

/** Gives the claim up, before the directory is closed. */
export function unclaim(host: Host, dir: PinnedDir): void {
  if (claimed.size === 0 || dir.fd === undefined) return;
  const stat = tryCall(() => host.fs.fstatSync(dir.fd as number, { bigint: true }));
  if (stat !== undefined) claimed.delete(`${stat.dev}:${stat.ino}`);
}

function isEmpty(host: Host, dir: PinnedDir): boolean {
  let entries = tryCall(() => host.fs.readdirSync(dir.self));
  if (entries === undefined) {
    // A umask may have taken the owner's own bits away.
    tryCall(() => host.fs.chmodSync(dir.self, 0o700));
    entries = tryCall(() => host.fs.readdirSync(dir.self));
  }
  return entries?.length === 0;
}
