import type { Purpose } from './attempt.js';
import { quoted } from './errors.js';
import type { FsLike } from './fs-like.js';

/** What is wanted of a writable directory. */
export interface ResolveOptions {
  /** The program's name: letters, digits, `.`, `_`, `-`, at most 64. It names variables and directories. */
  readonly name: string;
  /** What the files are for; `state` never falls back to storage that dies with the container. Default: `tmp`. */
  readonly purpose?: Purpose;
  /** The directory to use; missing ones are made, mode 0700. If it will not do, that is an error. Default: none. */
  readonly dir?: string;
  /** The directory to try before the usual places; relative to the working directory. Default: none. */
  readonly preferred?: string;
  /** Variables that may name a place: `<NAME>_TMP_DIR`, `TMPDIR`, those of systemd. Default: `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Free bytes that an unprivileged user must have there. Default: 0, and always at least one block. */
  readonly minFreeBytes?: number;
  /** Free inodes there must be. Default: 0, and always at least one. */
  readonly minFreeInodes?: number;
  /** Whether to pass over tmpfs, which counts against the memory limit. Default: false. */
  readonly avoidMemory?: boolean;
  /** Whether programs must be startable there, so that a noexec mount is passed over. Default: false, with a warning. */
  readonly executable?: boolean;
  /**
   * Whether to make a directory of mode 0700 with a random name inside.
   * Default: true for `tmp` and `runtime`, and wherever the place is shared, such as /tmp.
   */
  readonly private?: boolean;
  /** When the private directory is removed: `dispose` (default), also at `exit`, or `never`. */
  readonly cleanup?: 'exit' | 'dispose' | 'never';
  /**
   * Age in ms after which the private directory of a run in another container is taken for dead. Default: 600,000.
   * Runs in this container are looked up, so their directories are swept at once when they have died.
   */
  readonly sweepOlderThanMs?: number;
  /** Whether to try every writable mount before giving up. Default: false. */
  readonly discover?: boolean;
  /** What to do when `dir`, `<NAME>_TMP_DIR` or systemd's directory will not do. Default: `throw`. */
  readonly onExplicitFailure?: 'throw' | 'fallback';
  /** Stops between candidates; the promise rejects with its reason. Default: none. */
  readonly signal?: AbortSignal;
  /** Calls that replace those of `node:fs`, as in tests. Default: none. */
  readonly fs?: Partial<FsLike>;
  /** Where the proc filesystem is mounted. Default: `/proc`. */
  readonly procRoot?: string;
}

/** The options with their defaults. */
export interface ResolvedOptions {
  readonly name: string;
  readonly purpose: Purpose;
  readonly dir: string | undefined;
  readonly preferred: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly minimum: { readonly bytes: number; readonly inodes: number };
  readonly avoidMemory: boolean;
  readonly executable: boolean;
  /** `undefined` when the place decides. */
  readonly private: boolean | undefined;
  readonly cleanup: 'exit' | 'dispose' | 'never';
  readonly sweepOlderThanMs: number;
  readonly discover: boolean;
  readonly fallback: boolean;
}

const known: ReadonlySet<string> = new Set<keyof ResolveOptions>([
  'name',
  'purpose',
  'dir',
  'preferred',
  'env',
  'minFreeBytes',
  'minFreeInodes',
  'avoidMemory',
  'executable',
  'private',
  'cleanup',
  'sweepOlderThanMs',
  'discover',
  'onExplicitFailure',
  'signal',
  'fs',
  'procRoot',
]);

/**
 * Checks the options and fills in defaults.
 * @throws TypeError that names the option, the value and what is allowed
 */
export function checkOptions(options: ResolveOptions): ResolvedOptions {
  if (typeof options !== 'object' || options === null) throw new TypeError('options must be an object with a name');
  for (const key of Object.keys(options)) {
    if (!known.has(key)) throw new TypeError(`there is no option ${quoted(key)}; there are ${[...known].join(', ')}`);
  }
  const { name, purpose = 'tmp', dir, preferred, env = process.env } = options;
  if (typeof name !== 'string' || !/^[A-Za-z0-9][\w.-]{0,63}$/.test(name)) {
    throw new TypeError(`name must be 1 to 64 letters, digits, ".", "_" or "-", not ${quoted(name)}`);
  }
  oneOf('purpose', purpose, ['tmp', 'cache', 'runtime', 'state']);
  for (const [key, value] of Object.entries({ dir, preferred })) {
    if (value !== undefined && typeof value !== 'string')
      throw new TypeError(`${key} must be a string, not ${quoted(value)}`);
  }
  const { cleanup = 'dispose', onExplicitFailure = 'throw' } = options;
  oneOf('cleanup', cleanup, ['exit', 'dispose', 'never']);
  oneOf('onExplicitFailure', onExplicitFailure, ['throw', 'fallback']);
  return {
    name,
    purpose,
    dir,
    preferred,
    env,
    minimum: {
      bytes: count('minFreeBytes', options.minFreeBytes, 0),
      inodes: count('minFreeInodes', options.minFreeInodes, 0),
    },
    avoidMemory: flag('avoidMemory', options.avoidMemory, false),
    executable: flag('executable', options.executable, false),
    private: options.private === undefined ? undefined : flag('private', options.private, true),
    cleanup,
    sweepOlderThanMs: count('sweepOlderThanMs', options.sweepOlderThanMs, 600_000),
    discover: flag('discover', options.discover, false),
    fallback: onExplicitFailure === 'fallback',
  };
}

function oneOf(key: string, value: unknown, allowed: readonly string[]): void {
  if (!allowed.includes(value as string))
    throw new TypeError(`${key} must be one of ${allowed.join(', ')}, not ${quoted(value)}`);
}

function count(key: string, value: number | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  if (typeof value === 'number' && value >= 0) return value;
  throw new TypeError(`${key} must be a number of 0 or more, not ${quoted(value)}`);
}

function flag(key: string, value: boolean | undefined, fallback: boolean): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? fallback;
  throw new TypeError(`${key} must be true or false, not ${quoted(value)}`);
}
