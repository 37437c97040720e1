import { constants } from 'node:fs';
import { attempt } from './errno.js';
import type { Host } from './host.js';
import type { PinnedDir } from './pinned-dir.js';

/** A file in a private directory that says under which name it was made. */
const MARK = '.fs-safe-owner';
/** Longer than any name and inode. */
const MOST_BYTES = 512;

/**
 * Whether another user may rename what is in this directory: it is theirs, or they may write to it and no sticky bit keeps
 * them from touching what is not their own (an emptyDir is like that). There a name proves nothing.
 */
export function othersMayRename(host: Host, dir: PinnedDir): boolean {
  if (process.platform === 'win32') return false;
  const { mode, uid } = dir.stat();
  const own = host.identity().uid;
  return (uid !== own && uid !== 0) || ((mode & 0o022) !== 0 && (mode & 0o1000) === 0);
}

/** Marks a directory of mode 0700 that was just made: only its owner can write what is in it. */
export function mark(host: Host, dir: PinnedDir, name: string): void {
  const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = constants;
  const fd = host.fs.openSync(dir.at(MARK), O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o600);
  try {
    host.fs.writeSync(fd, content(dir, name));
  } finally {
    host.fs.closeSync(fd);
  }
}

/** Whether this very directory was made by its owner under this name. */
export function isMarked(host: Host, dir: PinnedDir, name: string): boolean {
  return attempt(() => readMark(host, dir)) === content(dir, name);
}

/** Takes the mark away, so that the directory is empty again. */
export function unmark(host: Host, dir: PinnedDir): void {
  attempt(() => host.fs.unlinkSync(dir.at(MARK)));
}

function readMark(host: Host, dir: PinnedDir): string | undefined {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const fd = host.fs.openSync(dir.at(MARK), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stat = host.fs.fstatSync(fd);
    const own = stat.isFile() && stat.uid === dir.stat().uid && stat.nlink === 1 && stat.size <= MOST_BYTES;
    return own ? host.fs.readFileSync(fd, 'latin1') : undefined;
  } finally {
    host.fs.closeSync(fd);
  }
}

function content(dir: PinnedDir, name: string): string {
  const { dev, ino } = dir.stat();
  return `${name}\n${dev}:${ino}\n`;
}
