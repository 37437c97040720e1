import type { MethodDefinition, ServerMethodDefinition, ServiceDefinition } from '@grpc/grpc-js';

/** A method as calls of it are served and observed. */
export interface ServedMethod {
  /** `/pkg.Service/Method`. */
  readonly path: string;
  /** Whether either side sends more than one message: such calls are told when the server leaves. */
  readonly streams: boolean;
  /** Health and reflection are answered even when the server is full, and without authorization: probes have no identity. */
  readonly alwaysServed: boolean;
  /** Present where the kit converts messages itself, and so knows their sizes and what is wrong with them. */
  readonly codec?: MessageCodec;
}

/** Messages to and from bytes. */
export interface MessageCodec {
  readonly decode: (bytes: Buffer) => unknown;
  readonly encode: (message: unknown) => Buffer;
}

type AnyMethod = MethodDefinition<unknown, unknown>;

const ALWAYS_SERVED = /^\/grpc\.(health|reflection)\./;

/** The methods of a server by path; those that were added around the kit are known once they are called. */
export class ServedMethods {
  readonly #methods = new Map<string, ServedMethod>();

  /** The definition to register with grpc-js, which then moves bytes only. */
  add(definition: ServiceDefinition): ServiceDefinition {
    return Object.fromEntries(
      Object.entries(definition).map(([name, method]) => {
        this.#methods.set(method.path, { ...describe(method), codec: codecOf(method) });
        return [name, { ...method, requestDeserialize: unchanged, responseSerialize: unchanged }];
      }),
    );
  }

  find(method: ServerMethodDefinition<unknown, unknown>): ServedMethod {
    const known = this.#methods.get(method.path);
    if (known) return known;
    const found = describe(method);
    this.#methods.set(method.path, found);
    return found;
  }
}

function describe({ path, requestStream, responseStream }: ServerMethodDefinition<unknown, unknown>): ServedMethod {
  return { path, streams: requestStream || responseStream, alwaysServed: ALWAYS_SERVED.test(path) };
}

function codecOf(method: AnyMethod): MessageCodec {
  return { decode: method.requestDeserialize, encode: method.responseSerialize };
}

function unchanged(bytes: Buffer): Buffer {
  return bytes;
}
