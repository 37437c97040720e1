import { randomBytes } from 'node:crypto';
import { constants, promises, type Stats } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { errnoName } from './errno.js';
import { FsSafeError, type FsSafeErrorCode, quoted } from './errors.js';
import { createHost } from './host.js';
import { type PinnedDir, pinDir } from './pinned-dir.js';
import { freeOf } from './space.js';
import { writeFailure } from './write-failure.js';

/** How `writeFileAtomic` writes. */
export interface WriteFileAtomicOptions {
  /**
   * What survives a power cut when the promise resolves: `true` (default) the file under its name, `'file'` its
   * content, `false` whatever the system has written by then.
   */
  readonly durable?: boolean | 'file';
  /** Permission bits of the new file. Default: those of the file that is replaced, or 0o600. */
  readonly mode?: number;
  /** Whether to write to the file that a link leads to, rather than replace the link. Default: false. */
  readonly followTarget?: boolean;
  /** Bytes that must be left over on the file system when all is written. Default: 0. */
  readonly reserveBytes?: number;
  /** Stops before the next write; the old file stays. Default: none. */
  readonly signal?: AbortSignal;
}

/** The calls that writing takes; tests hand in others. */
export type WriteCalls = Pick<typeof promises, 'lstat' | 'open' | 'realpath' | 'rename' | 'statfs' | 'unlink'>;

/**
 * Replaces a file as a whole: readers see the old content or the new, and any failure leaves the old.
 * @throws FsSafeError with the system's code (`ENOSPC`, `EROFS`, `EBUSY`, …), or `ERR_NOT_A_FILE`, `ERR_PATH_INVALID`
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array,
  options: WriteFileAtomicOptions = {},
): Promise<void> {
  await writeWith(promises, path, data, options);
}

/** `writeFileAtomic` by the given calls. */
export async function writeWith(
  calls: WriteCalls,
  path: string,
  data: string | Uint8Array,
  options: WriteFileAtomicOptions = {},
): Promise<void> {
  if (typeof data !== 'string' && !(data instanceof Uint8Array)) {
    throw new TypeError(`data must be a string or a Uint8Array, not ${quoted(data)}`);
  }
  if (typeof path !== 'string' || path === '' || path.includes('\0')) {
    throw new FsSafeError(
      'ERR_PATH_INVALID',
      String(path),
      `the path must be a string without NUL, not ${quoted(path)}`,
    );
  }
  options.signal?.throwIfAborted();
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  try {
    const target = options.followTarget ? await realTarget(calls, path) : resolve(path);
    await replace(calls, target, bytes, options);
  } catch (error) {
    throw writeFailure(path, error);
  }
}

async function replace(
  calls: WriteCalls,
  target: string,
  bytes: Uint8Array,
  options: WriteFileAtomicOptions,
): Promise<void> {
  const dir = pinDir(createHost(), dirname(target), true);
  const temporary = dir.at(`.${randomBytes(16).toString('hex')}.tmp`);
  let leftover = false;
  try {
    const old = await existing(calls, dir.at(basename(target)), target);
    await checkReserve(calls, dir, bytes.length, options.reserveBytes ?? 0);
    const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW = 0 } = constants;
    const file = await calls.open(temporary, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o600);
    leftover = true;
    try {
      await adopt(file, old, options.mode);
      await writeAll(file, bytes, options.signal);
      if ((options.durable ?? true) !== false) await file.sync();
    } finally {
      await file.close();
    }
    await calls.rename(temporary, dir.at(basename(target)));
    leftover = false;
    if ((options.durable ?? true) === true) await syncDirectory(calls, dir, target);
  } finally {
    if (leftover) await calls.unlink(temporary).catch(() => {});
    dir.close();
  }
}

/** Where a chain of links ends; the last file need not exist yet. */
async function realTarget(calls: WriteCalls, path: string): Promise<string> {
  try {
    return await calls.realpath(path);
  } catch (error) {
    if (errnoName(error) !== 'ENOENT') throw error;
    return resolve(await calls.realpath(dirname(resolve(path))), basename(path));
  }
}

async function existing(calls: WriteCalls, entry: string, target: string): Promise<Stats | undefined> {
  const stat = await calls.lstat(entry).catch((error: unknown) => {
    if (errnoName(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (stat === undefined || stat.isFile()) return stat;
  // What is replaced then is the link itself.
  if (stat.isSymbolicLink()) return undefined;
  throw new FsSafeError('ERR_NOT_A_FILE', target, `${target} is not a regular file, and only files are replaced`);
}

async function checkReserve(calls: WriteCalls, dir: PinnedDir, size: number, reserve: number): Promise<void> {
  if (reserve <= 0) return;
  const { freeBytes } = freeOf(await calls.statfs(dir.self));
  if (freeBytes - size >= reserve) return;
  const message = `ENOSPC: ${freeBytes} bytes are free, ${size} are to be written and ${reserve} are to be left over`;
  throw Object.assign(new Error(message), { code: 'ENOSPC', syscall: 'statfs' });
}

type File = Awaited<ReturnType<WriteCalls['open']>>;

/** A replacement keeps mode and owner; an owner that may not be given away is left. */
async function adopt(file: File, old: Stats | undefined, mode: number | undefined): Promise<void> {
  if (process.platform === 'win32') return;
  const own = old && (await file.stat());
  if (old && own && (old.uid !== own.uid || old.gid !== own.gid)) await file.chown(old.uid, old.gid).catch(() => {});
  // After chown, which clears the set-id bits.
  await file.chmod(mode ?? (old ? old.mode & 0o7777 : 0o600));
}

/** One write(2) may take less than it is given, and on a full disk it does so without an error. */
async function writeAll(file: File, bytes: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
  for (let offset = 0; offset < bytes.length; ) {
    signal?.throwIfAborted();
    const { bytesWritten } = await file.write(bytes, offset, bytes.length - offset, offset);
    if (bytesWritten === 0) throw Object.assign(new Error('ENOSPC: the system wrote nothing'), { code: 'ENOSPC' });
    offset += bytesWritten;
  }
  const { size } = await file.stat();
  if (size !== bytes.length)
    throw Object.assign(new Error(`EIO: ${size} of ${bytes.length} bytes arrived`), { code: 'EIO' });
}

/** The rename itself is durable once its directory is; some file systems cannot be asked for that. */
async function syncDirectory(calls: WriteCalls, dir: PinnedDir, target: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await calls.open(dir.self, constants.O_RDONLY | constants.O_DIRECTORY).catch(() => undefined);
  try {
    await handle?.sync();
  } catch (error) {
    const code = errnoName(error);
    if (code === undefined || ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'].includes(code)) return;
    const message = `${target} has its new content, which may not survive a power cut: its directory was not synced (${code})`;
    throw new FsSafeError(code as FsSafeErrorCode, target, message, { cause: error });
  } finally {
    await handle?.close();
  }
}
