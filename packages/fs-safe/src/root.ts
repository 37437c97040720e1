import type { promises } from 'node:fs';
import { errnoName } from './errno.js';
import { FsSafeError, type FsSafeErrorCode, quoted } from './errors.js';
import { createHost, type Host } from './host.js';
import { type OpenFlags, openRegularFile } from './open-regular-file.js';
import { type PinnedDir, pinDir } from './pinned-dir.js';
import { removeTree } from './remove-tree.js';
import { type Place, type SymlinkPolicy, walk } from './walk.js';

/** How to open a file below a root. */
export interface RootOpenOptions {
  /** `r` (default) to read, `wx` to create, `r+` to change, `a` to append to what may not exist yet. */
  readonly flags?: OpenFlags;
  /** `forbid` refuses every link on the way, `inside` follows those that stay inside. Default: `forbid`. */
  readonly symlinks?: SymlinkPolicy;
}

/** How to read a file below a root. */
export interface RootReadOptions {
  /** `forbid` refuses every link on the way, `inside` follows those that stay inside. Default: `forbid`. */
  readonly symlinks?: SymlinkPolicy;
  /** Most bytes of the file. Default: Infinity. */
  readonly maxBytes?: number;
}

/** A directory that paths cannot lead out of, whoever renames what below it meanwhile. */
export interface Root extends AsyncDisposable, Disposable {
  readonly path: string;
  /** Opens a regular file; new ones are of mode 0600. The caller closes the handle. */
  open(path: string, options?: RootOpenOptions): Promise<promises.FileHandle>;
  /** Reads a regular file; one of more than `maxBytes` (default: no limit) is refused with `ERR_TOO_LARGE`. */
  readFile(path: string, options?: RootReadOptions): Promise<Buffer>;
  /** Makes a directory and those above it, mode 0700; existing ones will do. */
  mkdir(path: string): Promise<void>;
  /** Removes a file, a link or an empty directory; with `recursive` also what is in it. */
  rm(path: string, options?: { readonly recursive?: boolean }): Promise<void>;
  /** Lets go of the directory as soon as what runs has finished. Safe to call again. */
  close(): Promise<void>;
}

/**
 * Opens a directory for confined access. It takes Linux with /proc.
 * @throws FsSafeError `ERR_UNSUPPORTED` elsewhere, unless `allowRacy` accepts checks that an attacker who renames
 * directories can slip through; the system's code when the directory cannot be opened
 */
export async function openRoot(dir: string, options: { readonly allowRacy?: boolean } = {}): Promise<Root> {
  const host = createHost();
  requireProc(host, dir, options.allowRacy);
  return inWords(dir, '.', () => createRoot(host, pinDir(host, dir, true)));
}

/** @throws FsSafeError `ERR_UNSUPPORTED` where directories cannot be held open */
export function requireProc(host: Host, dir: string, allowRacy = false): void {
  if (host.hasProc || allowRacy) return;
  throw new FsSafeError(
    'ERR_UNSUPPORTED',
    dir,
    'confined access takes Linux with /proc; allowRacy: true goes without the guarantee',
  );
}

/** Makes a root of a directory that is held open; closing the root lets go of it. */
export function createRoot(host: Host, root: PinnedDir): Root {
  let closed = false;
  let running = 0;
  const letGo = () => {
    if (closed && running === 0) root.close();
  };
  const within = async <T>(
    path: string,
    symlinks: SymlinkPolicy,
    create: boolean,
    act: (place: Place) => Promise<T>,
  ) => {
    if (closed) throw new FsSafeError('ERR_CLOSED', path, `the root ${root.path} was closed`);
    running++;
    try {
      return await inWords(root.path, path, async () => {
        const place = walk(host, root, path, symlinks, create);
        return act(place).finally(place.close);
      });
    } finally {
      running--;
      letGo();
    }
  };
  const open = (path: string, { flags = 'r', symlinks = 'forbid' }: RootOpenOptions = {}) =>
    within(path, symlinks, false, ({ dir, name }) =>
      openRegularFile(host, dir, path.endsWith('/') ? undefined : name, flags),
    );
  const close = async () => {
    closed = true;
    letGo();
  };
  return {
    path: root.path,
    open,
    readFile: async (path, { maxBytes = Number.POSITIVE_INFINITY, ...options } = {}) => {
      if (!(typeof maxBytes === 'number' && maxBytes >= 0)) {
        throw new TypeError(`maxBytes must be a number of 0 or more, not ${quoted(maxBytes)}`);
      }
      const file = await open(path, { flags: 'r', ...options });
      try {
        return await readAtMost(file, maxBytes, path);
      } finally {
        await file.close();
      }
    },
    mkdir: (path) => within(path, 'forbid', true, async () => {}),
    rm: (path, { recursive = false } = {}) =>
      within(path, 'forbid', false, async ({ dir, name }) => {
        if (name === undefined)
          throw new FsSafeError('ERR_PATH_INVALID', path, `${quoted(path)} names no entry of ${root.path}`);
        await removeTree(host, dir, name, recursive);
      }),
    close,
    [Symbol.asyncDispose]: close,
    [Symbol.dispose]: () => void close(),
  };
}

/** A file that grows while it is read is cut off as well. */
async function readAtMost(file: promises.FileHandle, maxBytes: number, path: string): Promise<Buffer> {
  if (maxBytes === Number.POSITIVE_INFINITY) return file.readFile();
  const { size } = await file.stat();
  const buffer = Buffer.alloc(Math.min(size, maxBytes) + 1);
  let length = 0;
  for (let bytesRead = 1; bytesRead > 0 && length < buffer.length; length += bytesRead) {
    ({ bytesRead } = await file.read(buffer, length, buffer.length - length, length));
  }
  if (length <= maxBytes && length < buffer.length) return buffer.subarray(0, length);
  if (length > maxBytes) {
    throw new FsSafeError('ERR_TOO_LARGE', path, `${quoted(path)} holds more than maxBytes, ${maxBytes}`);
  }
  return Buffer.concat([buffer, await file.readFile()]);
}

/** The system speaks of descriptors' paths; the caller knows the file by another name. */
async function inWords<T>(root: string, path: string, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const code = errnoName(error);
    if (error instanceof FsSafeError || code === undefined) throw error;
    throw new FsSafeError(code as FsSafeErrorCode, path, `${code}: ${quoted(path)} in ${root}`, { cause: error });
  }
}
