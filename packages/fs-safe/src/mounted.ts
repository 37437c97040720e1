import { type FSWatcher, watch } from 'node:fs';
import type { Warning } from './attempt.js';
import { errnoName } from './errno.js';
import { FsSafeError, type FsSafeErrorCode, quoted } from './errors.js';
import { type MountKind, mountKindOf } from './mount-kind.js';
import {
  currentGeneration,
  dataLink,
  fingerprint,
  readSnapshot,
  type Snapshot,
  type SnapshotRequest,
  sameContent,
} from './snapshot.js';
import { createSubscribers } from './subscribers.js';

/** What to read of a mounted directory, and how to follow it. */
export interface OpenMountedOptions {
  /** Names that must be there. Default: every regular file, nested ones too. */
  readonly files?: readonly string[];
  /** Whether files, and the volume itself, may be missing until later, as of an optional Secret. Default: false. */
  readonly optional?: boolean;
  /** Most bytes of all files together. Default: 4,194,304; a Secret holds 1,048,576 at most. */
  readonly maxBytes?: number;
  /** How often to look for a rotation that the file watcher did not report, in ms. Default: 500. */
  readonly pollMs?: number;
  /**
   * Throws when a new set must not be used, as when key and certificate do not match; the last one stays current.
   * Default: every whole set will do.
   */
  readonly validate?: (snapshot: Snapshot) => void;
  /** Closes the set when it aborts. Default: none. */
  readonly signal?: AbortSignal;
}

/** The files of a mounted Secret or ConfigMap, kept up to date. Iterating yields every later snapshot, newest only. */
export interface MountedSet extends AsyncIterable<Snapshot>, AsyncDisposable, Disposable {
  /** The newest snapshot that was consistent and valid. */
  readonly current: Snapshot;
  readonly kind: MountKind;
  /** Why it may not follow the volume: `sub-path`, `not-atomic`, `watch-failed`, or the last `rejected` set. */
  readonly warnings: readonly Warning[];
  /**
   * The content of one file whenever it has changed, newest only; `undefined` when the file is gone.
   * @throws FsSafeError `ERR_PATH_ESCAPE` for a name that leads outside
   */
  follow(name: string): AsyncIterable<Buffer | undefined>;
  /** Looks at once instead of waiting for the announcement, and answers what is current then. */
  refresh(): Snapshot;
  /** Stops following and ends all iterations; `current` stays. Safe to call again. */
  close(): Promise<void>;
}

/**
 * Reads the files of a mounted directory as one consistent set and follows its rotations.
 * @throws FsSafeError with the system's code, `ERR_TOO_LARGE`, `ERR_UNSTABLE`, `ERR_NOT_A_FILE` or `ERR_PATH_ESCAPE`;
 * whatever `validate` throws for the first set
 */
export async function openMounted(dir: string, options: OpenMountedOptions = {}): Promise<MountedSet> {
  const request = checkRequest(dir, options);
  options.signal?.throwIfAborted();
  const first = readExplained(request);
  options.validate?.(first);
  return follow(request, first, mountKindOf(dir, options.files), options);
}

function follow(
  request: SnapshotRequest,
  first: Snapshot,
  firstKind: MountKind,
  options: OpenMountedOptions,
): MountedSet {
  const { dir } = request;
  let kind = firstKind;
  let standing = standingWarnings(dir, kind);
  let watcher: FSWatcher | undefined;
  let current = first;
  let seen = first.generation;
  let rejected: Warning | undefined;
  let closed = false;

  const refresh = (): Snapshot => {
    const link = currentGeneration(dir);
    if (closed) return current;
    if (kind !== 'atomic' && link !== undefined) becomeAtomic();
    const generation = link ?? fingerprint(request);
    if (generation === seen) return current;
    try {
      if (kind === 'atomic' && link === undefined) throw new Error(`its ${dataLink} link is gone`);
      const next = readSnapshot(request);
      seen = next.generation;
      if (!sameContent(next, current)) {
        options.validate?.(next);
        current = next;
        subscribers.publish(next);
      } else if (next.missing.join('/') !== current.missing.join('/')) {
        current = next;
      }
      rejected = undefined;
    } catch (error) {
      rejected = { code: 'rejected', message: `the new files of ${dir} were not taken over: ${messageOf(error)}` };
    }
    return current;
  };

  /** A volume that was empty at first gets its link with its first files. */
  const becomeAtomic = () => {
    kind = 'atomic';
    standing = [];
    watcher = watchLink(dir, refresh, (warning) => standing.push(warning));
  };

  const timer = setInterval(refresh, options.pollMs ?? 500);
  timer.unref();
  // Someone who waits for the next snapshot keeps the process alive; merely having the set does not.
  const subscribers = createSubscribers<Snapshot>((waiting) => (waiting ? timer.ref() : timer.unref()));
  if (kind === 'atomic') becomeAtomic();

  const close = async () => {
    if (closed) return;
    closed = true;
    clearInterval(timer);
    watcher?.close();
    options.signal?.removeEventListener('abort', close);
    subscribers.close();
  };
  options.signal?.addEventListener('abort', close, { once: true });

  return {
    get current() {
      return current;
    },
    get kind() {
      return kind;
    },
    get warnings() {
      return [...standing, ...missingWarnings(dir, current), ...(rejected === undefined ? [] : [rejected])];
    },
    follow: (name) => {
      checkName(dir, name);
      return changesOf(name, current.files.get(name), subscribers.iterate());
    },
    refresh,
    close,
    [Symbol.asyncIterator]: () => subscribers.iterate(),
    [Symbol.asyncDispose]: close,
    [Symbol.dispose]: () => void close(),
  };
}

/** Of a file's contents those that differ from the one before. */
async function* changesOf(
  name: string,
  first: Buffer | undefined,
  snapshots: AsyncIterable<Snapshot>,
): AsyncGenerator<Buffer | undefined, void, undefined> {
  let last = first;
  for await (const { files } of snapshots) {
    const next = files.get(name);
    if (next === last || (next !== undefined && last?.equals(next))) continue;
    last = next;
    yield next;
  }
}

/**
 * Watches the directory: a watch on a file, or on `..data`, follows the inode and goes silent after one rotation.
 * Watches may run out for the whole user (EMFILE, ENOSPC); then polling has to do.
 */
function watchLink(dir: string, changed: () => void, warn: (warning: Warning) => void): FSWatcher | undefined {
  const failed = (error: unknown) =>
    warn({ code: 'watch-failed', message: `${dir} is polled only, as it cannot be watched: ${messageOf(error)}` });
  try {
    const watcher = watch(dir, { persistent: false }, (_event, name) => {
      if (name === null || name === dataLink) changed();
    });
    watcher.on('error', (error) => {
      watcher.close();
      failed(error);
    });
    return watcher;
  } catch (error) {
    failed(error);
    return undefined;
  }
}

function standingWarnings(dir: string, kind: MountKind): Warning[] {
  if (kind === 'subPath') {
    const message = `files in ${dir} are mounted one by one (subPath) and never change; mount the whole volume instead`;
    return [{ code: 'sub-path', message }];
  }
  if (kind === 'plain') {
    return [
      { code: 'not-atomic', message: `${dir} has no ${dataLink} link, so files that belong together may be torn` },
    ];
  }
  return [];
}

function missingWarnings(dir: string, { missing }: Snapshot): Warning[] {
  if (missing.length === 0) return [];
  return [{ code: 'missing-files', message: `${dir} does not have ${missing.map(quoted).join(', ')}` }];
}

function checkRequest(
  dir: string,
  { files, maxBytes = 4_194_304, optional = false, pollMs }: OpenMountedOptions,
): SnapshotRequest {
  if (typeof dir !== 'string' || dir === '' || dir.includes('\0')) {
    throw new FsSafeError(
      'ERR_PATH_INVALID',
      String(dir),
      `the directory must be a string without NUL, not ${quoted(dir)}`,
    );
  }
  for (const [key, value] of Object.entries({ maxBytes, pollMs: pollMs ?? 500 })) {
    if (!(typeof value === 'number' && value >= 1))
      throw new TypeError(`${key} must be 1 or more, not ${quoted(value)}`);
  }
  if (typeof optional !== 'boolean') throw new TypeError(`optional must be true or false, not ${quoted(optional)}`);
  for (const name of files ?? []) checkName(dir, name);
  return { dir, files, maxBytes, optional };
}

function checkName(dir: string, name: string): void {
  const parts = name.split('/');
  if (!name.startsWith('/') && !name.includes('\0') && !parts.some((part) => part === '' || part.startsWith('..')))
    return;
  throw new FsSafeError('ERR_PATH_ESCAPE', dir, `${quoted(name)} is no name of a file inside ${dir}`);
}

function readExplained(request: SnapshotRequest): Snapshot {
  try {
    return readSnapshot(request);
  } catch (error) {
    const code = errnoName(error);
    if (error instanceof FsSafeError || code === undefined) throw error;
    throw new FsSafeError(code as FsSafeErrorCode, request.dir, `cannot read ${request.dir}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
