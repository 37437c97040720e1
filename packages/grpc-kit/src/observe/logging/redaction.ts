import { Metadata, type MetadataValue } from '@grpc/grpc-js';

/** What stands in the place of a value that is nobody's business. */
const CENSORED = '[redacted]';

const SENSITIVE =
  /(^|[-_])auth($|[-_])|authori[sz]ation|authentic|cookie|token|secret|passw|(api|private)[-_]?key|credential|session[-_]?id|signature/i;

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

/** A copy of a value without what its sensitive keys hold, four levels down; deeper levels and cycles are left out. */
export function censored(value: unknown, depth = 4): unknown {
  if (value instanceof Metadata) return loggableMetadata(value);
  if (typeof value !== 'object' || value === null || value instanceof Date || Buffer.isBuffer(value)) return value;
  if (depth === 0) return '[deeper]';
  if (Array.isArray(value)) return value.map((item) => censored(item, depth - 1));
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      isSensitive(key) && inner !== undefined ? CENSORED : censored(inner, depth - 1),
    ]),
  );
}
