import type { Metadata } from '@grpc/grpc-js';
import { retryDelayOf } from '../error-details/retry-delay-of.js';
import type { RetryRule } from './direct-route.js';

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The wait before the next attempt, in ms (gRFC A6). */
export function retryBackoffMs({ initialBackoffMs, maxBackoffMs }: RetryRule, failures: number): number {
  const jitter = 0.8 + 0.4 * Math.random();
  return jitter * Math.min(initialBackoffMs * 2 ** (failures - 1), maxBackoffMs);
}

/** What the server asks to wait, by pushback or RetryInfo, in ms; negative: not to come back; NaN: nothing. */
export function pushbackMs(metadata: Metadata): number {
  const delayMs = retryDelayOf(metadata) ?? Number.NaN;
  return delayMs > LONGEST_TIMER_MS ? -1 : delayMs;
}
