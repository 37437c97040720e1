import type { Blocker } from './attempt.js';
import type { Candidate } from './candidates.js';
import { isMemoryType, isPersistent } from './filesystem-type.js';
import type { Host } from './host.js';
import type { Id } from './identity.js';
import { mountOf } from './mounts.js';
import type { ResolvedOptions } from './options.js';
import type { PathLocation } from './path-location.js';
import { fatalBlocker } from './static-blockers.js';

/** Why a place must not be used although it might be possible; asked before anything is made there. */
export function validateCandidate(
  host: Host,
  wanted: ResolvedOptions,
  candidate: Candidate,
  location: PathLocation,
): readonly Blocker[] {
  const dir = location.nearest;
  if (dir === undefined || location.blockers.length > 0) return location.blockers;
  const fatal = fatalBlocker(host, dir);
  if (fatal !== undefined) return [fatal];
  if (!candidate.create && location.missing.length > 0 && !location.denied)
    return [{ kind: 'missing', on: location.path }];
  if (candidate.ownerOnly) {
    const problem = ownershipProblem(dir.stat(), host.identity());
    if (problem !== undefined) return [{ kind: 'untrusted-owner', on: location.path, detail: problem }];
  }
  if (wanted.executable) {
    const mount = mountOf(host, dir);
    if (mount?.options.includes('noexec')) return [{ kind: 'noexec', on: location.path, detail: mount.point }];
  }
  if (!wanted.avoidMemory && wanted.purpose !== 'state') return [];
  const memory = isMemoryType(dir.statfs().type);
  if (memory && wanted.avoidMemory) return [{ kind: 'memory-backed', on: location.path }];
  const durable =
    wanted.purpose !== 'state' || candidate.explicit || isPersistent(mountOf(host, dir), memory) !== false;
  return durable ? [] : [{ kind: 'ephemeral', on: location.path }];
}

function ownershipProblem(stat: Id & { readonly mode: number }, who: Id): string | undefined {
  if (stat.uid !== who.uid) return `it is owned by uid ${stat.uid}, and must be by uid ${who.uid}`;
  const mode = stat.mode & 0o777;
  return mode === 0o700 ? undefined : `its mode is 0${mode.toString(8).padStart(3, '0')}, and must be 0700`;
}
