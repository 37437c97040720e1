import type { Host } from './host.js';
import type { PinnedDir } from './pinned-dir.js';

/**
 * Whether another user could rename, exchange or remove the entries of a directory: without the sticky bit anybody
 * who may write to it can, whoever owns the entries, and its owner always can. An emptyDir is such a directory.
 * The group's bits of a directory with an ACL are the ACL's mask, so named users are seen too.
 */
export function othersMayRename(host: Host, dir: PinnedDir): boolean {
  const { uid } = host.identity();
  if (uid === -1) return false;
  const stat = dir.stat();
  if (stat.uid !== uid && stat.uid !== 0) return true;
  return (stat.mode & 0o022) !== 0 && (stat.mode & 0o1000) === 0;
}
