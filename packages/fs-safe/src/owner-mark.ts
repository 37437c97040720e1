import { constants } from 'node:fs';
import { tryCall } from './errno.js';
import type { Host } from './host.js';
import type { PinnedDir } from './pinned-dir.js';

/*
 * Where others may rename entries, a directory's name proves nothing. There a file beside it says which directory the
 * name was given to. Others can rename or remove that file, but not write one that this user owns, so the worst they
 * can do is to keep a directory from being swept.
 */

const suffix = '.owner';
const { O_CREAT, O_EXCL, O_RDONLY, O_WRONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/** What the file beside the private directory `name` is called. */
export function markName(name: string): string {
  return `.${name}${suffix}`;
}

/** The directory that an entry is the mark of; `undefined` for any other entry. */
export function markedName(entry: string): string | undefined {
  return entry.startsWith('.') && entry.endsWith(suffix) ? entry.slice(1, -suffix.length) : undefined;
}

/** Puts down that `dir` was made under `name`. Without the mark the directory is never swept, which is no error. */
export function writeMark(host: Host, base: PinnedDir, name: string, dir: PinnedDir): void {
  const text = markText(host, name, dir);
  if (text === undefined) return;
  tryCall(() => {
    const fd = host.fs.openSync(base.at(markName(name)), O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o600);
    try {
      host.fs.writeSync(fd, text);
    } finally {
      host.fs.closeSync(fd);
    }
  });
}

/** Whether this user once put down that the directory held as `dir` was made under `name`. */
export function hasMark(host: Host, base: PinnedDir, name: string, dir: PinnedDir): boolean {
  const expected = markText(host, name, dir);
  if (expected === undefined) return false;
  const found = tryCall(() => {
    const fd = host.fs.openSync(base.at(markName(name)), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const stat = host.fs.fstatSync(fd);
      const own = stat.isFile() && stat.uid === host.identity().uid && (stat.mode & 0o777) === 0o600;
      return own && stat.size < 1_024 ? host.fs.readFileSync(fd, 'latin1') : undefined;
    } finally {
      host.fs.closeSync(fd);
    }
  });
  return found === expected;
}

/** Inode and time of birth are of this one directory for ever; where the file system does not tell them there is no proof. */
function markText(host: Host, name: string, { fd }: PinnedDir): string | undefined {
  if (fd === undefined) return undefined;
  const { ino, birthtimeNs } = host.fs.fstatSync(fd, { bigint: true });
  return birthtimeNs > 0n ? `${name} ${ino} ${birthtimeNs}\n` : undefined;
}
