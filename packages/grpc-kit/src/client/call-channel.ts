import type { CallCredentials } from '@grpc/grpc-js';
import type { CallTrace } from '../balancing/call-trace.js';
import type { ProcessHold } from '../balancing/process-hold.js';
import type { Subchannel } from '../balancing/subchannel.js';
import type { Observer } from '../observe/observer.js';
import type { RetryRule } from './direct-route.js';
import type { RetryThrottle } from './retry-throttle.js';

/** When a call gets a second attempt before the first has answered. */
export interface HedgingRule {
  readonly maxAttempts: number;
  readonly delayMs: number;
}

/** Who waits until there is a backend to take the call. */
export interface WaitingCall {
  readonly waitForReady: boolean;
  /** There may be one. */
  retryPick(): void;
}

/** What a call needs of the channel to its target. */
export interface CallChannel {
  /** The target as it was given. */
  readonly target: string;
  readonly authority: string;
  /** Whether call credentials may be sent. */
  readonly secure: boolean;
  /** Credentials that all calls bring. */
  readonly callCredentials: CallCredentials | undefined;
  /** Largest messages, in bytes; -1 for no limit. */
  readonly maxSendBytes: number;
  readonly maxReceiveBytes: number;
  readonly observer: Observer;
  readonly throttle: RetryThrottle;
  /** Taken while a call is under way. */
  readonly hold: ProcessHold;
  /** Undefined: the method is sent once. */
  retryRule(method: string): RetryRule | undefined;
  hedgingRule(method: string): HedgingRule | undefined;
  /** The header fields that all calls of the method share; the same array each time. */
  requestFields(method: string): readonly string[];
  /** The backend of the next attempt; undefined while none takes calls. */
  pick(trace: CallTrace): Subchannel | undefined;
  /** Why a call should fail instead of waiting for a backend; undefined: it waits. */
  refusal(waitForReady: boolean): string | undefined;
  wait(call: WaitingCall): void;
  forget(call: WaitingCall): void;
  /** What calls wait for, for the message of a deadline. */
  readonly pendingReason: string;
}
