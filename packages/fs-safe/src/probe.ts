import { constants } from 'node:fs';
import { errnoName } from './errno.js';
import type { Host } from './host.js';
import type { PinnedDir } from './pinned-dir.js';

/** __O_TMPFILE, which node:fs does not name: a file without a name, so there is nothing to leak (open(2)). */
const O_TMPFILE = 0o20000000 | (constants.O_DIRECTORY ?? 0);

/** Answers of file systems that have no unnamed files: FUSE, CephFS, gVisor, old kernels. */
const unsupported: ReadonlySet<string | undefined> = new Set(['EOPNOTSUPP', 'ENOTSUP', 'EISDIR', 'EINVAL', 'ENOSYS']);

/**
 * Writes one byte into the directory and takes it back: access(2) and mkdir(2) succeed on a disk that is full.
 * @throws the system's error
 */
export function probe(host: Host, dir: PinnedDir): void {
  if (process.platform === 'linux') {
    try {
      writeByte(host, host.fs.openSync(dir.self, O_TMPFILE | constants.O_WRONLY, 0o600));
      return;
    } catch (error) {
      if (!unsupported.has(errnoName(error))) throw error;
    }
  }
  const name = dir.at(`.probe-${process.pid}-${Math.random().toString(36).slice(2)}`);
  const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW = 0 } = constants;
  const fd = host.fs.openSync(name, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o600);
  try {
    writeByte(host, fd);
  } finally {
    host.fs.unlinkSync(name);
  }
}

function writeByte(host: Host, fd: number): void {
  try {
    host.fs.writeSync(fd, '\0');
  } finally {
    host.fs.closeSync(fd);
  }
}
