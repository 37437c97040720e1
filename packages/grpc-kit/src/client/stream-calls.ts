import { type StatusObject, status } from '@grpc/grpc-js';
import { type CallOptions, checkCallOptions } from './call-options.js';
import type { CallTarget } from './call-target.js';
import type { DirectRoute } from './direct-route.js';
import type { AnyMethod } from './method.js';
import { checkRequests, pump, type Requests } from './request-pump.js';
import { ResponseStream } from './response-stream.js';
import { ANSWERED_TWICE } from './unary-call.js';

/** One request, many responses. */
export function serverStreamCall(
  target: CallTarget,
  definition: AnyMethod,
  request: unknown,
  options: CallOptions | undefined,
): AsyncIterable<unknown> {
  return new ServerStreamCall(target, definition, checkCallOptions(options), request);
}

/** Many requests, many responses. */
export function bidiStreamCall(
  target: CallTarget,
  definition: AnyMethod,
  requests: Requests,
  options: CallOptions | undefined,
): AsyncIterable<unknown> {
  return new BidiStreamCall(target, definition, checkCallOptions(options), requests);
}

/** Many requests, one response. */
export async function clientStreamCall(
  target: CallTarget,
  definition: AnyMethod,
  requests: Requests,
  options: CallOptions | undefined,
): Promise<unknown> {
  const call = new BidiStreamCall(target, definition, checkCallOptions(options), requests);
  const first = await call.next();
  if (first.done) throw call.unanswered();
  // The status decides, not the message before it.
  const second = await call.next();
  if (!second.done) throw call.answeredTwice();
  return first.value;
}

class ServerStreamCall extends ResponseStream {
  readonly #route: () => DirectRoute | undefined;
  readonly #request: unknown;

  constructor(target: CallTarget, definition: AnyMethod, options: CallOptions, request: unknown) {
    super(target, definition, options);
    this.#request = request;
    this.#route = () => target.route?.(definition.path);
  }

  protected override route(): DirectRoute | undefined {
    return this.#route();
  }

  protected override begun(): void {
    this.send(this.#request);
    this.sendEnd();
  }
}

class BidiStreamCall extends ResponseStream {
  readonly #requests: Requests;
  #stop: () => void = () => undefined;
  #failure: unknown;

  constructor(target: CallTarget, definition: AnyMethod, options: CallOptions, requests: Requests) {
    super(target, definition, options);
    checkRequests(requests);
    this.#requests = requests;
  }

  /** The error of a call that should have been answered and was not. */
  unanswered(): Error {
    this.replaceStatus(status.UNIMPLEMENTED, 'the server ended the call without a response');
    return this.error as Error;
  }

  /** Ends a call that should have been answered once; its error. */
  answeredTwice(): Error {
    this.cancel(status.INTERNAL, ANSWERED_TWICE);
    this.replaceStatus(status.INTERNAL, ANSWERED_TWICE);
    this.#stop();
    return this.error as Error;
  }

  protected override begun(): void {
    this.#stop = pump(this.#requests, {
      send: (request, written) => this.send(request, written),
      end: () => this.sendEnd(),
      fail: (error) => {
        this.#failure = error;
        const why = error instanceof Error ? error.message : String(error);
        this.cancel(status.CANCELLED, `the requests failed: ${why}`);
      },
    });
  }

  protected override finished(ended: StatusObject): void {
    this.#stop();
    super.finished(ended);
  }

  protected override cause(ended: StatusObject): unknown {
    return this.#failure ?? super.cause(ended);
  }
}
