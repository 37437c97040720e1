import { lstatSync, promises } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { errnoName, tryCall } from './errno.js';
import { FsSafeError, quoted } from './errors.js';
import { inOrder } from './in-order.js';
import { Replacement } from './replacement.js';
import { runAsync, runSync, type Stepwise, step } from './stepwise.js';
import { asyncCalls, type ReplaceCalls, syncCalls, type WriteCalls } from './write-calls.js';
import { isSingleFileMount, type Remains, writeFailure } from './write-failure.js';
import { writeInPlace } from './write-in-place.js';
import { checkWriteOptions, checkWritePath } from './write-options.js';

export type { WriteCalls } from './write-calls.js';

/** How `writeFileAtomic` writes. */
export interface WriteFileAtomicOptions {
  /**
   * What survives a power cut when the promise resolves: `true` (default) the file under its name, `'file'` its
   * content, `false` whatever the system has written by then.
   */
  readonly durable?: boolean | 'file';
  /**
   * Permission bits of the new file. Default: those of the file that is replaced if it is this user's own and nobody
   * else can have put it there, without set-id bits; otherwise 0o600.
   */
  readonly mode?: number;
  /** Owner of the new file; giving files away takes root. Default: this user, and the group of a file of its own. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  /**
   * What to do about a file with an ACL, which the new one will not have: `narrow` (default) gives its group no more
   * than others have, `refuse` rejects with `ERR_ACL`, also where nothing can tell whether there is one.
   */
  readonly acl?: 'narrow' | 'refuse';
  /** Whether to write to the file that a link leads to, rather than replace the link. Default: false. */
  readonly followTarget?: boolean;
  /** Bytes that must be left over on the file system when all is written. Default: 0. */
  readonly reserveBytes?: number;
  /**
   * Whether to write over the old content, which keeps ACL, attributes, labels and links but is not atomic: `never`
   * (default), as a `fallback` for a file that is itself a mount and cannot be replaced, or `always`.
   */
  readonly inPlace?: 'never' | 'fallback' | 'always';
  /** Stops before the next write; the old file stays. Default: none. */
  readonly signal?: AbortSignal;
}

/**
 * Replaces a file as a whole: readers see the old content or the new, and any failure leaves the old. Writes of this
 * process to one path are done in the order in which they were asked for.
 * @throws FsSafeError with the system's code (`ENOSPC`, `EROFS`, `EBUSY`, …), or `ERR_NOT_A_FILE`, `ERR_PATH_INVALID`,
 * `ERR_ACL`, `ERR_SYMLINK`; TypeError for options that make no sense
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array,
  options: WriteFileAtomicOptions = {},
): Promise<void> {
  await writeWith(promises, path, data, options);
}

/** The same as `writeFileAtomic`, without a promise: at once, not after writes that still wait for their turn. */
export function writeFileAtomicSync(
  path: string,
  data: string | Uint8Array,
  options: WriteFileAtomicOptions = {},
): void {
  runSync(write(syncCalls, path, checked(path, data, options), options));
}

/** `writeFileAtomic` by the given calls. */
export async function writeWith(
  calls: WriteCalls,
  path: string,
  data: string | Uint8Array,
  options: WriteFileAtomicOptions = {},
): Promise<void> {
  const bytes = checked(path, data, options);
  await inOrder(tryCall(() => resolve(path)) ?? path, () => runAsync(write(asyncCalls(calls), path, bytes, options)));
}

function checked(path: string, data: string | Uint8Array, options: WriteFileAtomicOptions): Uint8Array {
  if (typeof data !== 'string' && !(data instanceof Uint8Array)) {
    throw new TypeError(`data must be a string or a Uint8Array, not ${quoted(data)}`);
  }
  checkWritePath(path);
  checkWriteOptions(options);
  options.signal?.throwIfAborted();
  return typeof data === 'string' ? Buffer.from(data) : data;
}

function* write(calls: ReplaceCalls, path: string, bytes: Uint8Array, options: WriteFileAtomicOptions): Stepwise<void> {
  const { inPlace = 'never', durable = true } = options;
  const outcome = { started: false, remains: 'old' as Remains };
  try {
    const target = options.followTarget ? yield* realTarget(calls, path) : resolve(path);
    if (inPlace !== 'always') {
      try {
        return yield* replace(calls, target, bytes, options, outcome);
      } catch (error) {
        const stuck = inPlace === 'fallback' && errnoName(error) !== undefined && isSingleFileMount(target);
        if (!stuck || outcome.remains === 'new') throw error;
      }
    }
    yield* writeInPlace(calls, target, bytes, durable, outcome);
  } catch (error) {
    throw writeFailure(path, error, outcome.started ? 'torn' : outcome.remains);
  }
}

function* replace(
  calls: ReplaceCalls,
  target: string,
  bytes: Uint8Array,
  options: WriteFileAtomicOptions,
  outcome: { remains: Remains },
): Stepwise<void> {
  options.signal?.throwIfAborted();
  const replacement = new Replacement(calls, target, options);
  try {
    yield* replacement.begin(bytes.length);
    yield* replacement.write(bytes, options.signal);
    yield* replacement.commit();
  } finally {
    outcome.remains = replacement.replaced ? 'new' : 'old';
    yield* replacement.abandon();
  }
}

/**
 * Where a chain of links ends; the last file need not exist yet. A link of another user is not followed, as it could
 * have this process overwrite whatever its owner likes.
 */
export function* realTarget(calls: ReplaceCalls, path: string): Stepwise<string> {
  const link = tryCall(() => lstatSync(path));
  const uid = process.geteuid?.();
  if (link?.isSymbolicLink() && uid !== undefined && link.uid !== 0 && link.uid !== uid) {
    throw new FsSafeError('ERR_SYMLINK', path, `${path} is a link of uid ${link.uid}, which is not followed`);
  }
  try {
    return yield* step(calls.realpath(path));
  } catch (error) {
    if (errnoName(error) !== 'ENOENT') throw error;
    return resolve(yield* step(calls.realpath(dirname(resolve(path)))), basename(path));
  }
}
