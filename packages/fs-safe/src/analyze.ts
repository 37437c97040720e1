import type { Attempt, Blocker, Source } from './attempt.js';
import { codeOf } from './blocker-code.js';
import type { Host } from './host.js';
import type { PathLocation } from './path-location.js';
import type { Minimum } from './space.js';
import { staticBlockers } from './static-blockers.js';
import { toAttempt } from './to-attempt.js';

/** What the system answered when something was tried. */
export interface SystemError {
  readonly code: string;
  readonly syscall: string | undefined;
}

/**
 * Says of a place all that speaks against it: what was `refused` for reasons of our own, what can be told by looking,
 * and what only the system's `error` tells.
 */
export function analyze(
  host: Host,
  candidate: { readonly path: string; readonly source: Source },
  location: PathLocation,
  minimum: Minimum,
  refused: readonly Blocker[] = [],
  error?: SystemError,
): Attempt {
  // Nothing will be made where a directory is missing that is not ours to make, so its parents do not matter.
  if (refused.some((blocker) => blocker.kind === 'missing')) return toAttempt(candidate, refused);
  const analysis = staticBlockers(host, location, minimum);
  const known = analysis.blockers.filter((blocker) => !refused.some((other) => other.kind === blocker.kind));
  const blockers = [...refused, ...known];
  const told = error === undefined || blockers.some((blocker) => codeOf(blocker) === error.code);
  return toAttempt(candidate, told ? blockers : [blockerOf(host, location, (error as SystemError).code), ...blockers], {
    mount: analysis.mount,
    ...error,
  });
}

/** What the system's error alone tells, when the analysis saw nothing: an ACL, a security module, a quota, a race. */
function blockerOf(host: Host, location: PathLocation, code: string): Blocker {
  const on = location.nearest?.path ?? location.path;
  switch (code) {
    case 'EROFS':
      return { kind: 'read-only-filesystem', on };
    case 'EACCES': {
      const stat = location.nearest?.stat() ?? host.fs.statSync(location.path);
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
