import type { Attempt } from './attempt.js';

/**
 * Why the package refused something. What the kernel refused keeps the kernel's name (`ENOSPC`, `EROFS`, `ENOENT`),
 * so that existing `catch` blocks keep working.
 */
export type FsSafeErrorCode =
  | 'ERR_PATH_ESCAPE'
  | 'ERR_PATH_INVALID'
  | 'ERR_SYMLINK'
  | 'ERR_NOT_A_FILE'
  | 'ERR_HARD_LINK'
  | 'ERR_ACL'
  | 'ERR_TOO_LARGE'
  | 'ERR_UNSTABLE'
  | 'ERR_UNSUPPORTED'
  | 'ERR_CLOSED'
  | `E${string}`;

/** Whatever this package refuses to do with a file. Match on `code`. */
export class FsSafeError extends Error {
  override readonly name = 'FsSafeError';
  readonly code: FsSafeErrorCode;
  /** The path that was refused. */
  readonly path: string;

  constructor(code: FsSafeErrorCode, path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.path = path;
  }
}

/** No candidate would do; `attempts` says why of each, `errors` holds the same as errors. */
export class NoWritableDirError extends AggregateError {
  override readonly name = 'NoWritableDirError';
  readonly code = 'ERR_NO_WRITABLE_DIR' as const;
  readonly attempts: readonly Attempt[];

  constructor(message: string, attempts: readonly Attempt[]) {
    super(
      attempts.filter((attempt) => !attempt.ok).map((attempt) => new Error(attempt.message)),
      message,
    );
    this.attempts = attempts;
  }
}

/** What terminals obey, and what shows text in another order than it stands; JSON escapes only half of it. */
const unprintable = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu;

/** The text with everything escaped that a terminal would obey. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A refused value, quoted, escaped and cut to 80 characters, for a message. */
export function quoted(value: unknown): string {
  const text = printable(typeof value === 'string' ? JSON.stringify(value) : asText(value));
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Objects without a prototype, and those whose `toString` throws, are no text. */
function asText(value: unknown): string {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
