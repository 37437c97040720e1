import type { ChannelInterface } from '@grpc/grpc-js';
import type { Observer } from '../observe/observer.js';

/** Where the calls of a client go. */
export interface CallTarget {
  /** The target as it was given. */
  readonly target: string;
  readonly channel: ChannelInterface;
  /** Of calls that bring none, in ms or `Infinity`. */
  readonly deadlineMs: number;
  readonly observer: Observer;
  /** Why the target has no backends, when looking for them failed. */
  resolutionError(): Error | undefined;
}
