import { constants } from 'node:fs';
import type { SystemError } from './analyze.js';
import { errnoName, tryCall } from './errno.js';
import type { Host } from './host.js';
import { hasNoTmpfile, O_TMPFILE } from './o-tmpfile.js';
import type { PathLocation } from './path-location.js';
import { type PinnedDir, pinDir } from './pinned-dir.js';

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
      if (!hasNoTmpfile(error)) throw error;
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

/**
 * Makes a directory where one would be made at `location`, writes into it and removes it; answers what the system said
 * if it refuses. Under a name of its own, so that nobody takes it for the one that is looked at.
 */
export function probePlace(host: Host, { nearest }: PathLocation): SystemError | undefined {
  if (nearest === undefined) return undefined;
  let made: string | undefined;
  try {
    made = host.fs.mkdtempSync(nearest.at('.fs-safe-probe-'));
    const dir = pinDir(host, made, false);
    try {
      probe(host, dir);
    } finally {
      dir.close();
    }
    return undefined;
  } catch (error) {
    const code = errnoName(error);
    if (code === undefined) throw error;
    return { code, syscall: (error as NodeJS.ErrnoException).syscall };
  } finally {
    const name = made;
    if (name !== undefined) tryCall(() => host.fs.rmdirSync(name));
  }
}

function writeByte(host: Host, fd: number): void {
  try {
    host.fs.writeSync(fd, '\0');
  } finally {
    host.fs.closeSync(fd);
  }
}
