import type { Attempt } from './attempt.js';
import { candidates } from './candidates.js';
import { createHost } from './host.js';
import { readMounts } from './mounts.js';
import { checkOptions, type ResolveOptions } from './options.js';
import { examineCandidate } from './try-candidate.js';

/** The candidates up to the one that would be chosen; the last one is `ok`, if any is. Nothing is left behind. */
export function listAttempts(options: ResolveOptions, probing: boolean): Attempt[] {
  const wanted = checkOptions(options);
  const host = createHost(options);
  const attempts: Attempt[] = [];
  for (const candidate of candidates(wanted, () => readMounts(host))) {
    if (attempts.some(({ path }) => path === candidate.path)) continue;
    const attempt = examineCandidate(host, wanted, candidate, probing);
    attempts.push(attempt);
    if (attempt.ok || (candidate.explicit && !wanted.fallback)) break;
  }
  return attempts;
}
