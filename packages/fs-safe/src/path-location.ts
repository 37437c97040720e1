import type { Stats } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Blocker } from './attempt.js';
import { errnoName, tryCall } from './errno.js';
import type { Host } from './host.js';
import { type PinnedDir, pinDir } from './pinned-dir.js';

/** How far a path exists. */
export interface PathLocation {
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
export function locate(host: Host, path: string, links: LinkPolicy): PathLocation {
  const blockers: Blocker[] = [];
  const missing: string[] = [];
  let denied = false;
  const location = (nearest: PinnedDir | undefined): PathLocation => ({ path, nearest, missing, denied, blockers });

  for (let current = path; ; current = dirname(current)) {
    if (Buffer.byteLength(basename(current)) > maxNameBytes) blockers.push({ kind: 'name-too-long', on: current });
    let found: Stats | undefined;
    try {
      found = host.fs.lstatSync(current, { throwIfNoEntry: false });
      if (found?.isSymbolicLink()) {
        if (current === path && !(links === 'trust' && isTrusted(host, found.uid)))
          blockers.push(linkBlocker(host, current));
      } else if (found !== undefined && !found.isDirectory()) {
        return stop(notADirectory(current, found));
      }
      if (found !== undefined) return location(pinDir(host, current, true));
      denied = false;
    } catch (error) {
      const code = errnoName(error);
      if (code === undefined) throw error;
      const blocker = blockerOf(host, current, code, found?.isSymbolicLink() === true);
      if (blocker !== undefined) return stop(blocker);
      denied = code === 'EACCES';
    }
    if (dirname(current) === current) return location(undefined);
    missing.unshift(basename(current));
  }

  function stop(blocker: Blocker): PathLocation {
    if (!blockers.some((known) => known.kind === blocker.kind && known.on === blocker.on)) blockers.push(blocker);
    return location(undefined);
  }
}

function isTrusted(host: Host, owner: number): boolean {
  return owner === 0 || owner === host.identity().uid;
}

function linkBlocker(host: Host, path: string): Blocker {
  const target = tryCall(() => host.fs.readlinkSync(path));
  return { kind: 'symlink', on: path, ...(target !== undefined && { detail: target }) };
}

/** What is wrong with a name that the system refuses; `undefined` when the one above may tell more. */
function blockerOf(host: Host, path: string, code: string, isLink: boolean): Blocker | undefined {
  switch (code) {
    case 'EACCES':
    case 'ENAMETOOLONG':
      return undefined;
    case 'ENOENT':
      return isLink ? linkBlocker(host, path) : undefined;
    case 'ELOOP':
      return { kind: 'symlink-loop', on: path };
    case 'ENOTDIR':
      return isLink ? { kind: 'not-a-directory', on: path, detail: 'link to something else' } : undefined;
    default:
      return { kind: 'other', on: path, detail: code };
  }
}

function notADirectory(on: string, found: Stats): Blocker {
  const kind = found.isFile() ? 'file' : found.isFIFO() ? 'FIFO' : found.isSocket() ? 'socket' : 'device';
  return { kind: 'not-a-directory', on, detail: kind };
}
