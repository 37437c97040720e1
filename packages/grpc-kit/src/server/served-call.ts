import {
  type Metadata,
  type ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  status,
} from '@grpc/grpc-js';
import { wellFormed } from '../call-status.js';
import { isThenable } from '../thenable.js';
import type { CallDesk, Refusal } from './call-desk.js';
import { UNKNOWN } from './peer.js';
import { farDeadlineOf } from './request-headers.js';
import type { MessageCodec, ServedMethod } from './served-method.js';
import { type StatusError, statusError, statusOf } from './status-error.js';

type Listener = Parameters<ServerInterceptingCallInterface['start']>[0];
type Status = Parameters<ServerInterceptingCallInterface['sendStatus']>[0];

/** A property of the call's metadata object: `setOpaque` would make a map for every call. */
const SERVED_CALL = Symbol('served call');
type Marked = Metadata & { [SERVED_CALL]?: ServedCall };

/** The served call behind the metadata that a handler was given. */
export function servedCallOf(call: { readonly metadata: Marked }): ServedCall | undefined {
  return call.metadata[SERVED_CALL];
}

/**
 * One call, between grpc-js and its handler: admits it, converts its messages, notes how it ended.
 * It is its own listener, so that a call costs one object.
 */
export class ServedCall implements ServerInterceptingCallInterface, Listener {
  readonly method: ServedMethod;
  readonly startedAt: number = performance.now();
  sentBytes = 0;
  receivedBytes = 0;
  readonly #next: ServerInterceptingCallInterface;
  readonly #desk: CallDesk;
  readonly #sendStatus: (status: Status) => void;
  #listener: Listener | undefined;
  #abort: AbortController | undefined;
  #abortReason: StatusError | undefined;
  #answered = false;
  #ended = false;
  #failure: StatusError | undefined;
  #peer: string | undefined;

  constructor(next: ServerInterceptingCallInterface, method: ServedMethod, desk: CallDesk) {
    this.#next = next;
    this.method = method;
    this.#desk = desk;
    this.#sendStatus = next.sendStatus;
    // grpc-js ends calls by itself (deadline, message too large, broken compression); this is where it can be seen.
    next.sendStatus = (sent) => this.#end(sent);
  }

  /** The same as `getPeer()`, which asks the socket through node:http2's proxy each time. */
  get peer(): string {
    if (this.#peer === undefined) {
      const { remoteAddress, remotePort } = this.#next.getConnectionInfo();
      this.#peer = remoteAddress === undefined ? UNKNOWN : `${remoteAddress}:${remotePort}`;
    }
    return this.#peer;
  }

  /** See `CallContext.signal`. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    const reason = this.#abortReason ?? (this.method.streams ? this.#desk.leaving : undefined);
    if (reason && !this.#abort.signal.aborted) this.#abort.abort(reason);
    return this.#abort.signal;
  }

  /** The reason why the handler was asked to stop, when it has seen that it was. */
  get toldToStop(): StatusError | undefined {
    return this.#abort?.signal.aborted ? (this.#abort.signal.reason as StatusError) : undefined;
  }

  start(listener: Listener): void {
    this.#listener = listener;
    const refusal = this.#desk.admit(this);
    if (refusal) this.sendStatus({ ...refusal, metadata: null });
    else this.#next.start(this);
  }

  onReceiveMetadata(metadata: Metadata): void {
    (metadata as Marked)[SERVED_CALL] = this;
    const verdict = this.#desk.authorize(this, metadata);
    if (isThenable(verdict)) void verdict.then((refusal) => this.#proceed(metadata, refusal));
    else this.#proceed(metadata, verdict);
  }

  onReceiveMessage(message: unknown): void {
    const { codec } = this.method;
    if (codec) this.#receive(codec, message as Buffer);
    else this.#listener?.onReceiveMessage(message);
  }

  onReceiveHalfClose(): void {
    this.#listener?.onReceiveHalfClose();
  }

  onCancel(): void {
    if (!this.#ended) this.#finish(status.CANCELLED, 'cancelled by the peer');
    this.#listener?.onCancel();
  }

  sendMetadata(metadata: Metadata): void {
    this.#next.sendMetadata(metadata);
  }

  sendMessage(message: unknown, callback: () => void): void {
    const { codec } = this.method;
    if (codec) this.#send(codec, message, callback);
    else this.#pass(message, callback);
  }

  sendStatus(sent: Status): void {
    this.#answered = true;
    this.#next.sendStatus(this.#failure ? { metadata: null, ...this.#failure } : sent);
  }

  startRead(): void {
    this.#next.startRead();
  }

  getPeer(): string {
    return this.#next.getPeer();
  }

  getDeadline(): ReturnType<ServerInterceptingCallInterface['getDeadline']> {
    return farDeadlineOf(this.#next) ?? this.#next.getDeadline();
  }

  getHost(): string {
    return this.#next.getHost();
  }

  getAuthContext(): ReturnType<ServerInterceptingCallInterface['getAuthContext']> {
    return this.#next.getAuthContext();
  }

  getConnectionInfo(): ReturnType<ServerInterceptingCallInterface['getConnectionInfo']> {
    return this.#next.getConnectionInfo();
  }

  getMetricsRecorder(): ReturnType<ServerInterceptingCallInterface['getMetricsRecorder']> {
    return this.#next.getMetricsRecorder();
  }

  /** Asks the handler to stop, through its signal. */
  tell(reason: StatusError): void {
    this.#abortReason = reason;
    this.#abort?.abort(reason);
  }

  /** Ends the call for the peer, whatever its handler does. */
  cut(reason: StatusError): void {
    this.tell(reason);
    this.#next.sendStatus({ code: reason.code, details: reason.details, metadata: null });
  }

  /** Notes the error of a stream, which grpc-js would put before the peer as it is; the next status is made from it. */
  failed(error: unknown): void {
    this.#failure ??= this.statusFor(error);
  }

  /** What the peer is told about an error of the handler: its status if it has one, else INTERNAL and an id that is logged. */
  statusFor(error: unknown): StatusError {
    const status = statusOf(error);
    if (status) return status;
    if ((error as Error | undefined)?.name === 'AbortError' && this.toldToStop) return this.toldToStop;
    return this.#desk.uncaught(this, error);
  }

  #proceed(metadata: Metadata, refusal: Refusal | undefined): void {
    if (this.#ended) return;
    if (refusal) this.sendStatus({ ...refusal, metadata: null });
    else this.#listener?.onReceiveMetadata(metadata);
  }

  #receive(codec: MessageCodec, bytes: Buffer): void {
    this.receivedBytes += bytes.length;
    let message: unknown;
    try {
      message = codec.decode(bytes);
    } catch (error) {
      this.#desk.unreadable(this, error);
      this.sendStatus({ code: status.INTERNAL, details: 'the request could not be read', metadata: null });
      return;
    }
    this.#listener?.onReceiveMessage(message);
  }

  #send(codec: MessageCodec, message: unknown, callback: () => void): void {
    let bytes: Buffer;
    try {
      bytes = codec.encode(message);
    } catch (error) {
      this.sendStatus({ metadata: null, ...this.statusFor(error) });
      return;
    }
    this.sentBytes += bytes.length;
    this.#pass(bytes, callback);
  }

  #pass(message: unknown, callback: () => void): void {
    // Without effect when the handler has sent its own already.
    if (this.#desk.noMetadata) this.#next.sendMetadata(this.#desk.noMetadata);
    this.#next.sendMessage(message, callback);
  }

  #end(sent: Status): void {
    if (!this.#ended) this.#finish(sent.code, sent.details ?? '');
    const { code, details, metadata } = sent;
    // What cannot be encoded would be thrown where nobody catches it.
    const sendable = typeof details === 'string' ? wellFormed(details) : details;
    this.#sendStatus.call(this.#next, { code, details: sendable, metadata: metadata ?? this.#desk.noMetadata });
  }

  #finish(code: status, details: string): void {
    this.#ended = true;
    if (!this.#answered) this.tell(statusError(code, details));
    this.#desk.ended(this, code, details, this.#answered);
  }
}

/** grpc-js asks interceptors for its own class and uses its interface only; the class would cost a call ten fields more. */
export function servedCall(
  next: ServerInterceptingCallInterface,
  method: ServedMethod,
  desk: CallDesk,
): ServerInterceptingCall {
  return new ServedCall(next, method, desk) as unknown as ServerInterceptingCall;
}
