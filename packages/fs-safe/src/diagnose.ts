import { resolve } from 'node:path';
import type { Attempt, Blocker, Source } from './attempt.js';
import { codeOf } from './blocker-code.js';
import { attempt } from './errno.js';
import { explain } from './explanation.js';
import { createHost, type FsLike, type Host } from './host.js';
import { type LinkPolicy, locate } from './locate.js';
import type { Mount } from './mounts.js';
import { remedyFor } from './remedy.js';
import type { Minimum } from './space.js';
import { staticBlockers } from './static-blockers.js';

/** How to look; both are for tests and for looking at another root. */
export interface DiagnoseOptions {
  /** Calls that replace those of `node:fs`, as in tests. Default: none. */
  readonly fs?: Partial<FsLike>;
  /** Where the proc filesystem is mounted. Default: `/proc`. */
  readonly procRoot?: string;
}

/**
 * Says whether a directory could be made and written at `path` by this process, and everything that is in the way.
 * It creates nothing, and never rejects because of the path.
 */
export async function diagnose(path: string, options: DiagnoseOptions = {}): Promise<Attempt> {
  return diagnoseSync(path, options);
}

/** The same as `diagnose`, without a promise. */
export function diagnoseSync(path: string, options: DiagnoseOptions = {}): Attempt {
  if (typeof path !== 'string') throw new TypeError(`path must be a string, not ${typeof path}`);
  const host = createHost(options);
  const place = absolutePath(path);
  if (typeof place !== 'string') return attemptOf({ path, source: 'option' }, [place]);
  const { blockers, mount } = analyse(host, place, 'refuse', { bytes: 0, inodes: 0 });
  return attemptOf({ path: place, source: 'option' }, blockers, { mount });
}

/** Everything static about one absolute path; nothing stays open. */
function analyse(
  host: Host,
  path: string,
  links: LinkPolicy,
  minimum: Minimum,
): { blockers: readonly Blocker[]; mount: Mount | undefined } {
  const spot = locate(host, path, links);
  try {
    return staticBlockers(host, spot, minimum);
  } finally {
    spot.nearest?.close();
  }
}

/** An absolute path without a trailing slash, or why there is none: NUL, or a working directory that was deleted. */
export function absolutePath(path: string): string | Blocker {
  if (path === '') return { kind: 'invalid-path', on: path, detail: 'the path is empty' };
  if (path.includes('\0')) {
    return { kind: 'invalid-path', on: path.replaceAll('\0', '\\0'), detail: 'the path contains a NUL byte' };
  }
  // path.resolve asks for the working directory, which throws when it was deleted.
  return attempt(() => resolve(path)) ?? { kind: 'deleted', on: 'the working directory' };
}

/** Puts what was found about one candidate into words. */
export function attemptOf(
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
