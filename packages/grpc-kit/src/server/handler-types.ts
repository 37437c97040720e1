import type {
  ServerDuplexStream,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
  sendUnaryData,
} from '@grpc/grpc-js';
import type { MethodsOf } from '../definition/service-definition.js';

/** What the kit adds to the call that grpc-js hands to a handler. */
export interface CallContext {
  /**
   * Aborts when nobody waits for the answer any more: the peer cancelled or went away, the deadline passed, or the
   * server forces its end. For streams it aborts as soon as the server leaves. Made on first use.
   */
  readonly signal: AbortSignal;
}

// A handler that returns nothing is a classic one, whatever its declared return type.
// biome-ignore lint/suspicious/noConfusingVoidType: `void` accepts the handlers that exist; `undefined` does not.
type Classic = void;

/**
 * The answer of a handler: by callback (then nothing is returned), or returned, at once or promised. One promise of
 * either, since of several TypeScript's message names the one that was not meant.
 */
type Answer<Res> = Res | Classic | undefined | Promise<Res | Classic | undefined>;

/** Messages of a stream; each is pulled when the peer has room for it. */
type Messages<Res> = AsyncIterable<Res> | Iterable<Res>;

/** `(call, callback) => …` as in grpc-js, or `async (call) => response`. */
export type UnaryHandler<Req, Res> = (
  call: ServerUnaryCall<Req, Res> & CallContext,
  callback: sendUnaryData<Res>,
) => Answer<Res>;

/** `(call, callback) => …` as in grpc-js, or `async (call) => response` with `for await (const message of call)`. */
export type ClientStreamHandler<Req, Res> = (
  call: ServerReadableStream<Req, Res> & CallContext,
  callback: sendUnaryData<Res>,
) => Answer<Res>;

/** `(call) => …` that writes as in grpc-js, or `async function* (call)`. */
export type ServerStreamHandler<Req, Res> = (
  call: ServerWritableStream<Req, Res> & CallContext,
) => Messages<Res> | Classic | Promise<Classic>;

/** `(call) => …` that reads and writes as in grpc-js, or `async function* (call)`. */
export type DuplexHandler<Req, Res> = (
  call: ServerDuplexStream<Req, Res> & CallContext,
) => Messages<Res> | Classic | Promise<Classic>;

/** What a handler is given and what it gives; the two directions of a message may differ in type. */
interface Codec<Req, Res> {
  readonly requestDeserialize: (bytes: Buffer) => Req;
  readonly responseSerialize: (message: Res) => Buffer;
}

type HandlerOf<Method> =
  Method extends Codec<infer Req, infer Res>
    ? Method extends { readonly requestStream: true; readonly responseStream: true }
      ? DuplexHandler<Req, Res>
      : Method extends { readonly requestStream: true; readonly responseStream: false }
        ? ClientStreamHandler<Req, Res>
        : Method extends { readonly requestStream: false; readonly responseStream: true }
          ? ServerStreamHandler<Req, Res>
          : Method extends { readonly requestStream: false; readonly responseStream: false }
            ? UnaryHandler<Req, Res>
            : // The kind is not known to the type: proto-loader's definitions, and those that widened `boolean`.
              // biome-ignore lint/suspicious/noExplicitAny: nothing narrower is known.
              (call: any, callback: any) => any
    : never;

/** A handler for each method of a service definition, under the definition's keys. */
export type Handlers<Definition> = {
  readonly [Name in keyof MethodsOf<Definition>]: HandlerOf<MethodsOf<Definition>[Name]>;
};
