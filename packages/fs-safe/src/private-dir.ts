import { basename, join } from 'node:path';
import { claim, timeOf, unclaim } from './claim.js';
import { errnoName, refusesModes, tryCall } from './errno.js';
import type { Host } from './host.js';
import { writeMark } from './owner-mark.js';
import { formatTag, ownTag } from './owner-tag.js';
import type { PathLocation } from './path-location.js';
import { type PinnedDir, pinDir } from './pinned-dir.js';
import { othersMayRename } from './shared-dir.js';

/** What was made could not be held, as somebody else kept putting other things in its place. */
export class ExchangedError extends Error {
  constructor(
    /** The directory in which it happened. */
    readonly on: string,
  ) {
    super(`somebody keeps exchanging what is made in ${on}`);
  }
}

/** How often to try where somebody exchanges what is made. */
const maxTries = 16;

/** Makes a directory of mode 0700 with an unpredictable name inside `base`, held open. */
export function makePrivateDir(host: Host, base: PinnedDir, name: string, owned: boolean): PinnedDir {
  // Only what its owner has promised to remove is named after the owner, and may be swept.
  const prefix = owned ? formatTag(name, ownTag(host)) : `${name}-`;
  const shared = othersMayRename(host, base);
  for (let tries = 0; tries < maxTries; tries++) {
    const since = shared ? timeOf(host, base) : 0n;
    const entry = basename(host.fs.mkdtempSync(base.at(prefix)));
    let dir: PinnedDir | undefined;
    try {
      dir = holdFresh(host, base, entry, shared, since);
    } catch (error) {
      tryCall(() => host.fs.rmdirSync(base.at(entry)));
      throw error;
    }
    if (dir === undefined) continue;
    if (shared && owned) writeMark(host, base, entry, dir);
    return dir;
  }
  throw new ExchangedError(base.path);
}

/** What was made on the way to a directory, so that it can be unmade. */
export interface Made {
  readonly dir: PinnedDir;
  /** Removes what was made, as long as it is empty. */
  undo(): void;
  /** Lets go of `dir` and of the directories on the way. */
  close(): void;
}

/**
 * Makes the missing directories of `location` one by one, mode 0700.
 * Node's recursive mkdir reports ENOENT for a read-only file system and spins where the kernel keeps answering
 * ENOENT (nodejs/node#47098), so it is not used.
 */
export function makeMissing(host: Host, nearest: PinnedDir, location: PathLocation): Made {
  const held: PinnedDir[] = [];
  const made: { parent: PinnedDir; name: string }[] = [];
  const undo = () => {
    for (const { parent, name } of made.reverse()) tryCall(() => host.fs.rmdirSync(parent.at(name)));
  };
  const close = () => {
    for (const dir of held) dir.close();
  };
  let dir = nearest;
  try {
    for (const name of location.missing) {
      const shared = othersMayRename(host, dir);
      const since = shared ? timeOf(host, dir) : 0n;
      let next: PinnedDir | undefined;
      if (makeOne(host, dir, name)) {
        made.push({ parent: dir, name });
        next = holdFresh(host, dir, name, shared, since);
        if (next === undefined) throw new ExchangedError(dir.path);
        // Others may be made in it from now on, so being empty and new proves nothing later.
        if (shared) unclaim(host, next);
      } else {
        next = pinDir(host, dir.at(name), false, join(dir.path, name));
      }
      dir = next;
      held.push(dir);
    }
    return { dir, undo, close };
  } catch (error) {
    undo();
    close();
    throw error;
  }
}

function makeOne(host: Host, parent: PinnedDir, name: string): boolean {
  try {
    host.fs.mkdirSync(parent.at(name), { mode: 0o700 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/**
 * Holds a directory that was just made and gives it mode 0700, which a umask may have narrowed to uselessness.
 * Where the parent is `shared`, what bears the name by now may be anything: `undefined` when it is not what was made.
 */
function holdFresh(host: Host, parent: PinnedDir, name: string, shared: boolean, since: bigint): PinnedDir | undefined {
  let dir: PinnedDir;
  try {
    dir = pinDir(host, parent.at(name), false, join(parent.path, name));
  } catch (error) {
    if (shared && ['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES'].includes(errnoName(error) ?? '')) return undefined;
    throw error;
  }
  if (process.platform === 'win32') return dir;
  if (shared && !claim(host, dir, since)) {
    dir.close();
    return undefined;
  }
  try {
    restrict(host, dir);
    return dir;
  } catch (error) {
    unclaim(host, dir);
    dir.close();
    throw error;
  }
}

function restrict(host: Host, dir: PinnedDir): void {
  const { mode } = dir.stat();
  if ((mode & 0o777) === 0o700) return;
  try {
    host.fs.chmodSync(dir.self, (mode & 0o7000) | 0o700);
  } catch (error) {
    if (!refusesModes(error) || (mode & 0o700) !== 0o700) throw error;
  }
}
