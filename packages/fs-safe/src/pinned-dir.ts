import { constants } from 'node:fs';
import { join } from 'node:path';
import type { Host } from './host.js';

/** Opens a place in the tree without reading it, so search permission on its parents is enough (open(2)). */
export const O_PATH = 0o10000000;

/** A directory held open: what is done through it happens there, even after someone renames or replaces it. */
export interface PinnedDir {
  /** How the caller calls it, for messages. */
  readonly path: string;
  /** Absent where directories cannot be held, as on Windows. */
  readonly fd: number | undefined;
  /** A path of the directory itself. */
  readonly self: string;
  /** A path of an entry. */
  at(name: string): string;
  close(): void;
}

/**
 * Holds the directory at `path`, which may be relative to `parent`.
 * @throws the system's error: ENOTDIR for a link when `followLink` is false
 */
export function pinDir(host: Host, path: string, followLink: boolean, display: string = path): PinnedDir {
  if (!host.hasProc) return unpinned(host, path, followLink, display);
  const flags = O_PATH | constants.O_DIRECTORY | (followLink ? 0 : constants.O_NOFOLLOW);
  const fd = host.fs.openSync(path, flags);
  const self = `${host.procRoot}/self/fd/${fd}`;
  let open = true;
  // The number of a closed descriptor soon stands for another file.
  const whileOpen = (path: string) => {
    if (!open) throw new Error(`${display} is used after it was closed`);
    return path;
  };
  return {
    path: display,
    fd,
    get self() {
      return whileOpen(self);
    },
    at: (name) => whileOpen(`${self}/${name}`),
    close: () => {
      if (open) host.fs.closeSync(fd);
      open = false;
    },
  };
}

/** Without /proc a directory goes by its name. */
function unpinned(host: Host, path: string, followLink: boolean, display: string): PinnedDir {
  const stat = followLink ? host.fs.statSync(path) : host.fs.lstatSync(path);
  if (!stat.isDirectory()) {
    throw Object.assign(new Error(`ENOTDIR: not a directory, open '${path}'`), {
      code: 'ENOTDIR',
      syscall: 'open',
      path,
    });
  }
  return { path: display, fd: undefined, self: path, at: (name) => join(path, name), close: () => {} };
}
