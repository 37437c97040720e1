import type { Blocker, Id } from './attempt.js';
import type { Candidate } from './candidates.js';
import { isMemoryType, isPersistent } from './filesystem-type.js';
import type { Host } from './host.js';
import type { Spot } from './locate.js';
import { mountOf } from './mounts.js';
import type { Wanted } from './options.js';
import { fatalBlocker } from './static-blockers.js';

/** Why a place must not be used although it might be possible; asked before anything is made there. */
export function unfitness(host: Host, wanted: Wanted, candidate: Candidate, spot: Spot): readonly Blocker[] {
  const dir = spot.nearest;
  if (dir === undefined || spot.blockers.length > 0) return spot.blockers;
  const fatal = fatalBlocker(host, dir);
  if (fatal !== undefined) return [fatal];
  if (!candidate.create && spot.missing.length > 0 && !spot.denied) return [{ kind: 'missing', on: spot.path }];
  if (candidate.ownerOnly) {
    const problem = ownershipProblem(dir.stat(), host.identity());
    if (problem !== undefined) return [{ kind: 'untrusted-owner', on: spot.path, detail: problem }];
  }
  if (!wanted.avoidMemory && wanted.purpose !== 'state') return [];
  const memory = isMemoryType(dir.statfs().type);
  if (memory && wanted.avoidMemory) return [{ kind: 'memory-backed', on: spot.path }];
  const durable =
    wanted.purpose !== 'state' || candidate.explicit || isPersistent(mountOf(host, dir), memory) !== false;
  return durable ? [] : [{ kind: 'ephemeral', on: spot.path }];
}

function ownershipProblem(stat: Id & { readonly mode: number }, who: Id): string | undefined {
  if (stat.uid !== who.uid) return `it is owned by uid ${stat.uid}, and must be by uid ${who.uid}`;
  const mode = stat.mode & 0o777;
  return mode === 0o700 ? undefined : `its mode is 0${mode.toString(8).padStart(3, '0')}, and must be 0700`;
}
