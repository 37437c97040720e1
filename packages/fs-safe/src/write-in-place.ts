import { constants } from 'node:fs';
import { FsSafeError } from './errors.js';
import { type Stepwise, step } from './stepwise.js';
import type { ReplaceCalls } from './write-calls.js';

/** How far a write in place came, for the message of a failure. */
export interface InPlaceProgress {
  /** Whether bytes of the old content may be gone. */
  started: boolean;
}

/**
 * Writes over the content of a file, which keeps its inode and with it owner, permissions, ACL, attributes and links.
 * Readers see parts of it, and so does everybody when it fails half-way.
 */
export function* writeInPlace(
  calls: ReplaceCalls,
  target: string,
  bytes: Uint8Array,
  durable: boolean | 'file',
  progress: InPlaceProgress,
): Stepwise<void> {
  const { O_WRONLY, O_CREAT, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const file = yield* step(calls.open(target, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600));
  try {
    if (!(yield* step(file.stat())).isFile()) {
      throw new FsSafeError('ERR_NOT_A_FILE', target, `${target} is not a regular file, and only files are written`);
    }
    progress.started = true;
    for (let offset = 0; offset < bytes.length; ) {
      const { bytesWritten } = yield* step(file.write(bytes, offset, bytes.length - offset, offset));
      if (bytesWritten === 0) throw Object.assign(new Error('ENOSPC: the system wrote nothing'), { code: 'ENOSPC' });
      offset += bytesWritten;
    }
    yield* step(file.truncate(bytes.length));
    if (durable !== false) yield* step(file.sync());
  } finally {
    yield* step(file.close());
  }
}
