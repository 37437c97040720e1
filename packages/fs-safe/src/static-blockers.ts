import { constants } from 'node:fs';
import { dirname } from 'node:path';
import type { Blocker } from './attempt.js';
import { errnoName, tryCall } from './errno.js';
import { isPseudoType } from './filesystem-type.js';
import type { Host } from './host.js';
import type { Id } from './identity.js';
import { modeAllows } from './identity.js';
import type { Mount } from './mountinfo.js';
import { mountOf } from './mounts.js';
import type { PathLocation } from './path-location.js';
import type { PinnedDir } from './pinned-dir.js';
import { freeOf, type Minimum, shortages } from './space.js';

/** What can be told without creating anything. */
export interface Analysis {
  readonly blockers: readonly Blocker[];
  readonly mount: Mount | undefined;
}

/**
 * Everything that will keep `location` from being created and written, in the order in which mkdir(2) would hit it:
 * lookup, read-only flags, immutability, mode bits, space.
 */
export function staticBlockers(host: Host, location: PathLocation, minimum: Minimum): Analysis {
  const dir = location.nearest;
  if (dir === undefined) return { blockers: location.blockers, mount: undefined };
  const fatal = fatalBlocker(host, dir);
  if (fatal !== undefined) return { blockers: [...location.blockers, fatal], mount: undefined };

  const mount = mountOf(host, dir);
  const readOnly = readOnlyBlocker(host, dir, mount);
  const access = accessBlockers(
    host,
    dir,
    location.denied ? 'search' : 'write',
    readOnly?.kind === 'read-only-filesystem',
  );
  const gates = readOnly === undefined ? access : location.denied ? [...access, readOnly] : [readOnly, ...access];
  return { blockers: [...location.blockers, ...gates, ...spaceBlockers(host, dir, minimum)], mount };
}

/** A directory in which nothing can ever be made, whatever the flags and modes say. */
export function fatalBlocker(host: Host, dir: PinnedDir): Blocker | undefined {
  const stat = dir.stat();
  if (stat.nlink === 0) return { kind: 'deleted', on: dir.path };
  const type = tryCall(() => dir.statfs().type);
  if (type !== undefined && isPseudoType(type)) return { kind: 'pseudo-fs', on: dir.path };
  return plantedBlocker(host, dir, stat);
}

/** A directory of another user right below a shared sticky one, such as /tmp, may have been put there for us. */
function plantedBlocker(host: Host, dir: PinnedDir, stat: Id): Blocker | undefined {
  if (stat.uid === 0) return undefined;
  const { uid } = host.identity();
  if (uid === -1 || stat.uid === uid) return undefined;
  const parent = tryCall(() => host.fs.statSync(dir.at('..')));
  if (parent === undefined || (parent.mode & 0o1002) !== 0o1002) return undefined;
  return {
    kind: 'untrusted-owner',
    on: dir.path,
    detail: `uid ${stat.uid} made it in the shared ${dirname(dir.path)}`,
  };
}

function readOnlyBlocker(host: Host, dir: PinnedDir, mount: Mount | undefined): Blocker | undefined {
  if (mount === undefined) {
    const code = refusal(() => host.fs.accessSync(dir.self, constants.W_OK));
    return code === 'EROFS' ? { kind: 'read-only-filesystem', on: dir.path } : undefined;
  }
  // `mount -o ro` sets both flags and one remount clears both, so the wider one is named alone.
  if (mount.superOptions.includes('ro')) return { kind: 'read-only-filesystem', on: dir.path, mount };
  return mount.options.includes('ro') ? { kind: 'read-only-mount', on: dir.path, mount } : undefined;
}

/**
 * access(2) knows of ACLs and security modules, mode bits say whose they are. It asks for w and x: a directory of
 * mode 0666 passes W_OK and still takes no entries.
 */
function accessBlockers(host: Host, dir: PinnedDir, want: 'search' | 'write', masked: boolean): Blocker[] {
  const bits = want === 'write' ? constants.W_OK | constants.X_OK : constants.X_OK;
  const code = refusal(() => host.fs.accessSync(dir.self, bits));
  const immutable: Blocker[] = code === 'EPERM' ? [{ kind: 'immutable', on: dir.path }] : [];
  const who = host.identity();
  if (who.uid === -1)
    return code === 'EACCES' || code === 'EPERM' ? [{ kind: 'other', on: dir.path, detail: code }] : [];

  const stat = dir.stat();
  const denied = !modeAllows(stat, who, want);
  // A read-only superblock and the immutable flag answer before the mode bits are looked at.
  const unheard = masked || code === 'EPERM';
  if (code !== 'EACCES' && !(unheard && denied)) return immutable;
  return [
    ...immutable,
    {
      kind: 'permission',
      on: dir.path,
      owner: { uid: stat.uid, gid: stat.gid },
      mode: stat.mode & 0o7777,
      process: { uid: who.uid, gid: who.gid, groups: who.groups },
      confidence: denied && !unheard ? 'certain' : 'likely',
    },
  ];
}

/** A directory takes an inode and its first file a block, so one of each is always needed. */
function spaceBlockers(host: Host, dir: PinnedDir, minimum: Minimum): Blocker[] {
  const statfs = tryCall(() => dir.statfs());
  if (statfs === undefined) return [];
  const free = freeOf(statfs, host.identity().uid === 0);
  return shortages(dir.path, free, { bytes: Math.max(1, minimum.bytes), inodes: Math.max(1, minimum.inodes) });
}

function refusal(action: () => void): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return errnoName(error);
  }
}
