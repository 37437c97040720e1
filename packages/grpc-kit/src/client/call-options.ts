import type { IncomingHttpHeaders } from 'node:http2';
import {
  type CallCredentials,
  Metadata,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import { refuseUnknownKeys } from '../known-options.js';
import { refuse } from '../policy/checks.js';

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
  /** Time the call may take from now, in ms; `Infinity` for none. Default: the policy's; streams have none by default. */
  readonly deadlineMs?: number;
  /** Cancels the call, which rejects with CANCELLED and the reason as `cause`. Default: none. */
  readonly signal?: AbortSignal | undefined;
  /** Headers of the request: `Metadata`, `Headers`, or an object of strings, Buffers and lists of them. Default: none. */
  readonly metadata?: MetadataInit | undefined;
  /** The incoming call that this one serves: its deadline, if sooner, and its cancellation hold too. Default: none. */
  readonly parent?: ParentCall | undefined;
  /** Wait for a backend instead of failing while none can be reached. Default false. */
  readonly waitForReady?: boolean;
  /** Credentials of this call alone; without TLS they are refused with `ERR_TLS`. Default: those of the channel. */
  readonly credentials?: CallCredentials | undefined;
  /** Told the response headers when they come. Default: nobody. */
  readonly onHeaders?: ((headers: Metadata) => void) | undefined;
  /** Told the trailers, of failed calls too. Default: nobody. */
  readonly onTrailers?: ((trailers: Metadata) => void) | undefined;
}

const NO_OPTIONS: CallOptions = Object.freeze({});

/** Ten years: what is above is the number of a date. */
const LONGEST_MS = 3_650 * 86_400_000;

const KNOWN: Readonly<Record<keyof CallOptions, true>> = {
  deadlineMs: true,
  signal: true,
  metadata: true,
  parent: true,
  waitForReady: true,
  credentials: true,
  onHeaders: true,
  onTrailers: true,
};
const NAMES = Object.keys(KNOWN);

/**
 * The options of a call, when they are some.
 * @throws GrpcKitError `ERR_POLICY_INVALID` that names the option, its value and what is allowed.
 */
export function checkCallOptions(options: CallOptions | undefined): CallOptions {
  if (options === undefined || options === NO_OPTIONS) return NO_OPTIONS;
  if (typeof options !== 'object' || options === null) {
    const remedy = typeof options === 'function' ? '; a callback goes to the methods of native() clients' : '';
    return refuse('call options', options, `an object with ${NAMES.join(', ')}${remedy}`);
  }
  if (isMetadata(options)) {
    return refuse('call options', 'a Metadata', 'an object: write { metadata } as the second argument');
  }
  for (const key in options) if (!(key in KNOWN)) refuseUnknownKeys(options, 'call options', NAMES);
  const { deadlineMs, signal, waitForReady, onHeaders, onTrailers, parent } = options;
  if (deadlineMs !== undefined) checkDeadline(deadlineMs);
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    refuse('call options.signal', signal, 'an AbortSignal (the `signal` of an AbortController)');
  }
  if (waitForReady !== undefined && typeof waitForReady !== 'boolean') {
    refuse('call options.waitForReady', waitForReady, 'true or false');
  }
  for (const [name, listener] of [
    ['onHeaders', onHeaders],
    ['onTrailers', onTrailers],
  ] as const) {
    if (listener !== undefined && typeof listener !== 'function')
      refuse(`call options.${name}`, listener, 'a function');
  }
  if (parent !== undefined && typeof parent?.getDeadline !== 'function') {
    refuse('call options.parent', parent, 'the call that a handler was given');
  }
  return options;
}

function checkDeadline(deadlineMs: number): void {
  const fits = typeof deadlineMs === 'number' && deadlineMs > 0 && deadlineMs <= LONGEST_MS;
  if (fits || deadlineMs === Number.POSITIVE_INFINITY) return;
  const date = typeof deadlineMs === 'number' && deadlineMs > LONGEST_MS ? '; it is a time from now, not a date' : '';
  refuse('call options.deadlineMs', deadlineMs, `above 0 and at most ${LONGEST_MS} (ten years), or Infinity${date}`);
}

/**
 * Adds what the caller gave to the metadata of a call.
 * @throws GrpcKitError `ERR_POLICY_INVALID` with the key whose value is neither a text nor bytes.
 */
export function addMetadata(metadata: Metadata, given: MetadataInit): void {
  if (given instanceof Metadata) metadata.merge(given);
  else if (typeof given !== 'object' || given === null) {
    refuse('call options.metadata', given, 'a Metadata, or an object of strings, Buffers and lists of them');
  } else if (isMetadata(given)) {
    // Of another copy of grpc-js, whose class is another one.
    const headers = (given as unknown as Metadata).toHttp2Headers() as IncomingHttpHeaders;
    metadata.merge(Metadata.fromHttp2Headers(headers));
  } else {
    const entries = Symbol.iterator in given ? (given as Iterable<[string, unknown]>) : Object.entries(given);
    for (const [key, value] of entries) addValue(metadata, key, value);
  }
}

function addValue(metadata: Metadata, key: string, value: unknown): void {
  if (typeof value === 'string' || Buffer.isBuffer(value)) metadata.add(key, value);
  else if (Array.isArray(value)) for (const one of value) addValue(metadata, key, one);
  else if (value instanceof Uint8Array) metadata.add(key, Buffer.from(value));
  else refuse(`call options.metadata[${JSON.stringify(key)}]`, value, 'a string, a Buffer, or a list of them');
}

/** Of any copy of grpc-js. */
function isMetadata(value: object): boolean {
  return typeof (value as Partial<Metadata>).toHttp2Headers === 'function';
}
