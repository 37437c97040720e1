import { basename } from 'node:path';
import type { Blocker } from './attempt.js';
import type { Candidate } from './candidates.js';
import { attempt } from './errno.js';
import { isMemoryType } from './filesystem-type.js';
import type { Host } from './host.js';
import type { Spot } from './locate.js';
import type { Wanted } from './options.js';
import { type PinnedDir, pinDir } from './pinned-dir.js';
import { makeMissing, makePrivateDir } from './private-dir.js';
import { probe } from './probe.js';
import { freeOf, shortages } from './space.js';
import { findStale, type Stale } from './sweep.js';

/** A directory that was made and has been written to. */
export interface Occupied {
  /** What the caller gets: a private directory, or the candidate itself. */
  readonly dir: PinnedDir;
  /** Whether it was made for this process alone and is to be removed again. */
  readonly owned: boolean;
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
export function occupy(
  host: Host,
  wanted: Wanted,
  candidate: Candidate,
  spot: Spot,
  nearest: PinnedDir,
): Occupied | readonly Blocker[] {
  const inside = wanted.private ?? (candidate.shared || wanted.purpose === 'tmp' || wanted.purpose === 'runtime');
  // A directory that is kept for good bears no owner's name, so that no later run sweeps it.
  const owned = inside && wanted.cleanup !== 'never';
  const made = makeMissing(host, nearest, spot);
  let dir: PinnedDir | undefined;
  const giveUp = () => {
    const name = inside && dir && basename(dir.path);
    if (name) attempt(() => host.fs.rmdirSync(made.dir.at(name)));
    dir?.close();
    made.undo();
    made.close();
  };
  try {
    dir = inside ? makePrivateDir(host, made.dir, wanted.name, owned) : pinDir(host, made.dir.self, true, spot.path);
    probe(host, dir);
    // What is made in a directory is on its file system; names that were missing may by now be mounts.
    const statfs = (spot.missing.length === 0 ? nearest : dir).statfs();
    const short = shortages(spot.path, freeOf(statfs), wanted.minimum);
    if (short.length > 0) {
      giveUp();
      return short;
    }
    return {
      dir,
      owned,
      memoryBacked: isMemoryType(statfs.type),
      stale: inside ? findStale(host, made.dir, wanted.name, wanted.sweepOlderThanMs) : [],
      release: () => {
        made.close();
        nearest.close();
      },
    };
  } catch (error) {
    giveUp();
    throw error;
  }
}
