import type { experimental, status } from '@grpc/grpc-js';
import type { CallTrace } from '../balancing/call-trace.js';
import type { RetryThrottle } from './retry-throttle.js';

/** When and how often a call is sent again. */
export interface RetryRule {
  readonly maxAttempts: number;
  readonly initialBackoffMs: number;
  readonly maxBackoffMs: number;
  readonly codes: ReadonlySet<status>;
}

/** The way to the backends of a target that leads past grpc-js's channel, for calls that need nothing of it. */
export interface DirectRoute {
  /** The `:authority` of every call. */
  readonly authority: string;
  /** Largest messages, in bytes; -1 for no limit. */
  readonly maxSendBytes: number;
  readonly maxReceiveBytes: number;
  readonly throttle: RetryThrottle;
  /** Undefined: this method is sent once. */
  retryRule(method: string): RetryRule | undefined;
  /** Undefined while no backend takes calls: the channel knows whether to wait or to fail. */
  pick(trace: CallTrace): experimental.PickResult | undefined;
}
