import { setTimeout as delay } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import type { WatchRequest, WatchResponse } from '@org/example-proto';
import { statusError } from '@org/grpc-kit/server';

const DEFAULT_MS = 1000;
const LEAST_MS = 100;
const MOST_MS = 60_000;

/** Reports until the caller or the server leaves. @throws INVALID_ARGUMENT for an interval out of bounds */
export async function* watch(
  { intervalMs }: WatchRequest,
  report: () => WatchResponse,
  signal: AbortSignal,
): AsyncGenerator<WatchResponse> {
  const ms = intervalMs || DEFAULT_MS;
  if (ms < LEAST_MS || ms > MOST_MS) {
    throw statusError(status.INVALID_ARGUMENT, `interval_ms ${ms} is not from ${LEAST_MS} to ${MOST_MS}`);
  }
  while (!signal.aborted) {
    yield report();
    // Rejects only when nobody listens any more.
    await delay(ms, undefined, { signal, ref: false }).catch(() => {});
  }
}
