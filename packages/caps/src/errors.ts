/** Why something was refused; every code is explained in README.md. */
export type CapsErrorCode =
  | 'ERR_MASK_INVALID'
  | 'ERR_CAPABILITY_UNKNOWN'
  | 'ERR_TEXT_INVALID'
  | 'ERR_IAB_INVALID'
  | 'ERR_FILE_CAPABILITIES_INVALID'
  | 'ERR_STATUS_INVALID'
  | 'ERR_OPTION_INVALID'
  | 'ERR_PROC_UNAVAILABLE'
  | 'ERR_PROCESS_NOT_FOUND'
  | 'ERR_KERNEL_THREAD'
  | 'ERR_LAYER_INVALID'
  | 'ERR_POSTURE';

/** Where a refusal happened: a 0-based offset into text or bytes, a 1-based line, a path. */
export interface CapsErrorDetails extends ErrorOptions {
  readonly offset?: number;
  readonly line?: number;
  readonly path?: string;
}

/** Whatever this package refuses. Match on `code`: ESM and CJS copies of a class are different classes. */
export class CapsError extends Error {
  override readonly name = 'CapsError';
  readonly code: CapsErrorCode;
  /** 0-based index of the first character or byte that could not be accepted. */
  declare readonly offset?: number;
  /** 1-based line of the first line that could not be accepted. */
  declare readonly line?: number;
  /** The file that could not be read or understood. */
  declare readonly path?: string;

  constructor(code: CapsErrorCode, message: string, details: CapsErrorDetails = {}) {
    const { cause, ...where } = details;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    Object.assign(this, where);
  }
}

/** What terminals obey, and what shows text in another order than it stands; JSON escapes only half of it. */
const unprintable = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu;

/** A refused value for a message: quoted, escaped, and cut to 60 characters. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : asText(value);
  const cut = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return (typeof value === 'string' ? JSON.stringify(cut) : cut).replace(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Objects without a prototype, and those whose `toString` throws, are no text. */
function asText(value: unknown): string {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
