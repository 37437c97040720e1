import type { ChannelInterface } from '@grpc/grpc-js';
import type { CallTracer } from '../observe/call-tracer.js';
import type { Observer } from '../observe/observer.js';
import type { DirectRoute } from './direct-route.js';

/** Where the calls of a client go. */
export interface CallTarget {
  /** The target as it was given. */
  readonly target: string;
  readonly channel: ChannelInterface;
  /** Whether what is sent is protected by TLS. */
  readonly secure: boolean;
  readonly observer: Observer;
  readonly tracing: CallTracer | undefined;
  /**
   * Of calls of the method that bring none, in ms or `Infinity`.
   * @param otherwiseMs When the policy does not name the method. Default: what it says of all.
   */
  deadlineMs(method: string, otherwiseMs?: number): number;
  /** The shorter way to the backends of now, for unary calls of a method; undefined where there is none. */
  route?(method: string): DirectRoute | undefined;
  /** Why the target has no backends, when looking for them failed. */
  resolutionError(): Error | undefined;
}
