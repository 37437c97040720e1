import type { promises, Stats, StatsFs } from 'node:fs';
import * as fs from 'node:fs';
import { hasAcl, hasAclSync } from './acl.js';
import type { Eventual } from './stepwise.js';

/** An open file that is written. */
export interface WriteHandle {
  chmod(mode: number): Eventual<void>;
  chown(uid: number, gid: number): Eventual<void>;
  close(): Eventual<void>;
  stat(): Eventual<Stats>;
  sync(): Eventual<void>;
  truncate(length: number): Eventual<void>;
  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Eventual<{ readonly bytesWritten: number }>;
}

/** The calls that replacing a file takes, with promises or without. */
export interface ReplaceCalls {
  hasAcl(fd: number): Eventual<boolean | undefined>;
  lstat(path: string): Eventual<Stats>;
  open(path: string, flags: number, mode?: number): Eventual<WriteHandle>;
  realpath(path: string): Eventual<string>;
  rename(from: string, to: string): Eventual<void>;
  statfs(path: string): Eventual<StatsFs>;
  unlink(path: string): Eventual<void>;
}

/** The calls of `node:fs/promises` among them; tests hand in others. */
export type WriteCalls = Pick<typeof promises, 'lstat' | 'open' | 'realpath' | 'rename' | 'statfs' | 'unlink'>;

/** The calls with promises. */
export function asyncCalls(calls: WriteCalls): ReplaceCalls {
  return { ...calls, hasAcl };
}

/** The calls without promises. */
export const syncCalls: ReplaceCalls = {
  hasAcl: hasAclSync,
  lstat: fs.lstatSync,
  open: (path, flags, mode) => syncHandle(fs.openSync(path, flags, mode)),
  realpath: fs.realpathSync,
  rename: fs.renameSync,
  statfs: (path) => fs.statfsSync(path),
  unlink: fs.unlinkSync,
};

function syncHandle(fd: number): WriteHandle {
  return {
    chmod: (mode) => fs.fchmodSync(fd, mode),
    chown: (uid, gid) => fs.fchownSync(fd, uid, gid),
    close: () => fs.closeSync(fd),
    stat: () => fs.fstatSync(fd),
    sync: () => fs.fsyncSync(fd),
    truncate: (length) => fs.ftruncateSync(fd, length),
    write: (bytes, offset, length, position) => ({ bytesWritten: fs.writeSync(fd, bytes, offset, length, position) }),
  };
}
