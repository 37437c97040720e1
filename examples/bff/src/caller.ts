import { status } from '@grpc/grpc-js';
import type { SayHelloResponse } from '@org/example-proto';
import type { CallLimits, Greeter } from './greeter.js';
import type { Traffic } from './traffic.js';

/** A gRPC failure, as its name and its reason. */
export interface Failure {
  readonly code: string;
  readonly reason: string;
}

/** A call that failed, in terms that people outside understand. */
export class CallFailedError extends Error implements Failure {
  override readonly name = 'CallFailedError';
  readonly code: string;
  readonly reason: string;

  constructor({ code, reason }: Failure, options: ErrorOptions) {
    super(`${code}: ${reason}`, options);
    this.code = code;
    this.reason = reason;
  }
}

/** No backend has spoken: what the client knows of all of them says more. */
const NO_ANSWER = new Set(['UNAVAILABLE', 'DEADLINE_EXCEEDED']);

/** Says hello and writes down how it went. */
export type Caller = (name: string, limits: CallLimits) => Promise<SayHelloResponse>;

/**
 * Makes the one function through which requests and the load call the greeter.
 * It throws CallFailedError only, with what is wrong with all backends where that is so.
 */
export function createCaller(greeter: Greeter, traffic: Traffic): Caller {
  return async (name, limits) => {
    const started = performance.now();
    try {
      const reply = await greeter.sayHello(name, limits);
      const { address: backend, keyId } = reply;
      traffic.record({ backend, code: 'OK', reason: '', durationMs: performance.now() - started, keyId });
      return reply;
    } catch (error) {
      const durationMs = performance.now() - started;
      const own = failureOf(error);
      const failure = { ...own, reason: NO_ANSWER.has(own.code) ? (greeter.problem() ?? own.reason) : own.reason };
      // Whoever hung up does not say anything about the backends, nor does whoever asked for nonsense.
      if (failure.code !== 'CANCELLED' && failure.code !== 'INVALID_ARGUMENT') {
        traffic.record({ backend: undefined, ...failure, durationMs });
      }
      throw new CallFailedError(failure, { cause: error });
    }
  };
}

/** Name and reason of a failed call; errors that are no gRPC status count as UNAVAILABLE, for no call was made. */
export function failureOf(error: unknown): Failure {
  const { code, details, message } = error as { code?: unknown; details?: string; message?: string };
  const name = typeof code === 'number' ? status[code] : undefined;
  return { code: name ?? 'UNAVAILABLE', reason: details || message || String(error) };
}
