import { resolve } from 'node:path';
import type { Blocker } from './attempt.js';
import { tryCall } from './errno.js';

/** An absolute path without a trailing slash, or why there is none: NUL, or a working directory that was deleted. */
export function absolutePath(path: string): string | Blocker {
  if (path === '') return { kind: 'invalid-path', on: path, detail: 'the path is empty' };
  if (path.includes('\0')) {
    return { kind: 'invalid-path', on: path.replaceAll('\0', '\\0'), detail: 'the path contains a NUL byte' };
  }
  // path.resolve asks for the working directory, which throws when it was deleted.
  return tryCall(() => resolve(path)) ?? { kind: 'deleted', on: 'the working directory' };
}
