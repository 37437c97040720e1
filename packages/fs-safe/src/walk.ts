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

/** PATH_MAX: no system call takes more either. */
const maxPathBytes = 4_096;

/** As many as Linux follows, see path_resolution(7). */
const maxLinks = 40;

/** Directories that are held open on the way; the ones above are opened again if `..` leads back to them. */
const maxHeld = 16;

/**
 * Walks from `root` one name at a time, each opened relative to the one before and never through a link, so that
 * nobody can turn the path away by renaming something meanwhile.
 * @throws FsSafeError `ERR_PATH_ESCAPE`, `ERR_PATH_INVALID`, `ERR_SYMLINK`; the system's error
 */
export function walk(host: Host, root: PinnedDir, path: string, symlinks: SymlinkPolicy, create = false): Place {
  const way = new Way(host, root);
  const queue = namesOf(root, path).reverse();
  const close = () => way.close();
  let links = 0;
  try {
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      const here = way.end();
      if (name === '..') {
        if (!way.back()) throw outside(root, path);
        continue;
      }
      const entry = here.at(name);
      const target = symlinks === 'inside' ? tryCall(() => host.fs.readlinkSync(entry)) : undefined;
      if (target !== undefined) {
        if (target.startsWith('/')) throw outside(root, path);
        if (++links > maxLinks)
          throw new FsSafeError('ELOOP', path, `${quoted(path)} leads through more than ${maxLinks} links`);
        queue.push(...split(target).reverse());
        continue;
      }
      if (queue.length === 0 && !create) return { dir: here, name, close };
      way.enter(name, create);
    }
    return { dir: way.end(), name: undefined, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** The directories from a root to where a walk has come, of which only the last ones are held open. */
class Way {
  readonly #names: string[] = [];
  /** Those of the last names, in order. */
  #held: PinnedDir[] = [];

  constructor(
    private readonly host: Host,
    private readonly root: PinnedDir,
  ) {}

  /** Where the walk has come. */
  end(): PinnedDir {
    if (this.#names.length > 0 && this.#held.length === 0) this.#reopen();
    return this.#held.at(-1) ?? this.root;
  }

  enter(name: string, create: boolean): void {
    const next = enter(this.host, this.end(), name, create);
    this.#names.push(name);
    this.#held.push(next);
    if (this.#held.length > maxHeld) this.#held.shift()?.close();
  }

  /** Goes up by one; answers whether that was possible. */
  back(): boolean {
    if (this.#names.pop() === undefined) return false;
    this.#held.pop()?.close();
    return true;
  }

  close(): void {
    for (const dir of this.#held.splice(0)) dir.close();
  }

  #reopen(): void {
    for (const name of this.#names) {
      this.#held.push(enter(this.host, this.#held.at(-1) ?? this.root, name, false));
      if (this.#held.length > maxHeld) this.#held.shift()?.close();
    }
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
  if (Buffer.byteLength(path) >= maxPathBytes) {
    const message = `${quoted(path)} is longer than ${maxPathBytes - 1} bytes`;
    throw new FsSafeError('ENAMETOOLONG', path.slice(0, maxPathBytes), message);
  }
  return split(path);
}

/** No empty name reaches the kernel: a trailing slash would make O_NOFOLLOW follow (CVE-2026-39822). */
function split(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

function outside(root: PinnedDir, path: string): FsSafeError {
  return new FsSafeError('ERR_PATH_ESCAPE', path, `${quoted(path)} leads out of ${root.path}; name something inside`);
}
