import { type FSWatcher, watch } from 'node:fs';
import type { Warning } from './attempt.js';
import { errnoName } from './errno.js';
import { FsSafeError, type FsSafeErrorCode, quoted } from './errors.js';
import { type MountKind, mountKindOf } from './mount-kind.js';
import { currentGeneration, dataLink, fingerprint, readSnapshot, type Snapshot, sameContent } from './snapshot.js';
import { createSubscribers } from './subscribers.js';

/** What to read of a mounted directory, and how to follow it. */
export interface OpenMountedOptions {
  /** Names that must be there. Default: every regular file, nested ones too. */
  readonly files?: readonly string[];
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

type Request = { readonly dir: string; readonly files: readonly string[] | undefined; readonly maxBytes: number };

function follow(request: Request, first: Snapshot, kind: MountKind, options: OpenMountedOptions): MountedSet {
  const { dir } = request;
  const standing = standingWarnings(dir, kind);
  let current = first;
  let seen = first.generation;
  let rejected: Warning | undefined;
  let closed = false;

  const refresh = (): Snapshot => {
    const link = currentGeneration(dir);
    const generation = link ?? fingerprint(request);
    if (closed || generation === seen) return current;
    try {
      if (kind === 'atomic' && link === undefined) throw new Error(`its ${dataLink} link is gone`);
      const next = readSnapshot(request);
      seen = next.generation;
      if (!sameContent(next, current)) {
        options.validate?.(next);
        current = next;
        subscribers.publish(next);
      }
      rejected = undefined;
    } catch (error) {
      rejected = { code: 'rejected', message: `the new files of ${dir} were not taken over: ${messageOf(error)}` };
    }
    return current;
  };

  const timer = setInterval(refresh, options.pollMs ?? 500);
  timer.unref();
  // Someone who waits for the next snapshot keeps the process alive; merely having the set does not.
  const subscribers = createSubscribers<Snapshot>((waiting) => (waiting ? timer.ref() : timer.unref()));
  const watcher = kind === 'atomic' ? watchLink(dir, refresh, (warning) => standing.push(warning)) : undefined;

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
    kind,
    get warnings() {
      return rejected === undefined ? [...standing] : [...standing, rejected];
    },
    refresh,
    close,
    [Symbol.asyncIterator]: () => subscribers.iterate(),
    [Symbol.asyncDispose]: close,
    [Symbol.dispose]: () => void close(),
  };
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

function checkRequest(dir: string, { files, maxBytes = 4_194_304, pollMs }: OpenMountedOptions): Request {
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
  for (const name of files ?? []) {
    if (
      name.startsWith('/') ||
      name.includes('\0') ||
      name.split('/').some((part) => part === '' || part.startsWith('..'))
    ) {
      throw new FsSafeError('ERR_PATH_ESCAPE', dir, `${quoted(name)} is no name of a file inside ${dir}`);
    }
  }
  return { dir, files, maxBytes };
}

function readExplained(request: Request): Snapshot {
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
