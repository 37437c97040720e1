import { join } from 'node:path';
import { errnoName, tryCall } from './errno.js';
import { FsSafeError, quoted } from './errors.js';
import type { Host } from './host.js';
import { type PinnedDir, pinDir } from './pinned-dir.js';

/** What to do about symbolic links: refuse them, or follow those that stay inside. */
export type SymlinkPolicy = 'forbid' | 'inside';

/** Where a relative path leads: an entry of a directory that is held open. */
export interface Place {
  readonly dir: PinnedDir;
  /** Absent when the path leads to `dir` itself. */
  readonly name: string | undefined;
  /** Lets go of the directories on the way, `dir` among them. */
  close(): void;
}

/** As many as Linux follows, see path_resolution(7). */
const maxLinks = 40;

/**
 * Walks from `root` one name at a time, each opened relative to the one before and never through a link, so that
 * nobody can turn the path away by renaming something meanwhile.
 * @throws FsSafeError `ERR_PATH_ESCAPE`, `ERR_PATH_INVALID`, `ERR_SYMLINK`; the system's error
 */
export function walk(host: Host, root: PinnedDir, path: string, symlinks: SymlinkPolicy, create = false): Place {
  const stack = [root];
  const queue = namesOf(root, path);
  const close = () => {
    for (const dir of stack.splice(1)) dir.close();
  };
  let links = 0;
  try {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const here = stack.at(-1) as PinnedDir;
      if (name === '..') {
        if (stack.length === 1) throw outside(root, path);
        stack.pop()?.close();
        continue;
      }
      const target = symlinks === 'inside' ? tryCall(() => host.fs.readlinkSync(here.at(name as string))) : undefined;
      if (target !== undefined) {
        if (target.startsWith('/')) throw outside(root, path);
        if (++links > maxLinks)
          throw new FsSafeError('ELOOP', path, `${quoted(path)} leads through more than ${maxLinks} links`);
        queue.unshift(...split(target));
        continue;
      }
      if (queue.length === 0 && !create) return { dir: here, name, close };
      stack.push(enter(host, here, name, create));
    }
    return { dir: stack.at(-1) as PinnedDir, name: undefined, close };
  } catch (error) {
    close();
    throw error;
  }
}

function enter(host: Host, parent: PinnedDir, name: string, create: boolean): PinnedDir {
  const display = join(parent.path, name);
  try {
    if (create) makeIfMissing(host, parent.at(name));
    return pinDir(host, parent.at(name), false, display);
  } catch (error) {
    if (errnoName(error) !== 'ENOTDIR') throw error;
    const link = tryCall(() => host.fs.lstatSync(parent.at(name)))?.isSymbolicLink();
    if (link)
      throw new FsSafeError('ERR_SYMLINK', display, `${display} is a symbolic link, which is not followed`, {
        cause: error,
      });
    throw error;
  }
}

function makeIfMissing(host: Host, path: string): void {
  try {
    host.fs.mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (errnoName(error) !== 'EEXIST') throw error;
  }
}

function namesOf(root: PinnedDir, path: string): string[] {
  if (typeof path !== 'string' || path === '' || path.includes('\0')) {
    throw new FsSafeError('ERR_PATH_INVALID', root.path, `a path must be a string without NUL, not ${quoted(path)}`);
  }
  if (path.startsWith('/')) throw outside(root, path);
  return split(path);
}

/** No empty name reaches the kernel: a trailing slash would make O_NOFOLLOW follow (CVE-2026-39822). */
function split(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

function outside(root: PinnedDir, path: string): FsSafeError {
  return new FsSafeError('ERR_PATH_ESCAPE', path, `${quoted(path)} leads out of ${root.path}; name something inside`);
}
