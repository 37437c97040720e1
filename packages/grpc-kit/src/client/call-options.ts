import {
  type CallCredentials,
  Metadata,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import { quoted } from '../errors.js';

/** The call that a server is serving: what its own calls inherit deadline and cancellation from. */
// biome-ignore-start lint/suspicious/noExplicitAny: a parent may carry messages of any type.
export type ParentCall =
  | ServerUnaryCall<any, any>
  | ServerReadableStream<any, any>
  | ServerWritableStream<any, any>
  | ServerDuplexStream<any, any>;
// biome-ignore-end lint/suspicious/noExplicitAny: a parent may carry messages of any type.

/** Metadata as grpc-js has it, or as a plain object; keys that end with `-bin` hold bytes. */
export type MetadataInit = Metadata | Readonly<Record<string, string | Buffer | readonly (string | Buffer)[]>>;

/** What one call can be told. */
export interface CallOptions {
  /** Time the call may take from now, in ms; `Infinity` for none. Default: the policy's for the method. */
  readonly deadlineMs?: number;
  /** Cancels the call, which rejects with CANCELLED and the reason as `cause`. Default: none. */
  readonly signal?: AbortSignal | undefined;
  /** Headers of the request: `Metadata`, or an object of strings, Buffers and lists of them. Default: none. */
  readonly metadata?: MetadataInit | undefined;
  /** The incoming call that this one serves: its deadline, if sooner, and its cancellation hold too. Default: none. */
  readonly parent?: ParentCall | undefined;
  /** Wait for a backend instead of failing while none can be reached. Default false. */
  readonly waitForReady?: boolean;
  /** Credentials of this call alone; they need TLS. Default: those of the channel. */
  readonly credentials?: CallCredentials | undefined;
  /** Told the response headers when they come. Default: nobody. */
  readonly onHeaders?: ((headers: Metadata) => void) | undefined;
  /** Told the trailers, of failed calls too. Default: nobody. */
  readonly onTrailers?: ((trailers: Metadata) => void) | undefined;
}

export const NO_OPTIONS: CallOptions = Object.freeze({});

/**
 * The moment, in ms since 1970, at which a call that begins now ends.
 * @throws TypeError when the option is not a positive number.
 */
export function deadlineOf(deadlineMs: number): number {
  if (typeof deadlineMs !== 'number' || !(deadlineMs > 0)) {
    throw new TypeError(`deadlineMs is ${quoted(deadlineMs)}; expected a positive number of milliseconds or Infinity`);
  }
  return Date.now() + deadlineMs;
}

/** Adds what the caller gave to the metadata of a call. */
export function addMetadata(metadata: Metadata, given: MetadataInit): void {
  if (given instanceof Metadata) {
    metadata.merge(given);
    return;
  }
  for (const [key, value] of Object.entries(given)) {
    if (typeof value === 'string' || Buffer.isBuffer(value)) metadata.add(key, value);
    else for (const one of value) metadata.add(key, one);
  }
}
