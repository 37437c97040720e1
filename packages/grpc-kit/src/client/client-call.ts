import { setMaxListeners } from 'node:events';
import { Metadata, type StatusObject, status } from '@grpc/grpc-js';
import { CallTrace } from '../balancing/call-trace.js';
import { settledStatus } from '../call-status.js';
import { GrpcKitError } from '../errors.js';
import type { ClientCall as EndedCall } from '../observe/observer.js';
import { type CallError, callError, closedError, localStatus } from './call-error.js';
import { addMetadata, type CallOptions } from './call-options.js';
import type { CallTarget } from './call-target.js';
import { DirectCall } from './direct-call.js';
import type { DirectRoute } from './direct-route.js';
import type { KitCall } from './kit-call.js';
import type { AnyMethod } from './method.js';
import type { Listener, OutgoingCall } from './outgoing-call.js';
import { type FollowedParent, followParent } from './parent-call.js';

const NO_CONTEXT = Object.freeze({});

/**
 * One call, without grpc-js's `Client` and its interceptors, which cost as much again as everything this does. It is
 * its own listener and its own trace, so that a call is one object.
 */
export abstract class ClientCall extends CallTrace implements Listener {
  readonly #definition: AnyMethod;
  readonly #target: CallTarget;
  readonly #options: CallOptions;
  readonly #startedAt = performance.now();
  #call: OutgoingCall | undefined;
  #status: StatusObject | undefined;
  #abort: (() => void) | undefined;
  #parent: FollowedParent | undefined;
  /** What a callback of the caller threw. */
  #thrown: unknown;
  #traced: ((ended: EndedCall) => void) | undefined;

  constructor(target: CallTarget, definition: AnyMethod, options: CallOptions) {
    super(definition.path);
    this.#target = target;
    this.#definition = definition;
    this.#options = options;
    this.waitForReady = options.waitForReady ?? false;
  }

  /**
   * Sends the headers. Throws what the caller did wrong; what goes wrong later ends the call.
   * @param route A shorter way, for calls that send one message.
   */
  protected begin(route?: DirectRoute): void {
    const { observer, target, tracing } = this.#target;
    const { signal, metadata, parent, credentials, deadlineMs = this.#defaultDeadlineMs() } = this.#options;
    if (credentials !== undefined && !this.#target.secure) {
      throw new GrpcKitError(
        'ERR_TLS',
        `call credentials would be readable by all on the way to ${target}: set policy.tls`,
      );
    }
    const headers = new Metadata(this);
    if (metadata !== undefined) addMetadata(headers, metadata);
    if (parent !== undefined) {
      this.#parent = followParent(parent, () => this.cancel(status.CANCELLED, 'the parent call was cancelled'));
    }
    const deadline = Math.min(Date.now() + deadlineMs, this.#parent?.deadline ?? Number.POSITIVE_INFINITY);
    const call = this.#target.openCall
      ? this.#openCall(deadline)
      : route === undefined || credentials !== undefined
        ? this.#callOfChannel(deadline)
        : new DirectCall(route, this, deadline, () => this.#callOfChannel(deadline));
    observer.clientCallStarted?.(target, this.method);
    this.#traced = tracing?.start(this.method, headers);
    this.#call = call;
    call.start(headers, this);
    if (this.#parent?.cancelled) this.cancel(status.CANCELLED, 'the parent call was cancelled before the call');
    if (signal === undefined) return;
    if (signal.aborted) {
      this.cancel(status.CANCELLED, 'the signal was aborted before the call');
      return;
    }
    this.#abort = () => this.cancel(status.CANCELLED, 'the signal was aborted');
    // One signal may go with any number of calls, as with fetch.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', this.#abort, { once: true });
  }

  /** Streams may go on for as long as they like, unless the policy names their method. */
  #defaultDeadlineMs(): number {
    const { requestStream, responseStream } = this.#definition;
    const endless = requestStream || responseStream;
    return this.#target.deadlineMs(this.method, endless ? Number.POSITIVE_INFINITY : undefined);
  }

  protected send(message: unknown, written?: () => void): void {
    if (this.#call === undefined || this.#status !== undefined) return;
    let bytes: Buffer;
    try {
      bytes = this.#definition.requestSerialize(message);
    } catch (error) {
      this.cancel(status.INTERNAL, `the request cannot be serialized: ${messageOf(error)}`);
      return;
    }
    this.sentBytes += bytes.length;
    this.#call.sendMessageWithContext(written === undefined ? NO_CONTEXT : { callback: written }, bytes);
  }

  protected sendEnd(): void {
    if (this.#status === undefined) this.#call?.halfClose();
  }

  protected read(): void {
    this.#call?.startRead();
  }

  protected cancel(code: status, details: string): void {
    if (this.#status !== undefined) return;
    this.#call?.cancelWithStatus(code, details);
    // A call of grpc-js makes its inner call a turn later, and one that is cancelled before then is started all the same.
    // The second cancellation reaches it; a call that has ended takes no notice.
    setImmediate(() => this.#call?.cancelWithStatus(code, details));
  }

  protected get ended(): StatusObject | undefined {
    return this.#status;
  }

  protected get error(): CallError | undefined {
    const ended = this.#status;
    if (ended === undefined || ended.code === status.OK) return undefined;
    const { method, backend, attempts } = this;
    const { target } = this.#target;
    const elapsedMs = performance.now() - this.#startedAt;
    return callError({ status: ended, target, method, backend, attempts, elapsedMs, cause: this.cause(ended) });
  }

  /** A message arrived and was understood. */
  protected abstract received(message: unknown): void;
  /** The call is over; `error` tells how. */
  protected abstract finished(ended: StatusObject): void;

  onReceiveMetadata(headers: Metadata): void {
    try {
      this.#options.onHeaders?.(headers);
    } catch (error) {
      this.#thrown = error;
      this.cancel(status.INTERNAL, `onHeaders threw: ${messageOf(error)}`);
    }
  }

  onReceiveMessage(bytes: Buffer): void {
    if (this.#status !== undefined) return;
    this.receivedBytes += bytes.length;
    let message: unknown;
    try {
      message = this.#definition.responseDeserialize(bytes);
    } catch (error) {
      this.cancel(status.INTERNAL, `the response cannot be understood: ${messageOf(error)}`);
      return;
    }
    this.received(message);
  }

  onReceiveStatus(ended: StatusObject): void {
    if (this.#status !== undefined) return;
    this.#status = settledStatus(ended);
    if (this.#abort !== undefined) this.#options.signal?.removeEventListener('abort', this.#abort);
    this.#parent?.release();
    this.callEnded();
    this.#tellTrailers(ended.metadata);
    this.finished(this.#status);
    this.#tell(this.#status);
  }

  #tellTrailers(trailers: Metadata): void {
    try {
      this.#options.onTrailers?.(trailers);
    } catch (error) {
      this.#thrown ??= error;
      if (this.#status?.code === status.OK)
        this.replaceStatus(status.INTERNAL, `onTrailers threw: ${messageOf(error)}`);
    }
  }

  #tell({ code, details }: StatusObject): void {
    const { observer, target } = this.#target;
    if (observer.clientCallEnded === undefined && this.#traced === undefined) return;
    const ended: EndedCall = {
      target,
      method: this.method,
      status: code,
      details: code === status.OK ? '' : details,
      durationMs: performance.now() - this.#startedAt,
      attempts: this.attempts,
      backend: this.backend,
    };
    observer.clientCallEnded?.(ended);
    this.#traced?.(ended);
  }

  /** Says in place of the status that came that the answer cannot be used. */
  protected replaceStatus(code: status, details: string): void {
    this.#status = localStatus(code, details);
  }

  #openCall(deadline: number): OutgoingCall {
    const { credentials } = this.#options;
    const call = this.#target.openCall?.(this, deadline, undefined) as KitCall;
    if (credentials !== undefined) call.setCredentials(credentials);
    return call;
  }

  #callOfChannel(deadline: number): OutgoingCall {
    const { channel, target } = this.#target;
    const { credentials } = this.#options;
    try {
      const call = channel.createCall(this.method, deadline, null, null, undefined);
      if (credentials !== undefined) call.setCredentials(credentials);
      return call;
    } catch (error) {
      throw messageOf(error).includes('shut down') ? closedError(target) : error;
    }
  }

  /** What lies behind a status, for the error's `cause`. */
  protected cause({ code }: StatusObject): unknown {
    if (this.#thrown !== undefined) return this.#thrown;
    if (code === status.CANCELLED && this.#options.signal?.aborted) return this.#options.signal.reason;
    if (code === status.UNAVAILABLE && this.backend === undefined) return this.#target.resolutionError();
    return undefined;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
