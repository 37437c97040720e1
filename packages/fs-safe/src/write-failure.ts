import { closeSync, constants, lstatSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { diagnoseSync } from './diagnose.js';
import { attempt, errnoName } from './errno.js';
import { FsSafeError, type FsSafeErrorCode } from './errors.js';
import { createHost } from './host.js';
import { mountIdOf } from './mounts.js';
import { O_PATH } from './pinned-dir.js';

/** Puts the failure of an atomic write into words, keeping the system's code. */
export function writeFailure(path: string, error: unknown): unknown {
  const code = errnoName(error);
  if (error instanceof FsSafeError || code === undefined) return error;
  return new FsSafeError(
    code as FsSafeErrorCode,
    path,
    `cannot replace ${path}: ${reason(path, code, error)}; ${consequence(path)}`,
    {
      cause: error,
    },
  );
}

function reason(path: string, code: string, error: unknown): string {
  if (isSingleFileMount(path)) {
    return `it is a mount of a single file (subPath), which cannot be replaced by renaming; mount its directory (${code})`;
  }
  switch (code) {
    case 'ENOSPC':
      return `no space is left on its file system (ENOSPC)`;
    case 'EDQUOT':
      return 'the disk quota of this user is used up (EDQUOT)';
    default: {
      const { ok, message } = diagnoseSync(dirname(path));
      return ok ? `${(error as Error).message}` : `${message} (${code})`;
    }
  }
}

function consequence(path: string): string {
  return attempt(() => lstatSync(path)) === undefined ? 'nothing was written' : 'the old content is untouched';
}

/** A file that is on another mount than its directory was mounted by itself. */
function isSingleFileMount(path: string): boolean {
  const host = createHost();
  if (!host.hasProc) return false;
  const [file, dir] = [path, dirname(path)].map((each) =>
    attempt(() => {
      const fd = openSync(each, O_PATH | constants.O_NOFOLLOW);
      try {
        return mountIdOf(host, fd);
      } finally {
        closeSync(fd);
      }
    }),
  );
  return file !== undefined && dir !== undefined && file !== dir;
}
