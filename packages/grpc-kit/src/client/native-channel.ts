import { type ChannelInterface, type experimental, Metadata, type StatusObject, status } from '@grpc/grpc-js';
import { CallTrace } from '../balancing/call-trace.js';
import type { Observer } from '../observe/observer.js';
import type { CallTarget } from './call-target.js';

type Call = experimental.CallStream;
type CreateCall = ChannelInterface['createCall'];

/** What a generated client gets in place of a channel of its own: deadlines, observers, and a `close` of its own. */
export class NativeChannel implements ChannelInterface {
  readonly #target: CallTarget;
  readonly #endless: ReadonlySet<string>;
  readonly #closed: () => void;

  /**
   * @param endless Methods that stream responses, `/pkg.Service/Method`: they may go on for as long as they like.
   * @param closed What `close` does.
   */
  constructor(target: CallTarget, endless: ReadonlySet<string>, closed: () => void) {
    this.#target = target;
    this.#endless = endless;
    this.#closed = closed;
  }

  createCall(...[method, deadline, host, parent, flags]: Parameters<CreateCall>): Call {
    const { channel, deadlineMs, observer } = this.#target;
    const unlimited = deadline === Number.POSITIVE_INFINITY && !this.#endless.has(method);
    const until = unlimited ? Date.now() + deadlineMs : deadline;
    const call = channel.createCall(method, until, host, parent, flags);
    const observed = OBSERVED.some((name) => observer[name] !== undefined);
    return observed ? new ObservedCall(call, method, this.#target) : call;
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

const OBSERVED = [
  'clientCallStarted',
  'clientCallEnded',
  'clientAttemptStarted',
  'clientAttemptEnded',
] as const satisfies readonly (keyof Observer)[];

/** A call of a generated client that observers are told about. */
class ObservedCall extends CallTrace implements Call {
  readonly #call: Call;
  readonly #target: CallTarget;
  readonly #startedAt = performance.now();

  constructor(call: Call, method: string, target: CallTarget) {
    super(method);
    this.#call = call;
    this.#target = target;
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
      onReceiveStatus: (ended) => {
        this.#ended(ended);
        listener.onReceiveStatus(ended);
      },
    });
  }

  cancelWithStatus(code: status, details: string): void {
    this.#call.cancelWithStatus(code, details);
  }

  getPeer(): string {
    return this.#call.getPeer();
  }

  sendMessageWithContext(...[context, message]: Parameters<Call['sendMessageWithContext']>): void {
    this.sentBytes += message.length;
    this.#call.sendMessageWithContext(context, message);
  }

  startRead(): void {
    this.#call.startRead();
  }

  halfClose(): void {
    this.#call.halfClose();
  }

  getCallNumber(): number {
    return this.#call.getCallNumber();
  }

  setCredentials(credentials: Parameters<Call['setCredentials']>[0]): void {
    this.#call.setCredentials(credentials);
  }

  getAuthContext(): ReturnType<Call['getAuthContext']> {
    return this.#call.getAuthContext();
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
