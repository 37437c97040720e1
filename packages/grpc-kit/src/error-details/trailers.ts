/** Metadata of any copy of grpc-js, or the `Headers` of a ConnectError, in which bytes are base64. */
export interface Trailers {
  get(name: string): unknown;
}

/** The trailers themselves, or those of an error; undefined when there are none. */
export function trailersOf(source: unknown): Trailers | undefined {
  if (typeof source !== 'object' || source === null) return undefined;
  if (hasGet(source)) return source;
  const { metadata } = source as { readonly metadata?: unknown };
  return typeof metadata === 'object' && metadata !== null && hasGet(metadata) ? metadata : undefined;
}

/** The first value of a trailer of bytes. */
export function bytesOf(trailers: Trailers, name: string): Uint8Array | undefined {
  const value = first(trailers, name);
  return typeof value === 'string' ? Buffer.from(value, 'base64') : value instanceof Uint8Array ? value : undefined;
}

/** The first value of a trailer of text. */
export function textOf(trailers: Trailers, name: string): string | undefined {
  const value = first(trailers, name);
  return typeof value === 'string' ? value : undefined;
}

function first(trailers: Trailers, name: string): unknown {
  const values = trailers.get(name);
  return Array.isArray(values) ? values[0] : values;
}

function hasGet(value: object): value is Trailers {
  return typeof (value as Partial<Trailers>).get === 'function';
}
