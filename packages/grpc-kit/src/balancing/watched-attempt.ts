import { experimental, type Metadata, type status } from '@grpc/grpc-js';
import type { Observer } from '../observe/observer.js';
import type { WatchedSubchannel } from './watched-subchannel.js';

/** One attempt of a call on one backend, from pick to status, as observers and the child policy want to know it. */
export class WatchedAttempt implements experimental.PickResult {
  readonly pickResultType = experimental.PickResultType.COMPLETE;
  readonly status = null;
  readonly subchannel: WatchedSubchannel;
  readonly onCallStarted: () => void;
  readonly onCallEnded: (code: status, details: string, metadata: Metadata) => void;

  constructor(
    subchannel: WatchedSubchannel,
    picked: experimental.PickResult,
    observer: Observer,
    target: string,
    method: string,
  ) {
    this.subchannel = subchannel;
    let startedAt = 0;
    this.onCallStarted = () => {
      startedAt = performance.now();
      subchannel.started();
      picked.onCallStarted?.();
      observer.clientAttemptStarted?.(target, method);
    };
    this.onCallEnded = (code, details, metadata) => {
      subchannel.ended(code, details);
      picked.onCallEnded?.(code, details, metadata);
      observer.clientAttemptEnded?.({
        target,
        method,
        status: code,
        durationMs: performance.now() - startedAt,
        backend: subchannel.backend.address,
        sentBytes: undefined,
        receivedBytes: undefined,
      });
    };
  }
}
