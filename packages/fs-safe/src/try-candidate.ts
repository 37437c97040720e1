import { analyze } from './analyze.js';
import type { Attempt } from './attempt.js';
import type { Candidate } from './candidates.js';
import { type CreatedDirectory, createDirectory } from './create-directory.js';
import { errnoName } from './errno.js';
import type { Host } from './host.js';
import type { ResolvedOptions } from './options.js';
import { locate } from './path-location.js';
import { probePlace } from './probe.js';
import { toAttempt } from './to-attempt.js';
import { validateCandidate } from './validate-candidate.js';

/** Tries one place: the system decides whether it will do, the analysis only says why not. */
export function tryCandidate(host: Host, wanted: ResolvedOptions, candidate: Candidate): CreatedDirectory | Attempt {
  if (candidate.problem !== undefined) return toAttempt(candidate, [candidate.problem]);
  const location = locate(host, candidate.path, candidate.links);
  let created: CreatedDirectory | undefined;
  try {
    const unsuitable = validateCandidate(host, wanted, candidate, location);
    if (location.nearest === undefined || unsuitable.length > 0)
      return analyze(host, candidate, location, wanted.minimum, unsuitable);
    const outcome = createDirectory(host, wanted, candidate, location, location.nearest);
    if (!('dir' in outcome)) return analyze(host, candidate, location, wanted.minimum, outcome);
    created = outcome;
    return created;
  } catch (error) {
    const code = errnoName(error);
    if (code === undefined) throw error;
    return analyze(host, candidate, location, wanted.minimum, [], {
      code,
      syscall: (error as NodeJS.ErrnoException).syscall,
    });
  } finally {
    if (created === undefined) location.nearest?.close();
  }
}

/** What trying one place would come to; with `probing` it is tried, and nothing is left behind. */
export function examineCandidate(host: Host, wanted: ResolvedOptions, candidate: Candidate, probing: boolean): Attempt {
  if (candidate.problem !== undefined) return toAttempt(candidate, [candidate.problem]);
  const location = locate(host, candidate.path, candidate.links);
  try {
    const unsuitable = validateCandidate(host, wanted, candidate, location);
    const attempt = analyze(host, candidate, location, wanted.minimum, unsuitable);
    if (!attempt.ok || !probing) return attempt;
    const error = probePlace(host, location);
    return error === undefined ? attempt : analyze(host, candidate, location, wanted.minimum, [], error);
  } finally {
    location.nearest?.close();
  }
}
