import type { experimental, Metadata, status } from '@grpc/grpc-js';
import type { Observer } from '../observe/observer.js';
import type { Backend } from './backend.js';

/** One attempt of a call on one backend, from pick to status, as observers and the child policy want to know it. */
export class WatchedAttempt implements experimental.PickResult {
  readonly pickResultType = 0;
  readonly status = null;
  readonly subchannel: experimental.SubchannelInterface;
  readonly onCallStarted: () => void;
  readonly onCallEnded: (code: status, details: string, metadata: Metadata) => void;

  constructor(
    subchannel: experimental.SubchannelInterface,
    picked: experimental.PickResult,
    backend: Backend,
    observer: Observer,
    target: string,
    method: string,
  ) {
    this.subchannel = subchannel;
    let startedAt = 0;
    this.onCallStarted = () => {
      startedAt = performance.now();
      backend.started();
      picked.onCallStarted?.();
      observer.clientAttemptStarted?.(target, method);
    };
    this.onCallEnded = (code, details, metadata) => {
      backend.ended(code, details);
      picked.onCallEnded?.(code, details, metadata);
      observer.clientAttemptEnded?.({
        target,
        method,
        status: code,
        durationMs: performance.now() - startedAt,
        backend: backend.address,
        sentBytes: undefined,
        receivedBytes: undefined,
      });
    };
  }
}
