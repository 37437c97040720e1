import { status } from '@grpc/grpc-js';
import { type CallOptions, checkCallOptions } from './call-options.js';
import type { CallTarget } from './call-target.js';
import { ClientCall } from './client-call.js';
import type { DirectRoute } from './direct-route.js';
import type { AnyMethod } from './method.js';

/** What a call fails with that should have been answered once. */
export const ANSWERED_TWICE = 'the server sent more than one response';

/** Sends one request and resolves with one response; rejects with a `CallError`. */
export async function unaryCall(
  target: CallTarget,
  definition: AnyMethod,
  request: unknown,
  options: CallOptions | undefined,
): Promise<unknown> {
  const call = new UnaryCall(target, definition, checkCallOptions(options));
  await new Promise<void>((done) => call.run(request, target.route?.(definition.path), done));
  return call.result();
}

class UnaryCall extends ClientCall {
  #response: unknown;
  #responses = 0;
  #done: (() => void) | undefined;

  run(request: unknown, route: DirectRoute | undefined, done: () => void): void {
    this.#done = done;
    this.begin(route);
    this.send(request);
    this.sendEnd();
    this.read();
  }

  result(): unknown {
    const error = this.error;
    if (error !== undefined) throw error;
    return this.#response;
  }

  protected override received(message: unknown): void {
    this.#responses += 1;
    if (this.#responses > 1) {
      this.cancel(status.INTERNAL, ANSWERED_TWICE);
      return;
    }
    this.#response = message;
    // What must not come would otherwise keep the status from coming.
    this.read();
  }

  protected override finished({ code }: { readonly code: status }): void {
    if (code === status.OK && this.#responses === 0) {
      this.replaceStatus(status.UNIMPLEMENTED, 'the server ended the call without a response');
    }
    this.#done?.();
  }
}
