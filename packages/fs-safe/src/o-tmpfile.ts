import { constants } from 'node:fs';
import { errnoName } from './errno.js';

/** __O_TMPFILE, which node:fs does not name: a file without a name, so there is nothing to leak (open(2)). */
export const O_TMPFILE = 0o20000000 | (constants.O_DIRECTORY ?? 0);

/** Answers of file systems that have no unnamed files: FUSE, CephFS, gVisor, old kernels. */
const unsupported: ReadonlySet<string | undefined> = new Set(['EOPNOTSUPP', 'ENOTSUP', 'EISDIR', 'EINVAL', 'ENOSYS']);

/** Whether the file system, rather than the directory, is why there was no file without a name. */
export function hasNoTmpfile(error: unknown): boolean {
  return unsupported.has(errnoName(error));
}
