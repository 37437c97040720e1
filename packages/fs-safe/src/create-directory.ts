import { basename } from 'node:path';
import type { Blocker } from './attempt.js';
import type { Candidate } from './candidates.js';
import { unclaim } from './claim.js';
import { tryCall } from './errno.js';
import { isMemoryType } from './filesystem-type.js';
import type { Host } from './host.js';
import type { ResolvedOptions } from './options.js';
import { markName } from './owner-mark.js';
import type { PathLocation } from './path-location.js';
import { type PinnedDir, pinDir } from './pinned-dir.js';
import { ExchangedError, type Made, makeMissing, makePrivateDir } from './private-dir.js';
import { probe } from './probe.js';
import { othersMayRename } from './shared-dir.js';
import { freeOf, shortages } from './space.js';
import { findStale, type Stale } from './sweep.js';

/** A directory that was made and has been written to. */
export interface CreatedDirectory {
  /** What the caller gets: a private directory, or the candidate itself. */
  readonly dir: PinnedDir;
  /** Whether it was made for this process alone and is to be removed again. */
  readonly owned: boolean;
  /** Whether its owner's mark lies beside it. */
  readonly marked: boolean;
  readonly memoryBacked: boolean;
  /** Directories of earlier runs beside it. */
  readonly stale: readonly Stale[];
  /** Lets go of everything but `dir`, once `stale` has been dealt with. */
  release(): void;
}

/**
 * Makes what is missing and writes a byte there. When that fails, or too little is free, what was made is gone again.
 * @throws the system's error
 */
export function createDirectory(
  host: Host,
  wanted: ResolvedOptions,
  candidate: Candidate,
  location: PathLocation,
  nearest: PinnedDir,
): CreatedDirectory | readonly Blocker[] {
  const inside = wanted.private ?? (candidate.shared || wanted.purpose === 'tmp' || wanted.purpose === 'runtime');
  // A directory that is kept for good bears no owner's name, so that no later run sweeps it.
  const owned = inside && wanted.cleanup !== 'never';
  let made: Made | undefined;
  let dir: PinnedDir | undefined;
  try {
    made = makeMissing(host, nearest, location);
    dir = inside
      ? makePrivateDir(host, made.dir, wanted.name, owned)
      : pinDir(host, made.dir.self, true, location.path);
    probe(host, dir);
    // What is made in a directory is on its file system; names that were missing may by now be mounts.
    const statfs = (location.missing.length === 0 ? nearest : dir).statfs();
    const short = shortages(location.path, freeOf(statfs), wanted.minimum);
    if (short.length > 0) {
      undo(host, made, dir, inside);
      return short;
    }
    const release = () => {
      made?.close();
      nearest.close();
    };
    return {
      dir,
      owned,
      marked: owned && othersMayRename(host, made.dir),
      memoryBacked: isMemoryType(statfs.type),
      stale: inside ? findStale(host, made.dir, wanted.name, wanted.sweepOlderThanMs) : [],
      release,
    };
  } catch (error) {
    undo(host, made, dir, inside);
    if (!(error instanceof ExchangedError)) throw error;
    return [{ kind: 'untrusted-owner', on: location.path, detail: error.message }];
  }
}

/** Leaves the place as it was before. */
function undo(host: Host, made: Made | undefined, dir: PinnedDir | undefined, inside: boolean): void {
  if (made === undefined) return;
  if (dir !== undefined) {
    const name = basename(dir.path);
    if (inside) {
      tryCall(() => host.fs.rmdirSync(made.dir.at(name)));
      tryCall(() => host.fs.unlinkSync(made.dir.at(markName(name))));
    }
    unclaim(host, dir);
    dir.close();
  }
  made.undo();
  made.close();
}
