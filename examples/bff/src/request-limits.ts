import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CallLimits } from './greeter.js';

/** What the caller of this service waits at most, in ms; the second is what Envoy and the meshes on it send. */
const TIMEOUT_HEADERS = ['x-request-timeout-ms', 'x-envoy-expected-rq-timeout-ms'] as const;

/** The caller's timeout was no positive number of milliseconds. */
class InvalidTimeoutError extends Error {
  override readonly name = 'InvalidTimeoutError';
  readonly statusCode = 400;
}

/**
 * Carries the limits of an HTTP request over to the calls it causes: its timeout where it is shorter than `maxMs`,
 * less what has passed since it arrived, and the end of the connection.
 * @throws InvalidTimeoutError when the request brings a timeout that is none.
 */
export function requestLimits(request: FastifyRequest, maxMs: number): CallLimits {
  const elapsedMs = performance.now() - request.arrivedAt;
  const deadlineMs = Math.max(1, Math.min(maxMs, timeoutOf(request)) - elapsedMs);
  return { deadlineMs, signal: request.hungUp };
}

/** Marks every request with its arrival and a signal that fires when its connection ends before the reply. */
export function trackRequest(request: FastifyRequest, reply: FastifyReply): void {
  const controller = new AbortController();
  request.arrivedAt = performance.now();
  request.hungUp = controller.signal;
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
}

function timeoutOf(request: FastifyRequest): number {
  for (const header of TIMEOUT_HEADERS) {
    const text = request.headers[header];
    if (text === undefined) continue;
    if (typeof text !== 'string' || !/^[1-9]\d{0,9}$/.test(text)) {
      throw new InvalidTimeoutError(`${header} ${JSON.stringify(text)} is not a positive number of milliseconds`);
    }
    return Number(text);
  }
  return Number.POSITIVE_INFINITY;
}

declare module 'fastify' {
  interface FastifyRequest {
    arrivedAt: number;
    hungUp: AbortSignal;
  }
}
