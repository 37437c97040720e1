import { closeSync, constants, lstatSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { diagnoseSync } from './diagnose.js';
import { errnoName, tryCall } from './errno.js';
import { FsSafeError, type FsSafeErrorCode } from './errors.js';
import { createHost } from './host.js';
import { mountIdOf } from './mounts.js';
import { O_PATH } from './pinned-dir.js';

/** What a file holds after a write failed: its `old` content, all of the `new`, or a part of either. */
export type Remains = 'old' | 'new' | 'torn';

/** Puts the failure of a write into words, keeping the system's code. */
export function writeFailure(path: string, error: unknown, remains: Remains): unknown {
  const code = errnoName(error);
  if (error instanceof FsSafeError || code === undefined) return error;
  const verb = remains === 'torn' ? 'write' : 'replace';
  const message = `cannot ${verb} ${path}: ${reason(path, code, error)}; ${consequence(path, remains)}`;
  return new FsSafeError(code as FsSafeErrorCode, path, message, { cause: error });
}

const reasons: Readonly<Partial<Record<string, string>>> = {
  ENOSPC: 'no space is left on its file system',
  EDQUOT: 'the disk quota of this user is used up',
  EFBIG: 'the file would be larger than this process may write (ulimit -f) or its file system allows',
  EMFILE: 'this process has too many open files (ulimit -n)',
  ENFILE: 'the system has too many open files',
  EIO: 'its storage reports an error',
  ESTALE: 'the server does not know the directory any more',
};

function reason(path: string, code: string, error: unknown): string {
  if (isSingleFileMount(path)) {
    return `it is a mount of a single file (subPath), which cannot be replaced by renaming; mount its directory, or write with inPlace: 'fallback' (${code})`;
  }
  const known = reasons[code];
  if (known !== undefined) return `${known} (${code})`;
  const { ok, message } = diagnoseSync(dirname(path), { probe: false });
  if (!ok) return `${message} (${code})`;
  const { syscall } = error as NodeJS.ErrnoException;
  return syscall === undefined ? code : `the system refuses ${syscall} (${code})`;
}

function consequence(path: string, remains: Remains): string {
  if (remains === 'new') return 'the new content is in its place';
  if (remains === 'torn') return 'it may hold a part of the new content';
  return tryCall(() => lstatSync(path)) === undefined ? 'nothing was written' : 'the old content is untouched';
}

/** A file that is on another mount than its directory was mounted by itself. */
export function isSingleFileMount(path: string): boolean {
  const host = createHost();
  if (!host.hasProc) return false;
  const [file, dir] = [path, dirname(path)].map((each) =>
    tryCall(() => {
      const fd = openSync(each, O_PATH | (each === path ? constants.O_NOFOLLOW : 0));
      try {
        return mountIdOf(host, fd);
      } finally {
        closeSync(fd);
      }
    }),
  );
  return file !== undefined && dir !== undefined && file !== dir;
}
