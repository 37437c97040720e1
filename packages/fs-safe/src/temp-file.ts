import { randomBytes } from 'node:crypto';
import { constants, promises, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { errnoName, tryCall } from './errno.js';
import { FsSafeError, type FsSafeErrorCode, quoted } from './errors.js';
import { hasNoTmpfile, O_TMPFILE } from './o-tmpfile.js';
import type { PinnedDir } from './pinned-dir.js';

/** What a temporary file is to be like. */
export interface TempFileOptions {
  /** What its name begins with. Default: `tmp-`. */
  readonly prefix?: string;
  /** Whether it has a name; one without goes with the process, however that ends. Default: true. */
  readonly named?: boolean;
}

/** A file that goes when it is disposed of. */
export interface TempFile extends AsyncDisposable, Disposable {
  /** Open for reading and writing; closed by disposing. */
  readonly handle: promises.FileHandle;
  /** Absent when it has no name. */
  readonly path: string | undefined;
  /** Closes and removes it. Safe to call again. */
  dispose(): Promise<void>;
}

/** Makes a file of mode 0600 in a directory that is held open. */
export async function createTempFile(dir: PinnedDir, options: TempFileOptions): Promise<TempFile> {
  const { prefix = 'tmp-', named = true } = options;
  if (typeof named !== 'boolean') throw new TypeError(`named must be true or false, not ${quoted(named)}`);
  if (typeof prefix !== 'string' || /[/\0]/.test(prefix) || Buffer.byteLength(prefix) > 200) {
    throw new FsSafeError(
      'ERR_PATH_INVALID',
      dir.path,
      `prefix must be a name of 200 bytes at most, not ${quoted(prefix)}`,
    );
  }
  try {
    if (named) return await namedFile(dir, `${prefix}${randomBytes(12).toString('hex')}`);
    return tempFile(await namelessFile(dir), undefined);
  } catch (error) {
    const code = errnoName(error);
    if (code === undefined) throw error;
    const message = `no temporary file in ${dir.path}: ${code}`;
    throw new FsSafeError(code as FsSafeErrorCode, dir.path, message, { cause: error });
  }
}

const { O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = constants;

async function namedFile(dir: PinnedDir, name: string): Promise<TempFile> {
  const handle = await promises.open(dir.at(name), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  return tempFile(handle, join(dir.path, name));
}

async function namelessFile(dir: PinnedDir): Promise<promises.FileHandle> {
  if (process.platform === 'linux') {
    try {
      return await promises.open(dir.self, O_TMPFILE | O_RDWR, 0o600);
    } catch (error) {
      if (!hasNoTmpfile(error)) throw error;
    }
  }
  const path = dir.at(`.${randomBytes(16).toString('hex')}.tmp`);
  const handle = await promises.open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  await promises.unlink(path);
  return handle;
}

function tempFile(handle: promises.FileHandle, path: string | undefined): TempFile {
  let disposed: Promise<void> | undefined;
  const dispose = () => {
    disposed ??= (async () => {
      if (path !== undefined) tryCall(() => unlinkSync(path));
      await handle.close();
    })();
    return disposed;
  };
  return {
    handle,
    path,
    dispose,
    [Symbol.asyncDispose]: dispose,
    [Symbol.dispose]: () => void dispose().catch(() => {}),
  };
}
