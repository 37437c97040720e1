import type { Metadata } from '@grpc/grpc-js';
import type { RetryRule } from './direct-route.js';

/** The wait before the next attempt, in ms (gRFC A6). */
export function retryBackoffMs({ initialBackoffMs, maxBackoffMs }: RetryRule, failures: number): number {
  const jitter = 0.8 + 0.4 * Math.random();
  return jitter * Math.min(initialBackoffMs * 2 ** (failures - 1), maxBackoffMs);
}

/** What the server asks to wait, in ms; negative: not to come back; NaN: nothing. */
export function pushbackMs(metadata: Metadata): number {
  const [value] = metadata.get('grpc-retry-pushback-ms');
  if (value === undefined) return Number.NaN;
  const text = value.toString();
  return /^\d{1,9}$/.test(text) ? Number(text) : -1;
}
