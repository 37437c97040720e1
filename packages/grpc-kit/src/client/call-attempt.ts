import type { StatusObject } from '@grpc/grpc-js';
import type { Subchannel } from '../balancing/subchannel.js';
import { ClientStream, type ClientStreamOwner, type Unseen } from '../rpc/client-stream.js';
import type { ResponseHead } from '../rpc/response-fields.js';
import type { ClientConnection } from '../transport/client-connection.js';
import type { CallChannel } from './call-channel.js';
import type { KitCall } from './kit-call.js';

/** One attempt of a call on one backend. */
export class CallAttempt implements ClientStreamOwner {
  readonly stream: ClientStream;
  readonly subchannel: Subchannel;
  /** Messages of the call that were given to the stream. */
  sent = 0;
  ended = false;
  readonly #call: KitCall;
  readonly #channel: CallChannel;
  readonly #startedAt: number;

  constructor(call: KitCall, channel: CallChannel, subchannel: Subchannel, connection: ClientConnection) {
    this.#call = call;
    this.#channel = channel;
    this.subchannel = subchannel;
    this.stream = new ClientStream(connection, this, channel.maxReceiveBytes);
    const { observer, target } = channel;
    this.#startedAt = observer.clientAttemptEnded === undefined ? 0 : performance.now();
    subchannel.backend.started();
    observer.clientAttemptStarted?.(target, call.trace.method);
  }

  /** Ends the attempt before the server has. */
  cancel(ended: StatusObject): void {
    if (this.ended) return;
    this.stream.cancel();
    this.#end(ended);
  }

  streamHead(_stream: ClientStream, head: ResponseHead): void {
    this.#call.attemptHead(this, head);
  }

  streamMessage(_stream: ClientStream, message: Buffer): void {
    this.#call.attemptMessage(message);
  }

  streamDrained(): void {
    this.#call.attemptDrained(this);
  }

  streamEnded(_stream: ClientStream, ended: StatusObject, unseen: Unseen | undefined): void {
    this.#end(ended);
    this.#call.attemptEnded(this, ended, unseen);
  }

  #end({ code, details, metadata }: StatusObject): void {
    this.ended = true;
    this.subchannel.backend.ended(code, details);
    this.subchannel.reported(metadata);
    const { observer, target } = this.#channel;
    if (observer.clientAttemptEnded === undefined) return;
    const { method, sentBytes, receivedBytes } = this.#call.trace;
    observer.clientAttemptEnded({
      target,
      method,
      status: code,
      durationMs: performance.now() - this.#startedAt,
      backend: this.subchannel.backend.address,
      sentBytes,
      receivedBytes,
    });
  }
}
