import { promises } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Attempt, Source, Warning } from './attempt.js';
import { unclaim } from './claim.js';
import { errnoName, tryCall } from './errno.js';
import { FsSafeError, type FsSafeErrorCode, quoted } from './errors.js';
import { isPersistent } from './filesystem-type.js';
import type { Host } from './host.js';
import type { Mount } from './mountinfo.js';
import { mountOf } from './mounts.js';
import { markName } from './owner-mark.js';
import { type PinnedDir, pinDir } from './pinned-dir.js';
import { removeAtExit } from './remove-at-exit.js';
import { emptyDir, emptyDirSync } from './remove-tree.js';
import { createRoot, type Root, requireProc } from './root.js';
import { freeOf } from './space.js';
import { createTempFile, type TempFile, type TempFileOptions } from './temp-file.js';

/** A directory that was written to when it was resolved, and is held open until it is disposed of. */
export interface WritableDir extends AsyncDisposable, Disposable {
  readonly path: string;
  readonly source: Source;
  /** The mount it is on, looked up when first asked for; `undefined` where /proc does not tell, or when disposed of. */
  readonly mount: Mount | undefined;
  /** Whether its files are kept in memory and count against the container's limit. */
  readonly memoryBacked: boolean;
  /** Whether its files outlive the container. */
  readonly persistent: boolean | 'unknown';
  /** Every candidate up to this one, and what was wrong with it. */
  readonly attempts: readonly Attempt[];
  readonly warnings: readonly Warning[];
  /** What is free now; Infinity where the file system counts none. */
  space(): Promise<{ freeBytes: number; freeInodes: number }>;
  /**
   * A path inside, by its text alone.
   * @throws FsSafeError `ERR_PATH_ESCAPE` when the parts lead outside, `ERR_PATH_INVALID` for a NUL byte
   */
  join(...parts: string[]): string;
  /**
   * Makes a file of mode 0600 in it, open for reading and writing, that goes when it is disposed of.
   * @throws FsSafeError with the system's code, `ERR_PATH_INVALID` or `ERR_CLOSED`
   */
  tempFile(options?: TempFileOptions): Promise<TempFile>;
  /**
   * Confined access to what is in it.
   * @throws FsSafeError `ERR_UNSUPPORTED` without Linux and /proc
   */
  root(): Root;
  /** Removes the private directory, unless `cleanup` is `never`, and lets go of it. Safe to call again. */
  dispose(): Promise<void>;
}

/** What a WritableDir is made of. */
export interface WritableDirParts {
  readonly host: Host;
  readonly dir: PinnedDir;
  readonly source: Source;
  readonly memoryBacked: boolean;
  readonly attempts: readonly Attempt[];
  readonly warnings: readonly Warning[];
  /** Whether to remove it: never, when disposed of, or also when the process exits. */
  readonly cleanup: 'exit' | 'dispose' | 'never';
  /** Whether its owner's mark lies beside it. */
  readonly marked: boolean;
  /** How often to show other containers that its owner lives. */
  readonly heartbeatMs: number;
}

/** Wraps a directory that was made. */
export function createWritableDir(parts: WritableDirParts): WritableDir {
  const { host, dir, memoryBacked, cleanup, marked } = parts;
  let mount: { readonly value: Mount | undefined } | undefined;
  let disposed: Promise<void> | undefined;
  const stopHeart = cleanup === 'never' ? () => {} : heartbeat(host, dir, parts.heartbeatMs);
  const forget = cleanup === 'exit' ? removeAtExit(() => removeSync(host, dir, marked)) : () => {};
  const letGo = () => {
    stopHeart();
    forget();
  };
  const close = () => {
    unclaim(host, dir);
    dir.close();
  };
  const lookUpMount = () => {
    // The number of a descriptor that was closed may by now be that of another file.
    if (disposed === undefined) mount ??= { value: mountOf(host, dir) };
    return mount?.value;
  };
  const dispose = () => {
    disposed ??= (async () => {
      letGo();
      try {
        if (cleanup !== 'never') await remove(host, dir, marked);
      } finally {
        close();
      }
    })();
    return disposed;
  };

  return {
    path: dir.path,
    source: parts.source,
    get mount() {
      return lookUpMount();
    },
    memoryBacked,
    get persistent() {
      return isPersistent(lookUpMount(), memoryBacked);
    },
    attempts: parts.attempts,
    get warnings(): readonly Warning[] {
      const mountPoint = lookUpMount()?.options.includes('noexec') ? lookUpMount()?.point : undefined;
      if (mountPoint === undefined) return parts.warnings;
      const message = `programs cannot be started in ${dir.path}: the mount ${mountPoint} is noexec`;
      return [...parts.warnings, { code: 'noexec', message }];
    },
    space: async () => freeOf(await promises.statfs(dir.path)),
    tempFile: async (options = {}) => {
      if (disposed !== undefined) throw new FsSafeError('ERR_CLOSED', dir.path, `${dir.path} was disposed of`);
      return createTempFile(dir, options);
    },
    join: (...names) => joinInside(dir.path, names),
    root: () => {
      requireProc(host, dir.path);
      return createRoot(host, pinDir(host, dir.self, true, dir.path));
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
    [Symbol.dispose]: () => {
      if (disposed !== undefined) return;
      disposed = Promise.resolve();
      letGo();
      if (cleanup !== 'never') removeSync(host, dir, marked);
      close();
    },
  };
}

function joinInside(base: string, parts: readonly string[]): string {
  if (parts.some((part) => part.includes('\0'))) {
    throw new FsSafeError('ERR_PATH_INVALID', base, `a path must not contain NUL: ${quoted(parts.join('/'))}`);
  }
  const path = join(base, ...parts);
  const inside = relative(base, resolve(path));
  if (parts.some(isAbsolute) || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw new FsSafeError(
      'ERR_PATH_ESCAPE',
      path,
      `${quoted(parts.join('/'))} leads out of ${base}; name something inside`,
    );
  }
  return path;
}

/** Touches the directory, so that runs in other containers, which cannot look its owner up, leave it alone. */
function heartbeat(host: Host, dir: PinnedDir, everyMs: number): () => void {
  const timer = setInterval(() => {
    const now = new Date();
    tryCall(() => host.fs.utimesSync(dir.self, now, now));
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Most are empty by then; what is not is emptied through the descriptor, as someone may have moved it. */
async function remove(host: Host, dir: PinnedDir, marked: boolean): Promise<void> {
  const removed = promises.rmdir(dir.path).then(
    () => true,
    () => false,
  );
  if (!(await removed)) {
    await emptyDir(host, dir);
    await promises.rmdir(dir.path).catch((error: unknown) => {
      if (errnoName(error) !== 'ENOENT') throw inWords(dir.path, error);
    });
  }
  if (marked) await promises.unlink(markPath(dir)).catch(() => {});
}

function removeSync(host: Host, dir: PinnedDir, marked: boolean): void {
  tryCall(() => {
    if (tryCall(() => host.fs.rmdirSync(dir.path) ?? true)) return;
    emptyDirSync(host, dir);
    host.fs.rmdirSync(dir.path);
  });
  if (marked) tryCall(() => host.fs.unlinkSync(markPath(dir)));
}

function markPath({ path }: PinnedDir): string {
  return join(dirname(path), markName(basename(path)));
}

function inWords(path: string, error: unknown): FsSafeError {
  const code = errnoName(error) as FsSafeErrorCode;
  return new FsSafeError(code, path, `${path} could not be removed: ${code}`, { cause: error });
}
