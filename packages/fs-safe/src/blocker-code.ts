import type { Blocker } from './attempt.js';

/** The error that the system gives for each kind of blocker; none where it would let us pass. */
const codes: Readonly<Partial<Record<Blocker['kind'], string>>> = {
  'read-only-mount': 'EROFS',
  'read-only-filesystem': 'EROFS',
  permission: 'EACCES',
  noexec: 'EACCES',
  immutable: 'EPERM',
  'no-space': 'ENOSPC',
  'no-inodes': 'ENOSPC',
  quota: 'EDQUOT',
  'not-a-directory': 'ENOTDIR',
  'symlink-loop': 'ELOOP',
  'name-too-long': 'ENAMETOOLONG',
  deleted: 'ENOENT',
  missing: 'ENOENT',
};

/** The system's error for a blocker. */
export function codeOf(blocker: Blocker): string | undefined {
  return blocker.kind === 'other' ? blocker.detail : codes[blocker.kind];
}
