import { Metadata, type MetadataValue } from '@grpc/grpc-js';

/** What stands in the place of a value that is nobody's business. */
export const CENSORED = '[redacted]';

const SENSITIVE =
  /(^|[-_.])(auth|jwt|pwd|dpop|otp)($|[-_.])|authori[sz]ation|authentic|bearer|cookie|token|secret|passw|passphrase|(api|access|private|signing|encryption)[-_]?key|credential|session[-_]?id|signature/i;

/** How deep values are looked into; what is deeper is left out. */
const DEPTH = 5;

/** Whether metadata or a field of this name is kept out of logs: `authorization`, `x-api-key`, `set-cookie` and their like. */
function isSensitive(name: string): boolean {
  return SENSITIVE.test(name);
}

/** Metadata as a plain object that may be logged: sensitive values censored, binary ones as their length. */
export function loggableMetadata(metadata: unknown): unknown {
  if (!(metadata instanceof Metadata)) return censored(metadata);
  const entries = Object.entries(metadata.toJSON()).map(([key, values]) => {
    const shown = (values as MetadataValue[]).map((value) =>
      typeof value === 'string' ? value : `${value.length} bytes`,
    );
    return [key, isSensitive(key) ? CENSORED : shown.length === 1 ? shown[0] : shown];
  });
  return Object.fromEntries(entries);
}

/**
 * A copy of a value without what its sensitive keys hold: in objects, errors, what `toJSON` makes of others, and in lists
 * of `[name, value]` pairs or of names and values by turns, as HTTP's raw headers are.
 */
export function censored(value: unknown, depth = DEPTH): unknown {
  if (value instanceof Metadata) return loggableMetadata(value);
  if (typeof value !== 'object' || value === null || value instanceof Date || Buffer.isBuffer(value)) return value;
  if (depth === 0) return '[deeper]';
  if (Array.isArray(value)) return censoredList(value, depth);
  if (value instanceof Error) return censoredError(value, depth);
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') return censored(jsonOf(value), depth - 1);
  return censoredFields(value, depth);
}

/** An error with its class, message, stack and cause, and whatever libraries hang on it: configs, requests, tokens. */
export function censoredError(error: Error, depth = DEPTH): Record<string, unknown> {
  const { name, message, stack, cause, ...own } = error as Error & { cause?: unknown };
  const { errors } = error as Partial<AggregateError>;
  return {
    type: error.constructor?.name ?? name,
    message,
    stack,
    ...(censoredFields(own, depth) as object),
    ...(cause !== undefined && { cause: censored(cause, depth - 1) }),
    ...(Array.isArray(errors) && { errors: censored(errors, depth - 1) }),
  };
}

function censoredFields(value: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      isSensitive(key) && inner !== undefined ? CENSORED : censored(inner, depth - 1),
    ]),
  );
}

function censoredList(list: readonly unknown[], depth: number): unknown[] {
  const [name, second] = list;
  if (list.length === 2 && typeof name === 'string' && typeof second !== 'object' && isSensitive(name)) {
    return [name, CENSORED];
  }
  const raw = list.length % 2 === 0 && list.every((item) => typeof item === 'string');
  return list.map((item, at) =>
    raw && at % 2 === 1 && isSensitive(list[at - 1] as string) ? CENSORED : censored(item, depth - 1),
  );
}

function jsonOf(value: object): unknown {
  try {
    return (value as { toJSON(): unknown }).toJSON();
  } catch {
    return '[toJSON failed]';
  }
}
