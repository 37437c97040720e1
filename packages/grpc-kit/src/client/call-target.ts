import type { ChannelInterface } from '@grpc/grpc-js';
import type { CallTrace } from '../balancing/call-trace.js';
import type { CallTracer } from '../observe/call-tracer.js';
import type { Observer } from '../observe/observer.js';
import type { ParentCall } from './call-options.js';
import type { DirectRoute } from './direct-route.js';
import type { KitCall } from './kit-call.js';

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
  /** The kit's own engine: one call, by all its ways. Throws `ERR_CLOSED`. */
  openCall?(trace: CallTrace, deadline: number, parent: ParentCall | undefined): KitCall;
  /** Why the target has no backends, when looking for them failed. */
  resolutionError(): Error | undefined;
}
