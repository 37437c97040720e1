import type { Readable } from 'node:stream';
import {
  type handleClientStreamingCall,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type ServerWritableStream,
  type ServiceDefinition,
  type sendUnaryData,
  status,
  type UntypedHandleCall,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { GrpcKitError, quoted } from '../errors.js';
import { nearest } from '../nearest.js';
import { isThenable } from '../thenable.js';
import { pumpMessages } from './pump-messages.js';
import { type ServedCall, servedCallOf } from './served-call.js';

type Call = Parameters<handleUnaryCall<unknown, unknown>>[0];
type StreamCall = ServerWritableStream<unknown, unknown>;
type Handler = (call: unknown, callback?: sendUnaryData<unknown>) => unknown;

/**
 * Turns handlers of either form into those that grpc-js knows. How a handler answers:
 *
 * - Two parameters or more: classic, through its callback. What it returns counts for nothing; what it throws, or a
 *   promise of it rejects with, is the answer when the callback was not called.
 * - One parameter or none: by what it returns or promises, unless it reached for the callback all the same.
 * - Streams: an iterable or async iterable that is no Node stream is sent message by message; otherwise the handler
 *   writes to the call and ends it.
 *
 * @throws GrpcKitError `ERR_DEFINITION_INVALID` when a handler is no function, or none fits the definition.
 */
export function adaptHandlers(definition: ServiceDefinition, handlers: object): UntypedServiceImplementation {
  if (typeof handlers !== 'object' || handlers === null) {
    throw new GrpcKitError(
      'ERR_DEFINITION_INVALID',
      `handlers are ${quoted(handlers)}, but must be an object of functions`,
    );
  }
  refuseMisspelled(definition, handlers);
  const adapted: UntypedServiceImplementation = {};
  for (const [name, method] of Object.entries(definition)) {
    const handler = handlerOf(handlers, name, method.originalName);
    if (handler === undefined) continue;
    if (typeof handler !== 'function') {
      throw new GrpcKitError('ERR_DEFINITION_INVALID', `handler ${name} is ${quoted(handler)}, but must be a function`);
    }
    const bound = (handler as Handler).bind(handlers) as Handler;
    adapted[name] = method.responseStream ? adaptStream(bound) : adaptSingle(bound, method.path, method.requestStream);
  }
  if (Object.keys(adapted).length === 0) {
    const known = Object.keys(definition).join(', ');
    throw new GrpcKitError('ERR_DEFINITION_INVALID', `no handler for any method of the definition, which has ${known}`);
  }
  return adapted;
}

/** A handler under a name that is nearly that of a method without one is hardly meant to be ignored. */
function refuseMisspelled(definition: ServiceDefinition, handlers: object): void {
  if (Object.getPrototypeOf(handlers) !== Object.prototype) return;
  const names = Object.entries(definition).flatMap(([name, { originalName }]) => [name, originalName ?? name]);
  const missing = Object.entries(definition)
    .filter(([name, { originalName }]) => handlerOf(handlers, name, originalName) === undefined)
    .map(([name]) => name);
  for (const key of Object.keys(handlers)) {
    const meant = names.includes(key) ? undefined : nearest(key, missing);
    if (meant === undefined) continue;
    const message = `handler ${quoted(key)} is of no method of the definition; did you mean ${meant}?`;
    throw new GrpcKitError('ERR_DEFINITION_INVALID', message);
  }
}

function handlerOf(handlers: object, name: string, originalName: string | undefined): unknown {
  const found = handlers as Record<string, unknown>;
  return found[name] ?? (originalName === undefined ? undefined : found[originalName]);
}

function adaptSingle(handler: Handler, path: string, readsStream: boolean): UntypedHandleCall {
  const classic = handler.length >= 2;
  const adapted: handleUnaryCall<unknown, unknown> = (call, callback) => {
    const served = serve(call);
    if (readsStream) watchErrors(call as unknown as StreamCall, served);
    let answered = false;
    const answer: sendUnaryData<unknown> = (error, value, trailer, flags) => {
      if (answered) return;
      answered = true;
      if (error) callback(served.statusFor(error), null, trailer, flags);
      else callback(null, value, trailer, flags);
    };
    /** Whatever is thrown is a failure, `undefined` too; handed to the callback it would be success. */
    const fail = (thrown: unknown): void => {
      if (!answered) answer(served.statusFor(thrown));
    };
    try {
      const result = handler(call, answer);
      if (isThenable(result)) result.then(classic ? undefined : settle(answer, path), fail);
      else if (result !== undefined && !classic) answer(null, result);
    } catch (error) {
      fail(error);
    }
  };
  return adapted as handleUnaryCall<unknown, unknown> & handleClientStreamingCall<unknown, unknown>;
}

/** What becomes of a promised response. */
function settle(answer: sendUnaryData<unknown>, path: string): (value: unknown) => void {
  return (value) => {
    if (value !== undefined) answer(null, value);
    else answer(new TypeError(`the handler of ${path} promised a response and gave undefined`));
  };
}

function adaptStream(handler: Handler): UntypedHandleCall {
  const adapted: handleServerStreamingCall<unknown, unknown> = (call) => {
    const served = serve(call);
    watchErrors(call, served);
    const fail = (error: unknown): void => void call.emit('error', served.statusFor(error));
    const settle = (result: unknown): Promise<void> | undefined =>
      isMessages(result, call) ? pumpMessages(call, result, served) : undefined;
    try {
      const result = handler(call);
      if (isThenable(result)) Promise.resolve(result).then(settle).catch(fail);
      else settle(result)?.catch(fail);
    } catch (error) {
      fail(error);
    }
  };
  return adapted;
}

const signalProperty: PropertyDescriptor & ThisType<Call> = {
  get() {
    return serve(this).signal;
  },
};

/** Reading a stream to its end must not destroy it: its other direction still carries the answer. */
const iteratorProperty: PropertyDescriptor & ThisType<Readable> = {
  value() {
    return this.iterator({ destroyOnReturn: false });
  },
};

function serve(call: Call | StreamCall): ServedCall {
  const served = servedCallOf(call);
  if (!served) {
    throw new GrpcKitError(
      'ERR_SERVER_STATE',
      'an interceptor replaced the metadata object; change it in place instead',
    );
  }
  if (!('signal' in call)) Object.defineProperty(call, 'signal', signalProperty);
  if ('iterator' in call) Object.defineProperty(call, Symbol.asyncIterator, iteratorProperty);
  return served;
}

/** Errors of a stream go to the peer by way of the served call; after `destroy(error)` grpc-js would send nothing at all. */
function watchErrors(call: StreamCall, served: ServedCall): void {
  call.prependListener('error', (error) => {
    served.failed(error);
    if (call.destroyed) served.sendStatus({ code: status.UNKNOWN, details: '' });
  });
}

function isMessages(result: unknown, call: unknown): result is AsyncIterable<unknown> | Iterable<unknown> {
  if (typeof result !== 'object' || result === null || result === call) return false;
  return !('pipe' in result) && (Symbol.asyncIterator in result || Symbol.iterator in result);
}
