import { constants, fstatSync, promises, type Stats } from 'node:fs';
import { join } from 'node:path';
import { errnoName } from './errno.js';
import { FsSafeError } from './errors.js';
import type { Host } from './host.js';
import { O_PATH, type PinnedDir } from './pinned-dir.js';

/** `r` reads, `wx` creates, `r+` reads and writes, `a` appends. */
export type OpenFlags = 'r' | 'wx' | 'r+' | 'a';

const { O_RDONLY, O_RDWR, O_WRONLY, O_CREAT, O_EXCL, O_APPEND, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

const accessOf: Readonly<Record<OpenFlags, number>> = {
  r: O_RDONLY,
  'r+': O_RDWR,
  a: O_WRONLY | O_APPEND,
  wx: O_WRONLY | O_CREAT | O_EXCL,
};

/**
 * Opens an entry of a directory if it is a regular file. The file is first held without opening it: opening a FIFO
 * blocks and opening a device may set it off.
 * @throws FsSafeError `ERR_NOT_A_FILE`, `ERR_SYMLINK`, `ERR_HARD_LINK`; the system's error
 */
export async function openRegularFile(
  host: Host,
  dir: PinnedDir,
  name: string | undefined,
  flags: OpenFlags,
): Promise<promises.FileHandle> {
  if (!Object.hasOwn(accessOf, flags)) throw new TypeError(`flags must be one of r, wx, r+, a, not ${String(flags)}`);
  if (name === undefined) throw new FsSafeError('ERR_NOT_A_FILE', dir.path, `${dir.path} is a directory`);
  if (flags === 'wx') return promises.open(dir.at(name), accessOf.wx | O_NOFOLLOW, 0o600);
  if (flags === 'r' || flags === 'r+') return openExisting(host, dir, name, flags);
  for (;;) {
    try {
      return await openExisting(host, dir, name, 'a');
    } catch (error) {
      if (errnoName(error) !== 'ENOENT') throw error;
    }
    try {
      return await promises.open(dir.at(name), accessOf.a | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    } catch (error) {
      // Somebody else made it just now, so there is one to open.
      if (errnoName(error) !== 'EEXIST') throw error;
    }
  }
}

async function openExisting(host: Host, dir: PinnedDir, name: string, flags: OpenFlags): Promise<promises.FileHandle> {
  const display = join(dir.path, name);
  if (!host.hasProc) return openUnheld(dir.at(name), display, flags);
  const held = host.fs.openSync(dir.at(name), O_PATH | O_NOFOLLOW);
  try {
    requireRegular(fstatSync(held), display, flags);
    return await promises.open(`${host.procRoot}/self/fd/${held}`, accessOf[flags]);
  } finally {
    host.fs.closeSync(held);
  }
}

async function openUnheld(path: string, display: string, flags: OpenFlags): Promise<promises.FileHandle> {
  requireRegular(await promises.lstat(path), display, flags);
  const file = await promises.open(path, accessOf[flags] | O_NOFOLLOW | O_NONBLOCK);
  try {
    requireRegular(await file.stat(), display, flags);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function requireRegular(stat: Stats, display: string, flags: OpenFlags): void {
  if (stat.isSymbolicLink())
    throw new FsSafeError('ERR_SYMLINK', display, `${display} is a symbolic link, which is not followed`);
  if (!stat.isFile()) throw new FsSafeError('ERR_NOT_A_FILE', display, `${display} is not a regular file`);
  if (flags !== 'r' && stat.nlink > 1) {
    throw new FsSafeError(
      'ERR_HARD_LINK',
      display,
      `${display} has ${stat.nlink} names; writing would change a file elsewhere`,
    );
  }
}
