import type { Attempt, Blocker, Source } from './attempt.js';
import { codeOf } from './blocker-code.js';
import { explain } from './explanation.js';
import type { Mount } from './mountinfo.js';
import { remedyFor } from './remedy.js';

/** Puts what was found about one candidate into words. */
export function toAttempt(
  candidate: { readonly path: string; readonly source: Source },
  blockers: readonly Blocker[],
  more: {
    readonly mount?: Mount | undefined;
    readonly code?: string | undefined;
    readonly syscall?: string | undefined;
  } = {},
): Attempt {
  const remedy = remedyFor(candidate.path, blockers, more.mount);
  const [first, ...rest] = blockers;
  const code = more.code ?? (first && codeOf(first));
  return {
    path: candidate.path,
    source: candidate.source,
    ok: first === undefined,
    ...(code !== undefined && { code }),
    ...(more.syscall !== undefined && { syscall: more.syscall }),
    blockers: first === undefined ? [] : [first, ...rest],
    message: explain(candidate.path, blockers),
    ...(remedy !== undefined && { remedy }),
  };
}
