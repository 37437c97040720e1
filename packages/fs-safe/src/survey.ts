import type { Attempt } from './attempt.js';
import { examineCandidate } from './attempt-candidate.js';
import { candidates } from './candidates.js';
import { createHost } from './host.js';
import { readMounts } from './mounts.js';
import { checkOptions, type ResolveOptions } from './options.js';

/** The candidates up to the one that would be chosen, without making anything; the last one is `ok`, if any is. */
export function survey(options: ResolveOptions): Attempt[] {
  const wanted = checkOptions(options);
  const host = createHost(options);
  const attempts: Attempt[] = [];
  for (const candidate of candidates(wanted, () => readMounts(host))) {
    if (attempts.some(({ path }) => path === candidate.path)) continue;
    const attempt = examineCandidate(host, wanted, candidate);
    attempts.push(attempt);
    if (attempt.ok || (candidate.explicit && !wanted.fallback)) break;
  }
  return attempts;
}
