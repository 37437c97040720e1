import { promises } from 'node:fs';
import { resolve } from 'node:path';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { realTarget, type WriteFileAtomicOptions } from './atomic-write.js';
import { FsSafeError } from './errors.js';
import { Replacement } from './replacement.js';
import { runAsync } from './stepwise.js';
import { asyncCalls } from './write-calls.js';
import { writeFailure } from './write-failure.js';
import { checkWriteOptions, checkWritePath } from './write-options.js';

/** What decides on the new file, however it is written. */
export type ReplaceFileOptions = Omit<WriteFileAtomicOptions, 'inPlace' | 'signal'>;

/** A file that is written as a stream and gets its name when it is whole. */
export interface PendingFile extends AsyncDisposable {
  /** The path that it will have. */
  readonly path: string;
  /** Where the content goes; `commit` ends it. */
  readonly stream: Writable;
  /**
   * Waits for all that was written and gives the file its name, in place of the old one.
   * @throws FsSafeError with the system's code; the old content is untouched unless the message says otherwise
   */
  commit(): Promise<void>;
  /** Gives it up: the old file stays. Does nothing after `commit`. Safe to call again. */
  abort(): Promise<void>;
}

/**
 * Starts a file that replaces the one at `path` when it is committed, and leaves nothing when it is not.
 * @throws FsSafeError with the system's code, `ERR_NOT_A_FILE`, `ERR_PATH_INVALID`, `ERR_ACL` or `ERR_SYMLINK`
 */
export async function createPendingFile(path: string, options: ReplaceFileOptions = {}): Promise<PendingFile> {
  checkWritePath(path);
  checkWriteOptions(options);
  const calls = asyncCalls(promises);
  let replacement: Replacement | undefined;
  const explained = (error: unknown) => writeFailure(path, error, replacement?.replaced ? 'new' : 'old');
  try {
    const target = options.followTarget ? await runAsync(realTarget(calls, path)) : resolve(path);
    replacement = new Replacement(calls, target, options);
    await runAsync(replacement.begin());
  } catch (error) {
    if (replacement !== undefined) await runAsync(replacement.abandon());
    throw explained(error);
  }
  return pending(path, replacement, explained);
}

function pending(path: string, replacement: Replacement, explained: (error: unknown) => unknown): PendingFile {
  let state: 'open' | 'committing' | 'ended' = 'open';
  let written = Promise.resolve();
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      written = runAsync(replacement.write(chunk));
      written.then(
        () => done(),
        (error) => done(explained(error) as Error),
      );
    },
  });
  // Whoever does not listen hears of a failure from `commit`.
  stream.on('error', () => {});

  const abort = async () => {
    if (state === 'ended' || state === 'committing') return;
    state = 'ended';
    stream.destroy();
    await written.catch(() => {});
    await runAsync(replacement.abandon());
  };
  const commit = async () => {
    if (state !== 'open') throw new FsSafeError('ERR_CLOSED', path, `${path} was committed or given up before`);
    state = 'committing';
    try {
      if (!stream.writableEnded) stream.end();
      await finished(stream);
      await runAsync(replacement.commit());
    } catch (error) {
      throw explained(error);
    } finally {
      state = 'ended';
      await runAsync(replacement.abandon());
    }
  };
  return { path, stream, commit, abort, [Symbol.asyncDispose]: abort };
}
