import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, type Stats } from 'node:fs';
import { basename, dirname } from 'node:path';
import { adoptedMode, favorsGroup } from './adopted-mode.js';
import { errnoName, refusesModes } from './errno.js';
import { FsSafeError, type FsSafeErrorCode } from './errors.js';
import { createHost } from './host.js';
import { O_PATH, type PinnedDir, pinDir } from './pinned-dir.js';
import { othersMayRename } from './shared-dir.js';
import { freeOf } from './space.js';
import { type Stepwise, step } from './stepwise.js';
import type { ReplaceCalls, WriteHandle } from './write-calls.js';

/** How to replace a file. */
export interface ReplacementOptions {
  readonly durable?: boolean | 'file';
  readonly mode?: number;
  readonly owner?: { readonly uid: number; readonly gid: number };
  readonly acl?: 'narrow' | 'refuse';
  readonly reserveBytes?: number;
}

const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW = 0 } = constants;

/** Directories that may not be read, and file systems that cannot sync directories. */
const unsyncable: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP']);

/**
 * A new file beside the one that it is to replace. It has no other name until `commit`; after any failure
 * `abandon` leaves the old file and no other.
 */
export class Replacement {
  /** Whether the new content bears the name. */
  replaced = false;
  readonly #host = createHost();
  readonly #dir: PinnedDir;
  readonly #name: string;
  readonly #temporary: string;
  #file: WriteHandle | undefined;
  #named = false;
  #size = 0;

  /** @throws the system's error when the directory cannot be opened */
  constructor(
    private readonly calls: ReplaceCalls,
    private readonly target: string,
    private readonly options: ReplacementOptions,
  ) {
    this.#dir = pinDir(this.#host, dirname(target), true);
    this.#name = basename(target);
    this.#temporary = this.#dir.at(`.${randomBytes(16).toString('hex')}.tmp`);
  }

  /** Makes the new file with the permissions that it is to have, for `expected` bytes if that is known. */
  *begin(expected = 0): Stepwise<void> {
    const old = yield* this.#existing();
    yield* this.#checkReserve(expected);
    const file = yield* this.#open();
    if (process.platform !== 'win32') yield* this.#permit(file, old);
  }

  /** One write(2) may take less than it is given, and on a full disk it does so without an error. */
  *write(bytes: Uint8Array, signal?: AbortSignal): Stepwise<void> {
    const file = this.#file as WriteHandle;
    for (let offset = 0; offset < bytes.length; ) {
      signal?.throwIfAborted();
      const { bytesWritten } = yield* step(file.write(bytes, offset, bytes.length - offset, this.#size));
      if (bytesWritten === 0) throw systemError('ENOSPC', 'write', 'the system wrote nothing');
      offset += bytesWritten;
      this.#size += bytesWritten;
    }
  }

  /** Gives the new file its name, and makes that as durable as told. */
  *commit(): Stepwise<void> {
    const file = this.#file as WriteHandle;
    const durable = this.options.durable ?? true;
    const { size, ino } = yield* step(file.stat());
    if (size !== this.#size) throw systemError('EIO', 'fstat', `${size} of ${this.#size} bytes arrived`);
    if (durable !== false) yield* step(file.sync());
    yield* this.#closeFile();
    yield* this.#rename(ino);
    if (durable === true) yield* this.#syncDirectory();
  }

  /** Removes the new file unless it bears the name by now, and lets go of everything. */
  *abandon(): Stepwise<void> {
    try {
      yield* this.#closeFile();
    } catch {
      // What is given up need not have been written.
    }
    if (this.#named) {
      try {
        yield* step(this.calls.unlink(this.#temporary));
      } catch {
        // There is nothing left to try.
      }
    }
    this.#dir.close();
  }

  *#open(): Stepwise<WriteHandle> {
    try {
      const flags = O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW;
      this.#file = yield* step(this.calls.open(this.#temporary, flags, 0o600));
      this.#named = true;
      return this.#file;
    } catch (error) {
      // It may have been made although the answer got lost; a file that was there before is somebody else's.
      this.#named = errnoName(error) !== 'EEXIST';
      throw error;
    }
  }

  *#existing(): Stepwise<Stats | undefined> {
    let stat: Stats;
    try {
      stat = yield* step(this.calls.lstat(this.#dir.at(this.#name)));
    } catch (error) {
      if (errnoName(error) === 'ENOENT') return undefined;
      throw error;
    }
    if (stat.isFile()) return stat;
    // What is replaced then is the link itself.
    if (stat.isSymbolicLink()) return undefined;
    const { target } = this;
    throw new FsSafeError('ERR_NOT_A_FILE', target, `${target} is not a regular file, and only files are replaced`);
  }

  *#checkReserve(size: number): Stepwise<void> {
    const reserve = this.options.reserveBytes ?? 0;
    if (reserve <= 0) return;
    const { freeBytes } = freeOf(yield* step(this.calls.statfs(this.#dir.self)));
    if (freeBytes - size >= reserve) return;
    throw systemError(
      'ENOSPC',
      'statfs',
      `${freeBytes} bytes are free, ${size} are to be written and ${reserve} are to be left over`,
    );
  }

  *#permit(file: WriteHandle, old: Stats | undefined): Stepwise<void> {
    const { owner, mode } = this.options;
    let own = yield* step(file.stat());
    if (owner !== undefined && (owner.uid !== own.uid || owner.gid !== own.gid)) {
      yield* step(file.chown(owner.uid, owner.gid));
      own = yield* step(file.stat());
    }
    const wanted = mode ?? (yield* this.#inherited(file, old, own));
    if ((own.mode & 0o7777) === wanted) return;
    try {
      yield* step(file.chmod(wanted));
    } catch (error) {
      // Where the mount decides on permissions there is nothing to set; only what was asked for by name must hold.
      const wider = (own.mode & 0o7777 & ~wanted) !== 0;
      if (!refusesModes(error) || (mode !== undefined && wider)) throw error;
    }
  }

  /** The permissions of the old file, if it is certainly this user's; who else could have put it there decides nothing. */
  *#inherited(file: WriteHandle, old: Stats | undefined, own: Stats): Stepwise<number> {
    if (old === undefined) return 0o600;
    const matters = favorsGroup(old.mode);
    const acl = matters || this.options.acl === 'refuse' ? yield* this.#oldHasAcl() : undefined;
    if (this.options.acl === 'refuse' && acl !== false) {
      const why = acl ? 'has an ACL, which the new file would not have' : 'may have an ACL, which cannot be told here';
      throw new FsSafeError('ERR_ACL', this.target, `${this.target} ${why}; the old content is untouched`);
    }
    if (old.uid !== this.#host.identity().uid || old.nlink > 1 || othersMayRename(this.#host, this.#dir)) return 0o600;
    let sameGroup = old.gid === own.gid;
    if (!sameGroup && this.options.owner === undefined) {
      try {
        yield* step(file.chown(own.uid, old.gid));
        sameGroup = true;
      } catch {
        // A group that this user is not in.
      }
    }
    return adoptedMode({ mode: old.mode, sameGroup, acl: matters ? acl : false });
  }

  *#oldHasAcl(): Stepwise<boolean | undefined> {
    if (!this.#host.hasProc) return undefined;
    let fd: number;
    try {
      fd = openSync(this.#dir.at(this.#name), O_PATH | O_NOFOLLOW);
    } catch {
      return undefined;
    }
    try {
      return yield* step(this.calls.hasAcl(fd));
    } finally {
      closeSync(fd);
    }
  }

  *#closeFile(): Stepwise<void> {
    const file = this.#file;
    this.#file = undefined;
    if (file !== undefined) yield* step(file.close());
  }

  *#rename(ino: number): Stepwise<void> {
    const entry = this.#dir.at(this.#name);
    try {
      yield* step(this.calls.rename(this.#temporary, entry));
      this.#named = false;
      this.replaced = true;
    } catch (error) {
      // A server's answer may get lost after it did what it was told.
      try {
        this.replaced = (yield* step(this.calls.lstat(entry))).ino === ino;
      } catch {
        // Then it was not.
      }
      this.#named = !this.replaced;
      throw error;
    }
  }

  /** The rename itself is durable once its directory is; some file systems cannot be asked for that. */
  *#syncDirectory(): Stepwise<void> {
    if (process.platform === 'win32') return;
    let handle: WriteHandle | undefined;
    try {
      handle = yield* step(this.calls.open(this.#dir.self, constants.O_RDONLY | constants.O_DIRECTORY));
      yield* step(handle.sync());
    } catch (error) {
      const code = errnoName(error);
      if (code === undefined || unsyncable.has(code)) return;
      const { target } = this;
      const message = `${target} has its new content, which may not survive a power cut: its directory was not synced (${code})`;
      throw new FsSafeError(code as FsSafeErrorCode, target, message, { cause: error });
    } finally {
      try {
        if (handle !== undefined) yield* step(handle.close());
      } catch {
        // It was open for reading only.
      }
    }
  }
}

function systemError(code: string, syscall: string, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code, syscall });
}
