import { absolutePath } from './absolute-path.js';
import { analyze } from './analyze.js';
import type { Attempt } from './attempt.js';
import type { FsLike } from './fs-like.js';
import { createHost } from './host.js';
import { locate } from './path-location.js';
import { probePlace } from './probe.js';
import { toAttempt } from './to-attempt.js';

/** How to look. */
export interface DiagnoseOptions {
  /**
   * Whether to make a directory and a file there and remove both, when nothing seems to be in the way: only that
   * finds security modules, quotas, limits of the process and unmapped users. Default: true.
   */
  readonly probe?: boolean;
  /** Calls that replace those of `node:fs`, as in tests. Default: none. */
  readonly fs?: Partial<FsLike>;
  /** Where the proc filesystem is mounted. Default: `/proc`. */
  readonly procRoot?: string;
}

/**
 * Says whether a directory could be made and written at `path` by this process, and everything that is in the way.
 * It leaves nothing behind, and never rejects because of the path.
 */
export async function diagnose(path: string, options: DiagnoseOptions = {}): Promise<Attempt> {
  return diagnoseSync(path, options);
}

/** The same as `diagnose`, without a promise. */
export function diagnoseSync(path: string, options: DiagnoseOptions = {}): Attempt {
  if (typeof path !== 'string') throw new TypeError(`path must be a string, not ${typeof path}`);
  const host = createHost(options);
  const place = absolutePath(path);
  if (typeof place !== 'string') return toAttempt({ path, source: 'option' }, [place]);
  const candidate = { path: place, source: 'option' } as const;
  const location = locate(host, place, 'refuse');
  try {
    const attempt = analyze(host, candidate, location, { bytes: 0, inodes: 0 });
    if (!attempt.ok || options.probe === false) return attempt;
    const error = probePlace(host, location);
    return error === undefined ? attempt : analyze(host, candidate, location, { bytes: 0, inodes: 0 }, [], error);
  } finally {
    location.nearest?.close();
  }
}
