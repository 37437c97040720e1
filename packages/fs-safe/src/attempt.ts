import type { Id } from './identity.js';
import type { Mount } from './mountinfo.js';

/** What the directory is for; it decides which variables are read and whether ephemeral storage will do. */
export type Purpose = 'tmp' | 'cache' | 'runtime' | 'state';

/** Where a candidate came from. */
export type Source =
  | 'option'
  | `env:${string}`
  | 'systemd'
  | 'preferred'
  | 'xdg'
  | 'tmpdir'
  | 'well-known'
  | 'mount'
  | 'shm';

/** One thing that keeps a directory from being used. */
export type Blocker =
  | {
      readonly kind: 'read-only-mount' | 'read-only-filesystem';
      readonly on: string;
      /** Absent where /proc does not tell, as on macOS. */
      readonly mount?: Mount;
    }
  | {
      readonly kind: 'permission';
      readonly on: string;
      readonly owner: Id;
      readonly mode: number;
      readonly process: Id;
      /** `likely` when an ACL or a security module may have had the last word. */
      readonly confidence: 'certain' | 'likely';
    }
  | {
      readonly kind: 'no-space' | 'no-inodes' | 'quota' | 'below-minimum';
      readonly on: string;
      readonly free: number;
      readonly required: number;
      readonly unit: 'bytes' | 'inodes';
    }
  | {
      readonly kind:
        | 'not-a-directory'
        | 'symlink'
        | 'symlink-loop'
        | 'deleted'
        | 'missing'
        | 'name-too-long'
        | 'invalid-path'
        | 'immutable'
        | 'pseudo-fs'
        | 'untrusted-owner'
        | 'memory-backed'
        | 'ephemeral'
        | 'noexec'
        | 'other';
      readonly on: string;
      /** What a fixed sentence cannot say: the link's target, the owner, the system's error. */
      readonly detail?: string;
    };

/** What removes the blockers, ready to paste; a form is absent where it would not help. */
export interface Remedy {
  readonly text: string;
  readonly kubernetes?: string;
  readonly dockerfile?: string;
  readonly systemd?: string;
}

/** What became of one candidate. */
export interface Attempt {
  readonly path: string;
  readonly source: Source;
  readonly ok: boolean;
  /** The system's error, such as `EROFS`, or the one it would give if it were asked. */
  readonly code?: string;
  /** The call that gave it; absent when nothing was tried. */
  readonly syscall?: string;
  /** All of them, in the order in which they will bite. */
  readonly blockers: readonly [] | readonly [Blocker, ...Blocker[]];
  readonly message: string;
  readonly remedy?: Remedy;
}

/** Something the caller should know about a directory that was accepted. */
export interface Warning {
  readonly code:
    | 'memory-backed'
    | 'ephemeral-state'
    | 'explicit-failed'
    | 'no-mount-information'
    | 'sweep-failed'
    | 'mode-refused'
    | 'noexec'
    | 'sub-path'
    | 'not-atomic'
    | 'missing-files'
    | 'rejected'
    | 'watch-failed';
  readonly message: string;
}
