import { type ChannelInterface, type experimental, Metadata, type StatusObject, status } from '@grpc/grpc-js';
import { CallTrace } from '../balancing/call-trace.js';
import { settledStatus } from '../call-status.js';
import { GrpcKitError } from '../errors.js';
import type { ParentCall } from './call-options.js';
import type { CallTarget } from './call-target.js';
import { DirectCall } from './direct-call.js';
import type { DirectRoute } from './direct-route.js';
import type { KitCall } from './kit-call.js';
import type { OutgoingCall } from './outgoing-call.js';

type Call = experimental.CallStream;
type CreateCall = ChannelInterface['createCall'];

/** What a generated client gets in place of a channel of its own: deadlines, observers, and a `close` of its own. */
export class NativeChannel implements ChannelInterface {
  readonly #target: CallTarget;
  readonly #endless: ReadonlySet<string> | undefined;
  readonly #closed: () => void;

  /**
   * @param endless Streaming methods, `/pkg.Service/Method`, which may go on for as long as they like; undefined: any method
   *   may stream, as the definition is not known.
   * @param closed What `close` does.
   */
  constructor(target: CallTarget, endless: ReadonlySet<string> | undefined, closed: () => void) {
    this.#target = target;
    this.#endless = endless;
    this.#closed = closed;
  }

  createCall(...[method, deadline, host, parent, flags]: Parameters<CreateCall>): Call {
    const { channel } = this.#target;
    const otherwiseMs = (this.#endless?.has(method) ?? true) ? Number.POSITIVE_INFINITY : undefined;
    const unlimited = deadline === Number.POSITIVE_INFINITY;
    const until = unlimited ? Date.now() + this.#target.deadlineMs(method, otherwiseMs) : deadline;
    if (this.#target.openCall) return new NativeCall(this.#target, method, Number(until), undefined, undefined, parent);
    const viaChannel = () => channel.createCall(method, until, host, parent, flags);
    const route = (host ?? parent ?? undefined) === undefined ? this.#target.route?.(method) : undefined;
    return new NativeCall(this.#target, method, Number(until), viaChannel, route);
  }

  close(): void {
    this.#closed();
  }

  getTarget(): string {
    return this.#target.target;
  }

  getConnectivityState(tryToConnect: boolean): ReturnType<ChannelInterface['getConnectivityState']> {
    return this.#target.channel.getConnectivityState(tryToConnect);
  }

  watchConnectivityState(...watched: Parameters<ChannelInterface['watchConnectivityState']>): void {
    this.#target.channel.watchConnectivityState(...watched);
  }

  getChannelzRef(): ReturnType<ChannelInterface['getChannelzRef']> {
    return this.#target.channel.getChannelzRef();
  }
}

/** A call of a generated client: observed, and on the shorter way where there is one. */
class NativeCall extends CallTrace implements Call {
  readonly #target: CallTarget;
  readonly #viaChannel: () => Call;
  readonly #startedAt = performance.now();
  #call: OutgoingCall;
  /** The call on the kit's own engine. */
  #kit: KitCall | undefined;
  /** The call as grpc-js made it; undefined on the shorter way. */
  #own: Call | undefined;

  constructor(
    target: CallTarget,
    method: string,
    deadline: number,
    viaChannel: (() => Call) | undefined,
    route: DirectRoute | undefined,
    parent?: Parameters<CreateCall>[3],
  ) {
    super(method);
    this.#target = target;
    if (viaChannel === undefined) {
      this.#kit = target.openCall?.(this, deadline, (parent ?? undefined) as ParentCall | undefined);
      this.#call = this.#kit as KitCall;
      this.#viaChannel = () => {
        throw new Error('there is no channel of grpc-js');
      };
      return;
    }
    this.#viaChannel = () => {
      this.#own = viaChannel();
      return this.#own;
    };
    this.#call = route ? new DirectCall(route, this, deadline, this.#viaChannel) : this.#viaChannel();
  }

  start(metadata: Metadata, listener: Parameters<Call['start']>[1]): void {
    this.waitForReady = metadata.getOptions().waitForReady ?? false;
    const traced = new Metadata(this);
    traced.merge(metadata);
    this.#target.observer.clientCallStarted?.(this.#target.target, this.method);
    this.#call.start(traced, {
      onReceiveMetadata: (headers) => listener.onReceiveMetadata(headers),
      onReceiveMessage: (message: Buffer) => {
        this.receivedBytes += message.length;
        listener.onReceiveMessage(message);
      },
      onReceiveStatus: (received) => {
        const ended = settledStatus(received);
        this.#ended(ended);
        listener.onReceiveStatus(ended);
      },
    });
  }

  /** Before `start`; only the channel knows what to do with them. */
  setCredentials(credentials: Parameters<Call['setCredentials']>[0]): void {
    if (!this.#target.secure) {
      throw new GrpcKitError('ERR_TLS', `call credentials need TLS, which ${this.#target.target} does not use`);
    }
    if (this.#kit) {
      this.#kit.setCredentials(credentials);
      return;
    }
    const own = this.#own ?? this.#viaChannel();
    (own as Call).setCredentials(credentials);
    this.#call = own as Call;
  }

  sendMessageWithContext(...[context, message]: Parameters<Call['sendMessageWithContext']>): void {
    this.sentBytes += message.length;
    this.#call.sendMessageWithContext(context, message);
  }

  halfClose(): void {
    this.#call.halfClose();
  }

  startRead(): void {
    this.#call.startRead();
  }

  cancelWithStatus(code: status, details: string): void {
    const call = this.#call;
    call.cancelWithStatus(code, details);
    // As in ClientCall.cancel: grpc-js starts the inner call a turn later, whether or not this one was cancelled.
    setImmediate(() => call.cancelWithStatus(code, details));
  }

  getPeer(): string {
    return this.backend ?? this.#own?.getPeer() ?? this.#target.target;
  }

  getCallNumber(): number {
    return this.#own?.getCallNumber() ?? 0;
  }

  getAuthContext(): ReturnType<Call['getAuthContext']> {
    if (this.#kit) return this.#kit.authContext as ReturnType<Call['getAuthContext']>;
    return this.#own?.getAuthContext() ?? (this.#call as DirectCall).authContext;
  }

  #ended({ code, details }: StatusObject): void {
    this.callEnded();
    const { observer, target } = this.#target;
    observer.clientCallEnded?.({
      target,
      method: this.method,
      status: code,
      details: code === status.OK ? '' : details,
      durationMs: performance.now() - this.#startedAt,
      attempts: this.attempts,
      backend: this.backend,
    });
  }
}
