import type { ServerUnaryCall } from '@grpc/grpc-js';
import type { ParentCall } from './call-options.js';

/** A parent whose cancellation is followed for as long as a call of it lasts. */
export interface FollowedParent {
  /** When it ends, in ms since 1970; Infinity for never. */
  readonly deadline: number;
  /** It had ended before the call began. */
  readonly cancelled: boolean;
  /** Follows it no more. */
  release(): void;
}

/** One listener that goes with the call; grpc-js's own would stay for as long as the parent does. */
export function followParent(call: ParentCall, cancel: () => void): FollowedParent {
  const parent = call as ServerUnaryCall<unknown, unknown>;
  const deadline = Number(parent.getDeadline());
  if (parent.cancelled) return { deadline, cancelled: true, release: () => undefined };
  // As many as there are calls at a time: that is no leak, which is what the limit is there to find.
  parent.setMaxListeners(0);
  parent.on('cancelled', cancel);
  return { deadline, cancelled: false, release: () => void parent.off('cancelled', cancel) };
}
