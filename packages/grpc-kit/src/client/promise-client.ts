import type { ServiceDefinition } from '@grpc/grpc-js';
import type { AnyDefinition, MethodsOf } from '../definition/service-definition.js';
import type { CallOptions } from './call-options.js';
import type { CallTarget } from './call-target.js';
import type { AnyMethod } from './method.js';
import type { Requests } from './request-pump.js';
import { bidiStreamCall, clientStreamCall, serverStreamCall } from './stream-calls.js';
import { unaryCall } from './unary-call.js';

/**
 * A client whose methods bear the keys of its definition. Keys that begin with a capital, as proto-loader's do, are
 * there in camelCase too.
 */
export type PromiseClient<D extends AnyDefinition> = Methods<MethodsOf<D>>;

type Methods<D> = {
  readonly [Key in keyof D as Key | (Key extends string ? Uncapitalize<Key> : never)]: ClientMethod<D[Key]>;
};

/**
 * A method, by what its definition says of the two directions. Requests may be any iterable; responses begin to flow
 * with the first `next`. Where the definition says `boolean`, as proto-loader's generated types do, every form fits.
 */
export type ClientMethod<M> = M extends {
  readonly requestStream: infer RequestStream;
  readonly responseStream: infer ResponseStream;
  readonly requestSerialize: (value: infer Request) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => infer Response;
}
  ? (request: Input<RequestStream, Request>, options?: CallOptions) => Output<ResponseStream, Response>
  : never;

type Streamed<T> = AsyncIterable<T> | Iterable<T>;
type Input<Stream, T> = [Stream] extends [true] ? Streamed<T> : [Stream] extends [false] ? T : T | Streamed<T>;
type Output<Stream, T> = [Stream] extends [true]
  ? AsyncIterable<T>
  : [Stream] extends [false]
    ? Promise<T>
    : Promise<T> & AsyncIterable<T>;

type Method = (input: unknown, options?: CallOptions) => unknown;

/** An object with one function for each name of each method of the definition, and nothing else. */
export function promiseClient<D extends ServiceDefinition>(definition: D, target: CallTarget): PromiseClient<D> {
  const methods = Object.entries(definition).map(
    ([key, method]) => [key, clientMethod(target, method), method.originalName] as const,
  );
  return Object.fromEntries([
    ...methods.flatMap(([key, call, originalName = key]) => [
      [originalName, call] as const,
      [uncapitalized(key), call],
    ]),
    ...methods,
  ]) as PromiseClient<D>;
}

function uncapitalized(key: string): string {
  return key.charAt(0).toLowerCase() + key.slice(1);
}

function clientMethod(target: CallTarget, method: AnyMethod): Method {
  if (method.requestStream) {
    const call = method.responseStream ? bidiStreamCall : clientStreamCall;
    return (requests, options) => call(target, method, requests as Requests, options);
  }
  const call = method.responseStream ? serverStreamCall : unaryCall;
  return (request, options) => call(target, method, request, options);
}
