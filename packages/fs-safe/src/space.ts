import type { StatsFs } from 'node:fs';
import type { Blocker } from './attempt.js';

/** What a directory must have free to be accepted. */
export interface Minimum {
  readonly bytes: number;
  readonly inodes: number;
}

/** Free bytes for an unprivileged user and free inodes; Infinity where the file system counts none. */
export function freeOf(statfs: StatsFs, privileged = false): { freeBytes: number; freeInodes: number } {
  const blocks = privileged ? statfs.bfree : statfs.bavail;
  return {
    freeBytes: statfs.blocks === 0 ? Number.POSITIVE_INFINITY : blocks * statfs.bsize,
    // btrfs and some network file systems report no inodes at all: unlimited, not exhausted.
    freeInodes: statfs.files === 0 ? Number.POSITIVE_INFINITY : statfs.ffree,
  };
}

/** What is missing of `minimum`. */
export function shortages(on: string, free: ReturnType<typeof freeOf>, minimum: Minimum): Blocker[] {
  return [
    ...shortage(on, 'inodes', free.freeInodes, minimum.inodes),
    ...shortage(on, 'bytes', free.freeBytes, minimum.bytes),
  ];
}

function shortage(on: string, unit: 'bytes' | 'inodes', free: number, required: number): Blocker[] {
  if (free >= required) return [];
  const exhausted = unit === 'bytes' ? 'no-space' : 'no-inodes';
  return [{ kind: free === 0 ? exhausted : 'below-minimum', on, free, required, unit }];
}
