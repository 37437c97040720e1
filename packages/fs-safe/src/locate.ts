import { basename, dirname } from 'node:path';
import type { Blocker } from './attempt.js';
import { attempt, errnoName } from './errno.js';
import type { Host } from './host.js';
import { type PinnedDir, pinDir } from './pinned-dir.js';

/** How far a path exists. */
export interface Spot {
  readonly path: string;
  /** The nearest directory that exists, held open; absent when the path itself makes no sense. */
  readonly nearest: PinnedDir | undefined;
  /** The names below `nearest` that are missing, or that may not be looked up. */
  readonly missing: readonly string[];
  /** Whether the kernel refused to look below `nearest`. */
  readonly denied: boolean;
  /** What is wrong with the path, whatever the directory's state. */
  readonly blockers: readonly Blocker[];
}

/**
 * Whether a symbolic link may stand at the end of a path: `refuse` it, or `trust` the ones that root or this user
 * made. Links further up are the system's own business.
 */
export type LinkPolicy = 'refuse' | 'trust';

/** NAME_MAX of every Linux file system, in bytes. */
const maxNameBytes = 255;

/** Climbs from `path` to the nearest directory that exists, creating nothing. The caller closes `nearest`. */
export function locate(host: Host, path: string, links: LinkPolicy): Spot {
  const blockers: Blocker[] = [];
  const missing: string[] = [];
  let denied = false;
  const spot = (nearest: PinnedDir | undefined): Spot => ({ path, nearest, missing, denied, blockers });

  for (let current = path; ; current = dirname(current)) {
    if (Buffer.byteLength(basename(current)) > maxNameBytes) {
      blockers.push({ kind: 'name-too-long', on: current });
    }
    try {
      if (current === path && !linkAccepted(host, current, links)) blockers.push(linkBlocker(host, current));
      return spot(pinDir(host, current, true));
    } catch (error) {
      const code = errnoName(error);
      if (code === undefined) throw error;
      const blocker = blockerOfName(host, current, code);
      if (blocker !== undefined) return addAndStop(blocker);
      denied = code === 'EACCES';
      if (dirname(current) === current) return spot(undefined);
      missing.unshift(basename(current));
    }
  }

  function addAndStop(blocker: Blocker): Spot {
    if (!blockers.some((known) => known.kind === blocker.kind && known.on === blocker.on)) blockers.push(blocker);
    return spot(undefined);
  }
}

function linkAccepted(host: Host, path: string, links: LinkPolicy): boolean {
  const stat = attempt(() => host.fs.lstatSync(path));
  if (!stat?.isSymbolicLink()) return true;
  return links === 'trust' && (stat.uid === 0 || stat.uid === host.identity().uid);
}

function linkBlocker(host: Host, path: string): Blocker {
  const target = attempt(() => host.fs.readlinkSync(path));
  return { kind: 'symlink', on: path, ...(target !== undefined && { detail: target }) };
}

/** What is wrong with a name that cannot be opened as a directory; `undefined` when it is merely not there. */
function blockerOfName(host: Host, path: string, code: string): Blocker | undefined {
  const stat = attempt(() => host.fs.lstatSync(path));
  switch (code) {
    case 'ENOENT':
      return stat?.isSymbolicLink() ? linkBlocker(host, path) : undefined;
    case 'ENOTDIR':
      return stat === undefined ? undefined : { kind: 'not-a-directory', on: path, detail: kindOf(stat) };
    case 'EACCES':
    case 'ENAMETOOLONG':
      return undefined;
    case 'ELOOP':
      return { kind: 'symlink-loop', on: path };
    default:
      return { kind: 'other', on: path, detail: code };
  }
}

function kindOf(stat: {
  isFile(): boolean;
  isFIFO(): boolean;
  isSocket(): boolean;
  isSymbolicLink(): boolean;
}): string {
  if (stat.isFile()) return 'file';
  if (stat.isFIFO()) return 'FIFO';
  if (stat.isSocket()) return 'socket';
  return stat.isSymbolicLink() ? 'symbolic link to something else' : 'device';
}
