import { basename, join } from 'node:path';
import { attempt } from './errno.js';
import type { Host } from './host.js';
import type { Spot } from './locate.js';
import { formatTag, ownTag } from './owner-tag.js';
import { type PinnedDir, pinDir } from './pinned-dir.js';

/** Makes a directory of mode 0700 with an unpredictable name inside `base`, held open. */
export function makePrivateDir(host: Host, base: PinnedDir, name: string, owned: boolean): PinnedDir {
  // Only what its owner has promised to remove is named after the owner, and may be swept.
  const prefix = owned ? formatTag(name, ownTag(host)) : `${name}-`;
  const made = host.fs.mkdtempSync(base.at(prefix));
  return holdFresh(host, made, join(base.path, basename(made)));
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
 * Makes the missing directories of `spot` one by one, mode 0700.
 * Node's recursive mkdir reports ENOENT for a read-only file system and spins where the kernel keeps answering
 * ENOENT (nodejs/node#47098), so it is not used.
 */
export function makeMissing(host: Host, nearest: PinnedDir, spot: Spot): Made {
  const held: PinnedDir[] = [];
  const made: { parent: PinnedDir; name: string }[] = [];
  const undo = () => {
    for (const { parent, name } of made.reverse()) attempt(() => host.fs.rmdirSync(parent.at(name)));
  };
  const close = () => {
    for (const dir of held) dir.close();
  };
  let dir = nearest;
  try {
    for (const name of spot.missing) {
      const display = join(dir.path, name);
      if (makeOne(host, dir, name)) {
        made.push({ parent: dir, name });
        dir = holdFresh(host, dir.at(name), display);
      } else {
        dir = pinDir(host, dir.at(name), false, display);
      }
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

/** Holds a directory that was just made and gives it mode 0700, which a umask may have narrowed to uselessness. */
function holdFresh(host: Host, path: string, display: string): PinnedDir {
  const dir = pinDir(host, path, false, display);
  if (process.platform === 'win32') return dir;
  const { mode } = dir.stat();
  if ((mode & 0o777) !== 0o700) host.fs.chmodSync(dir.self, (mode & 0o7000) | 0o700);
  return dir;
}
