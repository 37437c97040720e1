/** Why the kit refused something; every code is explained in docs/errors.md. */
export type GrpcKitErrorCode =
  | 'ERR_TARGET_INVALID'
  | 'ERR_POLICY_INVALID'
  | 'ERR_POLICY_NOT_APPLIED'
  | 'ERR_DEFINITION_INVALID'
  | 'ERR_RESOLUTION'
  | 'ERR_NOT_READY'
  | 'ERR_CLOSED'
  | 'ERR_TLS'
  | 'ERR_LISTEN'
  | 'ERR_SERVER_STATE'
  | 'ERR_PEER_MISSING'
  | 'ERR_XDS_BOOTSTRAP'
  | 'ERR_XDS'
  | 'ERR_KUBERNETES';

/**
 * Whatever the kit itself refuses. Match on `code`: ESM and CJS copies of a class are different classes.
 * Failed calls are grpc-js `ServiceError`s instead, with the numeric status as `code`.
 */
export class GrpcKitError extends Error {
  override readonly name = 'GrpcKitError';
  readonly code: GrpcKitErrorCode;
  /** The refused option, such as `policy.retry.maxAttempts`, where one was refused. */
  readonly option: string | undefined;

  constructor(code: GrpcKitErrorCode, message: string, options?: ErrorOptions & { readonly option?: string }) {
    super(message, options);
    this.code = code;
    this.option = options?.option;
  }
}

/** What terminals obey, and what shows text in another order than it stands; JSON escapes only the first half of it. */
const UNPRINTABLE = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu;

/** The text with everything escaped that a terminal would obey. */
function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A refused value, quoted, escaped and cut to 80 characters, for a message. */
export function quoted(value: unknown): string {
  const text = printable(asText(value));
  return cut(text, 80);
}

/** What somebody else says, who may quote what he refuses as it is: escaped, and cut to 160 characters. */
export function excerpt(message: string): string {
  return cut(printable(message), 160);
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** JSON where JSON can tell it; not for Infinity, bigint, functions and objects that contain themselves. */
function asText(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
