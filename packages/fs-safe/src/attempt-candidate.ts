import type { Attempt, Blocker } from './attempt.js';
import { codeOf } from './blocker-code.js';
import type { Candidate } from './candidates.js';
import { attemptOf } from './diagnose.js';
import { errnoName } from './errno.js';
import { unfitness } from './fitness.js';
import type { Host } from './host.js';
import { locate, type Spot } from './locate.js';
import { type Occupied, occupy } from './occupy.js';
import type { Wanted } from './options.js';
import { staticBlockers } from './static-blockers.js';

/** Tries one place: the system decides whether it will do, the analysis only says why not. */
export function attemptCandidate(host: Host, wanted: Wanted, candidate: Candidate): Occupied | Attempt {
  if (candidate.problem !== undefined) return attemptOf(candidate, [candidate.problem]);
  const spot = locate(host, candidate.path, candidate.links);
  let occupied: Occupied | undefined;
  try {
    const unfit = unfitness(host, wanted, candidate, spot);
    if (spot.nearest === undefined || unfit.length > 0) return describe(host, wanted, candidate, spot, unfit);
    const outcome = occupy(host, wanted, candidate, spot, spot.nearest);
    if (!('dir' in outcome)) return describe(host, wanted, candidate, spot, outcome);
    occupied = outcome;
    return occupied;
  } catch (error) {
    const code = errnoName(error);
    if (code === undefined) throw error;
    return describe(host, wanted, candidate, spot, [], { code, syscall: (error as NodeJS.ErrnoException).syscall });
  } finally {
    if (occupied === undefined) spot.nearest?.close();
  }
}

/** Looks at one place without making anything: what the analysis expects of it. */
export function examineCandidate(host: Host, wanted: Wanted, candidate: Candidate): Attempt {
  if (candidate.problem !== undefined) return attemptOf(candidate, [candidate.problem]);
  const spot = locate(host, candidate.path, candidate.links);
  try {
    return describe(host, wanted, candidate, spot, unfitness(host, wanted, candidate, spot));
  } finally {
    spot.nearest?.close();
  }
}

type SystemError = { readonly code: string; readonly syscall: string | undefined };

function describe(
  host: Host,
  wanted: Wanted,
  candidate: Candidate,
  spot: Spot,
  refused: readonly Blocker[],
  error?: SystemError,
): Attempt {
  // Nothing will be made where a directory is missing that is not ours to make, so its parents do not matter.
  if (refused.some((blocker) => blocker.kind === 'missing')) return attemptOf(candidate, refused);
  const analysis = staticBlockers(host, spot, wanted.minimum);
  const known = analysis.blockers.filter((blocker) => !refused.some((other) => other.kind === blocker.kind));
  const blockers = [...refused, ...known];
  const told = error === undefined || blockers.some((blocker) => codeOf(blocker) === error.code);
  return attemptOf(candidate, told ? blockers : [blockerOf(host, spot, (error as SystemError).code), ...blockers], {
    mount: analysis.mount,
    ...error,
  });
}

/** What the system's error alone tells, when the analysis saw nothing: an ACL, a security module, a quota, a race. */
function blockerOf(host: Host, spot: Spot, code: string): Blocker {
  const on = spot.nearest?.path ?? spot.path;
  switch (code) {
    case 'EROFS':
      return { kind: 'read-only-filesystem', on };
    case 'EACCES': {
      const stat = spot.nearest?.stat() ?? host.fs.statSync(spot.path);
      const { uid, gid, groups } = host.identity();
      const owner = { uid: stat.uid, gid: stat.gid };
      return {
        kind: 'permission',
        on,
        owner,
        mode: stat.mode & 0o7777,
        process: { uid, gid, groups },
        confidence: 'likely',
      };
    }
    case 'ENOSPC':
      return { kind: 'no-space', on, free: 0, required: 1, unit: 'bytes' };
    case 'EDQUOT':
      return { kind: 'quota', on, free: 0, required: 1, unit: 'bytes' };
    default:
      return { kind: 'other', on, detail: code };
  }
}
