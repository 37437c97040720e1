import { experimental, type Metadata, status } from '@grpc/grpc-js';
import type { Observer } from '../observe/observer.js';
import type { CallTrace } from './call-trace.js';
import type { WatchedSubchannel } from './watched-subchannel.js';

export interface WatchedAttemptOptions {
  readonly subchannel: WatchedSubchannel;
  /** What the child policy wants to know of the call. */
  readonly picked: experimental.PickResult;
  readonly observer: Observer;
  readonly target: string;
  /** Undefined for calls that were made past the kit's clients. */
  readonly trace: CallTrace | undefined;
}

/** One attempt of a call on one backend, from pick to status, as observers and the child policy want to know it. */
export class WatchedAttempt implements experimental.PickResult {
  readonly pickResultType = experimental.PickResultType.COMPLETE;
  readonly status = null;
  readonly subchannel: WatchedSubchannel;
  readonly onCallEnded: (code: status, details: string, metadata: Metadata) => void;
  readonly #options: WatchedAttemptOptions;
  #startedAt = 0;
  #durationMs = 0;
  #code: status = status.OK;

  constructor(options: WatchedAttemptOptions) {
    this.#options = options;
    this.subchannel = options.subchannel;
    // grpc-js takes it off this object before it calls it.
    this.onCallEnded = (code, details, metadata) => this.#ended(code, details, metadata);
  }

  onCallStarted(): void {
    const { picked, observer, target, trace } = this.#options;
    this.#startedAt = performance.now();
    this.subchannel.started();
    picked.onCallStarted?.();
    observer.clientAttemptStarted?.(target, trace?.method ?? '');
  }

  tell(receivedBytes: number | undefined): void {
    const { observer, target, trace } = this.#options;
    observer.clientAttemptEnded?.({
      target,
      method: trace?.method ?? '',
      status: this.#code,
      durationMs: this.#durationMs,
      backend: this.subchannel.backend.address,
      sentBytes: trace?.sentBytes,
      receivedBytes,
    });
  }

  #ended(code: status, details: string, metadata: Metadata): void {
    const { picked, trace } = this.#options;
    this.#code = code;
    this.#durationMs = performance.now() - this.#startedAt;
    this.subchannel.ended(code, details);
    picked.onCallEnded?.(code, details, metadata);
    if (trace && code === status.OK) trace.answered(this);
    else this.tell(trace?.receivedBytes);
  }
}
